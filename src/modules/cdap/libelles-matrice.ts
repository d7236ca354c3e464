import type { Changement, EffetChangement } from './domain/comparer-matrices.ts';
import type { TypePartenaire } from './domain/types-partenaire.ts';
import { LIBELLES_BLOCS } from './libelles.ts';
import { direCondition } from './libelles-conditions.ts';
import { LIBELLES_RUBRIQUES } from './libelles-rubriques.ts';

/** Words of the screen where the Cnaf changes the matrix of profiles (CDAP-10). */

export const LIBELLES_PARTENAIRES: Readonly<Record<TypePartenaire | '*', string>> = {
  '*': 'Tout organisme',
  commune: 'Commune',
  epci: 'Intercommunalité (EPCI)',
  ccas: 'CCAS ou CIAS',
  departement: 'Département',
  'agence-insertion': 'Agence départementale d’insertion',
  region: 'Région',
  etat: 'Service de l’État',
  mdph: 'MDPH',
  hopital: 'Hôpital ou établissement de soins',
  'bailleur-social': 'Bailleur social',
  'mandataire-judiciaire': 'Mandataire judiciaire',
  association: 'Association',
  'commission-surendettement': 'Commission de surendettement',
  'aide-juridictionnelle': 'Bureau d’aide juridictionnelle',
  spip: 'Service pénitentiaire d’insertion et de probation',
  'gestionnaire-fsl': 'Gestionnaire du FSL',
  'prestataire-transport': 'Prestataire d’une autorité de transport',
  prefecture: 'Préfecture',
  'caisse-frontaliere': 'Caisse frontalière',
  crous: 'Crous',
  'organisme:cpam': 'Cpam',
  'organisme:cgss': 'CGSS',
  'organisme:carsat': 'Carsat',
  'organisme:cramif': 'Cramif',
  'organisme:cnav': 'Cnav',
  'organisme:msa': 'MSA',
  'organisme:urssaf': 'Urssaf',
  'organisme:enim': 'Enim',
  'organisme:cnmss': 'CNMSS',
  'organisme:crpcen': 'CRPCEN',
  'organisme:cprp-sncf': 'CPRP SNCF',
  'organisme:cdc': 'Caisse des dépôts',
  'organisme:pajemploi': 'Pajemploi',
};

const mot = (mots: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(mots, code) ? (mots[code] ?? code) : code;

export const direPartenaire = (type: string): string => mot(LIBELLES_PARTENAIRES, type);
export const direBloc = (bloc: string): string => mot(LIBELLES_BLOCS, bloc);

/** « enfants, naissances, qui est à charge » for 'composition' of 'famille'; null for a whole or an unknown form. */
export function direForme(bloc: string, forme: string): string | null {
  const cle = `${bloc}:${forme}`;
  if (!Object.hasOwn(LIBELLES_RUBRIQUES, cle)) return null;
  return (LIBELLES_RUBRIQUES[cle] ?? '').slice(direBloc(bloc).length).replace(/^[\s\u00a0\u202f]*:\s*/, '');
}

/** Reduced forms of a block, in the order of the register. */
export const formesReduites = (bloc: string): readonly string[] =>
  Object.keys(LIBELLES_RUBRIQUES)
    .filter((cle) => cle.startsWith(`${bloc}:`))
    .map((cle) => cle.slice(bloc.length + 1));

export const LIBELLES_EFFETS: Readonly<Record<EffetChangement, string>> = {
  elargit: 'Élargit',
  restreint: 'Restreint',
  autre: 'Sans effet sur ce qui est vu',
};

const TEXTES: Readonly<Record<string, string>> = {
  libelle: 'Nom complet',
  libelleCourt: 'Nom court',
  pour: 'Usage prévu',
  partenairesDerives: 'Origine de la liste des organismes',
  version: 'Nom du catalogue',
  note: 'Note du catalogue',
};

const etatDuBloc = (bloc: string, forme: string | null): string =>
  forme === null
    ? 'fermé'
    : forme === 'complet'
      ? 'complet'
      : `réduit (${direForme(bloc, forme) ?? 'autre forme'})`;

/** One change in a sentence: « Famille : de réduit (nombre de personnes) à complet ». */
export function direChangement({ objet, element, avant, apres }: Changement): string {
  switch (objet) {
    case 'profil':
      return apres === null ? 'Le profil disparaît du catalogue.' : 'Le profil entre au catalogue.';
    case 'bloc':
      return `${direBloc(element)}\u00a0: de ${etatDuBloc(element, avant)} à ${etatDuBloc(element, apres)}.`;
    case 'condition-attribution':
    case 'condition-lecture': {
      const portee = objet === 'condition-lecture' ? 'du dossier' : 'de l’habilitation';
      const verbe = apres === null ? 'n’est plus demandée' : 'est demandée';
      return `La condition ${portee} «\u00a0${direCondition(element) ?? element}\u00a0» ${verbe}.`;
    }
    case 'partenaire':
      return apres === null
        ? `${direPartenaire(element)}\u00a0: le profil ne lui est plus ouvert.`
        : `${direPartenaire(element)}\u00a0: le profil lui est ouvert.`;
    default:
      return `${mot(TEXTES, element)}\u00a0: mots changés.`;
  }
}
