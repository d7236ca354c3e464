import { TracesPage } from '../../../modules/traces/web/traces-page.tsx';
import { libellesTraces } from '../../libelles-traces.ts';
import { listerPersonnesDesTraces } from '../personnes-des-traces.ts';
import { useSession } from '../session-contexte.ts';

/** The traces, with the words and the people of the modules above them, at the hour of the reader's Caf. */
export function TracesRoute() {
  const { fuseau } = useSession();
  return <TracesPage libelles={libellesTraces} listerPersonnes={listerPersonnesDesTraces} fuseau={fuseau} />;
}
