import { formatDate } from '../../../ui/format.ts';
import type { StatusTone } from '../../../ui/status-tag.tsx';
import type { Droit } from '../contract.ts';
import {
  direFin,
  direPeriode,
  type Empechement,
  empechementsDe,
  etatDe,
  type Ouverture,
} from './dire-droit.ts';

/** One document or decision on which a right rests, and its state today. */
interface Maillon {
  readonly id: 'organisme' | 'compte' | 'convention' | 'contrat' | 'bulletin' | 'profil' | 'droit';
  readonly titre: string;
  /** Number to read aloud, in the mono face. */
  readonly reference?: string;
  readonly ton: StatusTone;
  readonly etat: string;
  readonly detail: string;
  readonly empechements: readonly Empechement[];
}

/** Where each obstacle stands in the chain; those of the service bear on the right itself. */
const PLACES: Readonly<Record<string, Maillon['id']>> = {
  'partenaire-suspendu': 'organisme',
  'compte-ferme': 'compte',
  'convention-non-signee': 'convention',
  'formalites-manquantes': 'convention',
  'convention-a-venir': 'convention',
  'convention-terminee': 'convention',
  'contrat-ferme': 'contrat',
  'bulletin-ferme': 'bulletin',
  'service-suspendu': 'bulletin',
  'profil-non-ouvert': 'profil',
  'profil-non-servi': 'profil',
};

/** A link in order under a broken one: « en vigueur » would be untrue, since it stops with what it rests on. */
const PRIVE_D_EFFET = { ton: 'neutre', mot: 'En règle, mais sans effet' } as const;

/** Links that nobody needs to read about while they hold. */
const TUS_QUAND_TOUT_VA: ReadonlySet<Maillon['id']> = new Set(['organisme', 'compte', 'contrat']);

/**
 * Why a right exists and why it can be used or not: convention → bulletin → profile → right, each with its state
 * (HAB-01). All obstacles are shown, each at its place: to mend the first one only is of no use.
 */
export function chaineDuDroit(
  droit: Droit,
  ouverture: Ouverture | undefined,
  quand: { readonly fuseau: string; readonly maintenant: Date },
): readonly Maillon[] {
  const empechements = empechementsDe(droit, ouverture);
  let rompue = false;
  return MAILLONS.flatMap((id): Maillon[] => {
    const ici = empechements.filter(({ code }) => (PLACES[code] ?? 'droit') === id);
    if (ici.length === 0 && TUS_QUAND_TOUT_VA.has(id)) return [];
    const { titre, reference, bon, detail } = decrire(id, droit, ouverture, quand);
    const premier = ici.map(({ code }) => etatDe(code)).at(0) ?? (rompue ? PRIVE_D_EFFET : null);
    rompue ||= ici.length > 0;
    return [
      {
        id,
        titre,
        ...(reference === undefined ? {} : { reference }),
        ton: premier?.ton ?? 'fait',
        etat: premier?.mot ?? bon,
        detail,
        empechements: ici,
      },
    ];
  });
}

const MAILLONS = ['organisme', 'compte', 'convention', 'contrat', 'bulletin', 'profil', 'droit'] as const;

interface Description {
  readonly titre: string;
  readonly reference?: string;
  /** The state when nothing stands in the way. */
  readonly bon: string;
  readonly detail: string;
}

function decrire(
  id: Maillon['id'],
  droit: Droit,
  ouverture: Ouverture | undefined,
  { fuseau, maintenant }: { readonly fuseau: string; readonly maintenant: Date },
): Description {
  const { convention, bulletin, profil } = droit;
  switch (id) {
    case 'organisme':
      return { titre: 'Votre organisme', bon: 'Ouvert', detail: '' };
    case 'compte':
      return { titre: 'Votre compte', bon: 'Ouvert', detail: '' };
    case 'convention':
      return {
        titre: 'Convention n°',
        reference: convention.numero,
        bon: 'En vigueur',
        detail: direFinDeConvention(convention.finLe, fuseau, maintenant),
      };
    case 'contrat':
      return { titre: 'Contrat de service', bon: 'En vigueur', detail: '' };
    case 'bulletin':
      return { titre: `Annexe ${bulletin.annexe}`, bon: 'En vigueur', detail: `${bulletin.libelle}.` };
    case 'profil':
      return {
        titre: `Profil ${profil}`,
        bon: 'Ouvert',
        detail: [ouverture?.libelle, direPlaces(bulletin.maximum)].filter(Boolean).join('. '),
      };
    case 'droit':
      return {
        titre: 'Votre droit',
        bon: 'Actif',
        detail: `${direDecision(droit, fuseau)} ${direPeriode(droit, fuseau, maintenant)}.`,
      };
  }
}

function direFinDeConvention(finLe: string | null, fuseau: string, maintenant: Date): string {
  if (finLe === null) return 'Entre votre organisme et la Caf, sans date de fin fixée.';
  const finie = new Date(finLe) <= maintenant;
  return `Entre votre organisme et la Caf, ${finie ? 'terminée le' : 'jusqu’au'} ${direFin(finLe, fuseau)}${finie ? '' : ' compris'}.`;
}

/** The quota of the profile: seats are counted by person, over the whole partner for Cdap (HAB-02). */
export const direPlaces = (maximum: number | null): string =>
  maximum === null ? '' : `${maximum}\u00a0${maximum < 2 ? 'personne' : 'personnes'} au plus à la fois.`;

/** « Demandé par Anselme Brunel, accordé par Josépha Lemoine, le 21 novembre 2026. » */
const direDecision = (droit: Droit, fuseau: string): string =>
  `Demandé par ${droit.responsableMetier}, ${droit.etat === 'demandee' ? 'pas encore accordé' : `accordé par ${direAccord(droit, fuseau)}`}.`;

/** « Josépha Lemoine, le 21 novembre 2026 »; rights taken over from before the portal may not say who. */
export function direAccord({ accordeePar, accordeeLe }: Droit, fuseau: string): string {
  const qui = accordeePar ?? 'une personne non indiquée';
  return accordeeLe === null ? qui : `${qui}, le ${formatDate(accordeeLe, fuseau)}`;
}
