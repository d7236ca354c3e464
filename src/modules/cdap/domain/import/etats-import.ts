/** States of an import of files (CDAP-29). */
export const ETATS_IMPORT = ['en-cours', 'interrompu', 'termine', 'abandonne', 'echoue'] as const;
export type EtatImport = (typeof ETATS_IMPORT)[number];

/** Not ended: another one cannot begin. */
export const estOuvert = (etat: EtatImport): boolean => etat === 'en-cours' || etat === 'interrompu';
