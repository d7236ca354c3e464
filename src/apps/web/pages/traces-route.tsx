import { TracesPage } from '../../../modules/traces/web/traces-page.tsx';
import { libellesTraces, listerPersonnesDesTraces } from '../libelles-traces.ts';

/** The traces, with the words and the people of the modules above them. */
export const TracesRoute = () => (
  <TracesPage libelles={libellesTraces} listerPersonnes={listerPersonnesDesTraces} />
);
