import { RAISONS_LECTURE } from './domain/import/lecteur-json.ts';
import { RAISONS_COHERENCE, type RaisonRefus } from './domain/import/lire-dossier.ts';

/** Why a line of an import was refused, to whoever mends the file; never with a value. */
export const LIBELLES_RAISONS: Readonly<Record<RaisonRefus, string>> = {
  'json-invalide': 'Le texte n’est pas du JSON bien formé.',
  'champ-manquant': 'Ce champ manque.',
  'champ-inconnu': 'Un champ qui n’existe pas est présent ici.',
  'champ-en-double': 'Ce champ est donné deux fois.',
  'objet-attendu': 'Un objet est attendu.',
  'liste-attendue': 'Une liste est attendue.',
  'texte-attendu': 'Un texte est attendu.',
  'nombre-attendu': 'Un nombre est attendu.',
  'entier-attendu': 'Un nombre entier est attendu.',
  'oui-non-attendu': 'true ou false est attendu.',
  'valeur-hors-liste': 'Ce code n’est pas dans la liste.',
  'nombre-hors-bornes': 'Le nombre est trop petit ou trop grand.',
  'texte-vide': 'Le texte est vide ; mettez null pour une donnée inconnue.',
  'texte-trop-long': 'Le texte est trop long.',
  'texte-forme': 'Le texte n’a pas la forme attendue.',
  'texte-interdit': 'Le texte contient un caractère qui ne peut pas être enregistré.',
  'jour-invalide': 'Un jour AAAA-MM-JJ est attendu.',
  'date-partielle-invalide': 'Une date AAAA, AAAA-MM ou AAAA-MM-JJ est attendue.',
  'liste-trop-courte': 'La liste a trop peu d’éléments.',
  'liste-trop-longue': 'La liste a trop d’éléments.',
  'nom-invalide':
    'Un nom de personne ne contient que des lettres, des espaces, des apostrophes et des tirets.',
  'nir-forme': 'Ce n’est pas un numéro de sécurité sociale.',
  'nir-cle': 'La clé du numéro de sécurité sociale est fausse.',
  'nir-sans-cle': 'Le numéro de sécurité sociale n’a pas sa clé.',
  'date-future': 'La date est dans l’avenir.',
  'caf-etrangere': 'Ce dossier est d’une autre Caf.',
  'numero-incoherent': 'Le numéro n’est pas celui de la ligne.',
  'etat-incoherent': 'L’état n’est pas celui de la ligne.',
  'suite-attendue': 'Un dossier transféré ou fusionné dit où il est allé.',
  'suite-inattendue': 'Ce dossier ne peut pas avoir de suite.',
  'identite-attendue': 'Un dossier qui a un numéro de sécurité sociale a une identité.',
  'ligne-trop-longue': 'La ligne dépasse 256 Kio.',
  'utf8-invalide': 'La ligne n’est pas en UTF-8.',
  'csv-colonnes': 'La ligne n’a pas autant de colonnes que la première.',
  'csv-guillemets': 'Un guillemet est mal placé ou n’est pas refermé.',
};

/** Every reason that a line can be given, in the order of the documentation. */
export const RAISONS: readonly RaisonRefus[] = [
  ...RAISONS_LECTURE,
  ...RAISONS_COHERENCE,
  'ligne-trop-longue',
  'utf8-invalide',
  'csv-colonnes',
  'csv-guillemets',
];

export const messageRaison = (raison: string): string =>
  LIBELLES_RAISONS[raison as RaisonRefus] ?? 'La ligne est refusée.';
