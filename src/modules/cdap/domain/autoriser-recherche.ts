import { accepte, type NatureRefus, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import {
  autoriserAvantLeDossier,
  type DemandeConsultation,
  type DroitOuvert,
  type FaitsConsultation,
  type RefusConsultation,
  refusSurLeDossier,
} from './autoriser-consultation.ts';
import type { Bloc } from './blocs.ts';
import type { Criteres } from './criteres-recherche.ts';
import type { FaitsDossier } from './faits.ts';
import { blocsOuverts } from './matrice.ts';

/** Most lines that a search shows (CDAP-20). */
export const LIGNES_MAX = 10;

/** Refusals that only a search has. */
export const REFUS_RECHERCHE = {
  'critere-ferme': 'interdit',
  'recherche-ralentie': 'ralenti',
  'criteres-trop-larges': 'invalide',
} as const satisfies Record<string, NatureRefus>;
export type CodeRefusRecherche = keyof typeof REFUS_RECHERCHE;

export type RefusRecherche = RefusConsultation | (Refus & { readonly code: CodeRefusRecherche });

/** What a search may look at and show, by the same matrix as the file. */
export interface AutorisationRecherche extends DroitOuvert {
  /** Town and postcode are shown. */
  readonly adresse: boolean;
  /** Blocks of which a line shows something, as the trace names them. */
  readonly categories: readonly string[];
}

/** Blocks that each criterion rests on, opened in full or not at all: a search tells what the block holds. */
const blocsDesCriteres = (criteres: Criteres): readonly (readonly [champ: string, bloc: Bloc])[] =>
  criteres.genre === 'nir'
    ? [['nir', 'nir']]
    : [['nom', 'identite'], ...(criteres.codePostal === null ? [] : ([['codePostal', 'adresse']] as const))];

/**
 * Decides a search before anything is looked up (CDAP-20): whoever may not consult may not search, and a criterion that
 * the profile does not see is refused, since its answer would tell what the file hides.
 */
export function autoriserRecherche(
  demande: DemandeConsultation,
  faits: Omit<FaitsConsultation, 'dossier'>,
  criteres: Criteres,
): Resultat<AutorisationRecherche, RefusRecherche> {
  const ouvert = autoriserAvantLeDossier(demande, faits);
  if (!ouvert.ok) return ouvert;
  const { droit, ligne } = ouvert.valeur;
  const entiers = new Set(
    blocsOuverts(ligne, droit, demande, null).flatMap(({ bloc, variante }) =>
      variante === 'complet' ? [bloc] : [],
    ),
  );
  for (const [champ, bloc] of [...blocsDesCriteres(criteres), ...BLOCS_DES_LIGNES]) {
    if (entiers.has(bloc)) continue;
    return refuse({
      code: 'critere-ferme',
      nature: REFUS_RECHERCHE['critere-ferme'],
      champ,
      details: { critere: champ },
    });
  }
  const adresse = entiers.has('adresse');
  return accepte({
    ...ouvert.valeur,
    adresse,
    categories: ['identite', 'numero', ...(adresse ? ['adresse:commune'] : [])],
  });
}

/**
 * More people answer than are looked at: what could tell them apart and was not typed. Said of the criteria alone,
 * whoever may be listed among those people (CDAP-21). A postcode is compared after, and would not help.
 */
export function refuserTropLarge(criteres: Criteres): RefusRecherche {
  const champs = criteres.genre === 'nir' ? [] : champsAPreciser(criteres);
  return {
    code: 'criteres-trop-larges',
    nature: REFUS_RECHERCHE['criteres-trop-larges'],
    champ: champs[0] === undefined ? 'par' : `par.${champs[0]}`,
    details: { champs: champs.join(',') },
  };
}

const champsAPreciser = ({ prenom, naissance }: Extract<Criteres, { genre: 'nom' }>): string[] => [
  ...(naissance?.length === 'AAAA-MM-JJ'.length ? [] : ['neLe']),
  ...(prenom === null ? ['prenom'] : []),
];

/** A line names a person and a file: without both there is nothing to list. */
const BLOCS_DES_LIGNES = [
  ['nom', 'identite'],
  ['nom', 'numero'],
] as const;

/**
 * Whether a file may be listed or counted: exactly those that would open. So « no result » says nothing of the person,
 * and opposition, restricted access and conditions of the profile never show (CDAP-19, CDAP-21).
 */
export const peutEtreListe = (
  demande: DemandeConsultation,
  droit: DroitOuvert,
  dossier: FaitsDossier,
): boolean => refusSurLeDossier(demande, droit, dossier) === null;
