import type { Bloc } from './domain/blocs.ts';
import type { CodeVariante } from './domain/variantes.ts';
import { LIBELLES_BLOCS } from './libelles.ts';

/**
 * What a reduced form of a block lets one see, after the block's name: « Famille : enfants et dates de naissance ».
 * Tied to the register of forms, so that a form without words does not compile.
 */
const LIBELLES_VARIANTES: {
  readonly [B in Bloc as CodeVariante<B> extends never ? never : B]: Readonly<
    Record<CodeVariante<B>, string>
  >;
} = {
  nir: { 'cinq-derniers': 'cinq derniers chiffres' },
  adresse: { 'nouvelle-connue': 'une nouvelle adresse est-elle connue' },
  famille: {
    composition: 'enfants, naissances, qui est à charge',
    nombre: 'nombre de personnes',
    situation: 'situation du foyer',
    'enfants-moins-6': 'enfants de moins de six ans',
  },
  situationPro: { actuelle: 'activité actuelle' },
  ressourcesAnnuelles: {
    total: 'total de l’année',
    tranche: 'tranche',
    'msa-aide-logement': 'si une aide au logement est versée',
  },
  ressourcesTrimestrielles: { total: 'totaux par trimestre' },
  quotientFamilial: { actuel: 'mois en cours', 'sous-seuil': 'au-dessous du seuil, ou non' },
  droits: {
    'rsa-ppa': 'RSA et prime d’activité',
    rsa: 'RSA',
    'aide-logement': 'aides au logement',
    'logement-rsa': 'aides au logement et RSA',
    cmg: 'mode de garde',
    existence: 'prestations ouvertes, sans montant',
    'aah-clca-prepare-ajpp-rsa-existence':
      'AAH, CLCA, PreParE, AJPP, RSA, et si une prestation familiale est ouverte',
    'rsa-aah-oui-non-fin': 'RSA et AAH, oui ou non, et jusqu’à quand',
    'deux-ans': 'deux dernières années',
  },
  paiements: {
    logement: 'aides au logement',
    cmg: 'mode de garde',
    'a-ce-bailleur': 'aides au logement versées à votre organisme',
    'complement-differentiel': 'complément différentiel',
    'trois-derniers': 'trois derniers mois payés',
  },
  creances: {
    rsa: 'RSA',
    'aide-logement': 'aides au logement',
    logement: 'aides au logement',
    cmg: 'mode de garde',
    indus: 'trop-perçus',
    'nature-solde': 'nature et reste dû',
  },
  logement: { occupation: 'occupation', 'forfait-css': 'forfait logement de la complémentaire santé' },
  rsa: { etat: 'état et dates' },
  pensionsAlimentaires: { asf: 'soutien familial' },
  protection: { existence: 'existence et dates' },
  handicap: {
    'nombre-aeeh': 'nombre d’enfants avec AEEH',
    etat: 'AAH ou AEEH en cours',
    majoration: 'majoration du mode de garde',
  },
  cmg: { etat: 'état des demandes' },
  demarches: { 'bloque-aide': 'ce qui bloque l’aide au logement', logement: 'logement' },
  affiliation: { ailleurs: 'autre organisme, le cas échéant' },
};

/** « Famille : enfants, naissances, qui est à charge », « Quotient familial » for a whole block. */
export function direRubrique(bloc: Bloc, variante: string): string {
  if (variante === 'complet') return LIBELLES_BLOCS[bloc];
  const formes: Readonly<Partial<Record<string, Readonly<Record<string, string>>>>> = LIBELLES_VARIANTES;
  const duBloc = formes[bloc];
  const forme = duBloc && Object.hasOwn(duBloc, variante) ? duBloc[variante] : undefined;
  // Matrices are data: a form that came after this page was loaded is still said to be reduced.
  return `${LIBELLES_BLOCS[bloc]} : ${forme ?? 'forme réduite'}`;
}

/** The same by category of trace: « famille:composition » as the consultation records it, « identite ». */
export const LIBELLES_RUBRIQUES: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries(LIBELLES_BLOCS),
  ...Object.entries(LIBELLES_VARIANTES).flatMap(([bloc, formes]) =>
    Object.keys(formes).map((forme) => [`${bloc}:${forme}`, direRubrique(bloc as Bloc, forme)]),
  ),
]);
