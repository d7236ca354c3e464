import type { ReactNode } from 'react';
import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { formatDate, formatMois, formatNombre } from '../../../../ui/format.ts';
import {
  LIBELLES_ACTIVITES,
  LIBELLES_CREANCES,
  LIBELLES_GARDE,
  LIBELLES_LOGEMENT,
  LIBELLES_PRESTATIONS,
  LIBELLES_PROTECTION,
  LIBELLES_ROLES,
  LIBELLES_RSA,
  LIBELLES_SITUATIONS,
} from '../../libelles.ts';
import { montant, NON_CONNU, ouiNon } from '../mots.ts';

type Mots = Readonly<Record<string, string>>;

const ETATS_DEMANDE: Mots = {
  'en-cours': 'En cours',
  ouverte: 'Ouverte',
  close: 'Terminée',
  refusee: 'Refusée',
};

/** Name of each field, and words of its codes when it holds one. */
const CHAMPS: Readonly<Record<string, { readonly nom: string; readonly codes?: Mots }>> = {
  role: { nom: 'Personne', codes: LIBELLES_ROLES },
  cinqDerniers: { nom: 'Cinq derniers chiffres' },
  nouvelleConnue: { nom: 'Nouvelle adresse connue' },
  depuis: { nom: 'Depuis' },
  jusqua: { nom: 'Jusqu’à' },
  du: { nom: 'Du' },
  au: { nom: 'Au' },
  nombreAdultes: { nom: 'Adultes' },
  nombreEnfantsACharge: { nom: 'Enfants à charge' },
  situation: { nom: 'Situation', codes: LIBELLES_SITUATIONS },
  activite: { nom: 'Activité', codes: LIBELLES_ACTIVITES },
  annee: { nom: 'Année' },
  totalRetenuCentimes: { nom: 'Total retenu' },
  totalCentimes: { nom: 'Total' },
  declarations: { nom: 'Déclarations' },
  ouverts: { nom: 'Prestations ouvertes', codes: LIBELLES_PRESTATIONS },
  creances: { nom: 'Créances' },
  nature: { nom: 'Nature', codes: LIBELLES_CREANCES },
  soldeCentimes: { nom: 'Reste dû' },
  statut: { nom: 'Occupation', codes: LIBELLES_LOGEMENT },
  etat: { nom: 'État', codes: { ...LIBELLES_RSA, ...ETATS_DEMANDE } },
  etats: { nom: 'Demandes', codes: ETATS_DEMANDE },
  demandeLe: { nom: 'Demande' },
  clotureLe: { nom: 'Fin du droit' },
  dernierMois: { nom: 'Dernier mois versé' },
  majoration: { nom: 'Majoration du mode de garde' },
  adultes: { nom: 'Adultes du foyer' },
  mesure: { nom: 'Mesure', codes: LIBELLES_PROTECTION },
  jugement: { nom: 'Jugement' },
  tribunal: { nom: 'Tribunal' },
  le: { nom: 'Le' },
  organisme: { nom: 'Organisme' },
  nom: { nom: 'Nom' },
  reference: { nom: 'Référence' },
  tiersPaye: { nom: 'Prestations versées à cet organisme' },
  aah: { nom: 'AAH' },
  aeeh: { nom: 'AEEH' },
  taux: { nom: 'Taux', codes: { '50-79': 'De 50 à 79 %', '80-et-plus': '80 % et plus' } },
  rangEnfant: { nom: 'Rang de l’enfant' },
  complement: { nom: 'Complément' },
  demandes: { nom: 'Demandes' },
  mode: { nom: 'Mode de garde', codes: LIBELLES_GARDE },
  deposeeLe: { nom: 'Déposée le' },
  numeroPajemploi: { nom: 'Numéro Pajemploi' },
  montantMensuelCentimes: { nom: 'Par mois' },
  asf: { nom: 'Soutien familial' },
  rangsEnfants: { nom: 'Rangs des enfants' },
};

/**
 * A block in a form that has no drawing of its own: every field with its name and the type that its value shows.
 * Nothing is left out, and nothing is read as zero when it is not known.
 */
export function RubriqueGenerique({ contenu }: { readonly contenu: unknown }) {
  return <>{dire(contenu, '')}</>;
}

function dire(valeur: unknown, champ: string): ReactNode {
  if (valeur === null) return NON_CONNU;
  if (typeof valeur === 'boolean') return ouiNon(valeur);
  if (typeof valeur === 'number') return direNombre(valeur, champ);
  if (typeof valeur === 'string') return direTexte(valeur, champ);
  if (Array.isArray(valeur)) return direListe(valeur, champ);
  const items = Object.entries(valeur as object).map(
    ([cle, contenu]): Definition => ({ term: CHAMPS[cle]?.nom ?? cle, value: dire(contenu, cle) }),
  );
  return <DefinitionList items={items} />;
}

const direNombre = (valeur: number, champ: string): string => {
  if (champ.endsWith('Centimes')) return montant(valeur);
  return champ === 'annee' ? String(valeur) : formatNombre(valeur);
};

function direTexte(valeur: string, champ: string): string {
  const mot = CHAMPS[champ]?.codes?.[valeur];
  if (mot !== undefined) return mot;
  if (/^\d{4}-\d{2}-\d{2}$/.test(valeur)) return formatDate(valeur);
  return /^\d{4}-\d{2}$/.test(valeur) ? formatMois(valeur) : valeur;
}

function direListe(valeurs: readonly unknown[], champ: string): ReactNode {
  if (valeurs.length === 0) return 'Rien de connu';
  const simples = valeurs.every((valeur) => typeof valeur === 'string' || typeof valeur === 'number');
  if (simples) return valeurs.map((valeur) => dire(valeur, champ)).join(', ');
  return valeurs.map((valeur, rang) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file that is read once and never reordered
    <div key={rang}>{dire(valeur, champ)}</div>
  ));
}
