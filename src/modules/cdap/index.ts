/** Server door of cdap: the consultation's routes, its jobs, files and matrix to load. */
import type { Tx } from '../../platform/db/base.ts';
import { deleteCompteursAnciens } from './server/store.ts';

export { PREVENIR, prevenirGestionnaires } from './server/arreter-lecture.ts';
export { type SourceDossiers, sourceEmbarquee } from './server/consulter-dossier.ts';
export { monterCdap } from './server/routes.ts';
export {
  insertArret as amorcerArret,
  insertDossiers as amorcerDossiers,
  insertOpposition as amorcerOpposition,
  insertVersionMatrice as amorcerVersionMatrice,
} from './server/store.ts';

const CONSERVATION_COMPTEURS_MS = 7 * 24 * 3_600_000;

/** Forgets counts older than a week; run by a job. */
export const oublierCompteurs = (tx: Tx, instant: Date): Promise<void> =>
  deleteCompteursAnciens(tx, new Date(instant.getTime() - CONSERVATION_COMPTEURS_MS));
