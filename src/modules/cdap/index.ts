/** Server door of cdap: the consultation's routes, its jobs, files and matrix to load. */
import type { Tx } from '../../platform/db/base.ts';
import { deleteExtraitsAnciens } from './server/store/extraits.ts';
import { deleteRecherchesAnciennes } from './server/store/recherche.ts';
import { deleteCompteursAnciens } from './server/store.ts';

export { PREVENIR, prevenirGestionnaires } from './server/arreter-lecture.ts';
export { type SourceDossiers, sourceEmbarquee } from './server/consulter-dossier.ts';
export { commencerImport } from './server/imports/commencer-import.ts';
export { COLONNES_CSV, EnteteCsvInvalide } from './server/imports/decouper.ts';
export type { DepotImports } from './server/imports/deposer-import.ts';
export {
  conclureImport,
  creerExecutionImports,
  IMPORTER,
  jourDeLaCaf,
  locataireCaf,
  reprendreImports,
} from './server/imports/executer-import.ts';
export { ImportPris, importer } from './server/imports/importer.ts';
export type { LigneRefusee } from './server/imports/preparer-lot.ts';
export { installerMatrice } from './server/installer-matrice.ts';
export { monterCdap } from './server/routes.ts';
export { type SourceApiParticulier, sourceApiParticulier } from './server/source-api-particulier/source.ts';
export { listCafs as lireCafs } from './server/store/imports.ts';
export {
  insertArret as amorcerArret,
  insertDossiers as amorcerDossiers,
  insertOpposition as amorcerOpposition,
  insertVersionMatrice as amorcerVersionMatrice,
} from './server/store.ts';

const CONSERVATION_COMPTEURS_MS = 7 * 24 * 3_600_000;

/** Forgets counts older than a week; run by a job. */
export async function oublierCompteurs(tx: Tx, instant: Date): Promise<void> {
  const avant = new Date(instant.getTime() - CONSERVATION_COMPTEURS_MS);
  await deleteCompteursAnciens(tx, avant);
  await deleteRecherchesAnciennes(tx, avant);
}

/** Forgets the extracts older than six months, as the traces that they go with; run by a job. */
export const oublierExtraits = deleteExtraitsAnciens;
