import { ISSUES } from '../contract.ts';

export type IssueTrace = (typeof ISSUES)[number];

/** Periods that follow the calendar: the bookmark of « 7 jours » still means the last seven days next month. */
export const PERIODES = ['jour', '7-jours', '30-jours', 'tout'] as const;
export type PeriodeRapide = (typeof PERIODES)[number];

const PERIODE_HABITUELLE: PeriodeRapide = '7-jours';

/**
 * A search as its address keeps it, so that it can be shared and found again.
 *
 * No file number: it stays out of addresses, histories and access logs (page 11). `du` and `au` are civil days of
 * the Caf's zone, both included, and win over `periode`; with none of the three, the last seven days.
 */
export interface RechercheTraces {
  readonly periode?: PeriodeRapide;
  readonly du?: string;
  readonly au?: string;
  readonly personne?: string;
  readonly action?: string;
  readonly profil?: string;
  readonly issue?: IssueTrace;
  readonly session?: string;
}

/**
 * Reads an address. What is not understood is dropped rather than refused: an old bookmark still opens the page,
 * and the sentence above the list says what is really searched.
 */
export function validerRechercheTraces(adresse: Record<string, unknown>): RechercheTraces {
  const [du, au] = dansLOrdre(jourLu(adresse.du), jourLu(adresse.au));
  const periode = PERIODES.find((connue) => connue === adresse.periode);
  return sansVides({
    periode: du || au || periode === PERIODE_HABITUELLE ? undefined : periode,
    du,
    au,
    personne: selon(UUID, adresse.personne),
    action: selon(/^[a-z0-9-]{1,60}$/, adresse.action),
    profil: selon(/^[TD][0-9]{1,2}$/, adresse.profil),
    issue: ISSUES.find((connue) => connue === adresse.issue),
    session: selon(UUID, adresse.session),
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const selon = (forme: RegExp, valeur: unknown): string | undefined =>
  typeof valeur === 'string' && forme.test(valeur) ? valeur : undefined;

function jourLu(valeur: unknown): string | undefined {
  const jour = selon(/^\d{4}-\d{2}-\d{2}$/, valeur);
  const date = new Date(`${jour}T00:00:00Z`);
  // 31 February would be moved to March by the browser and refused by the server.
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === jour ? jour : undefined;
}

const dansLOrdre = (du: string | undefined, au: string | undefined) =>
  du !== undefined && au !== undefined && du > au ? ([au, du] as const) : ([du, au] as const);

type Complete = { readonly [K in keyof RechercheTraces]-?: RechercheTraces[K] | undefined };

/** Absent keys rather than undefined ones: an address shows only what was chosen. */
const sansVides = (recherche: Complete): RechercheTraces =>
  Object.fromEntries(Object.entries(recherche).filter(([, valeur]) => valeur !== undefined));

/** The quick period of a search, null when two days were given. */
export const periodeDe = (recherche: RechercheTraces): PeriodeRapide | null =>
  recherche.du || recherche.au ? null : (recherche.periode ?? PERIODE_HABITUELLE);

interface Bornes {
  readonly du?: string;
  readonly au?: string;
}

/** First and last day of a search, both included; an absent bound is open. */
export function bornesDe(recherche: RechercheTraces, aujourdHui: string): Bornes {
  const { du, au } = recherche;
  switch (periodeDe(recherche)) {
    case null:
      return { ...(du ? { du } : {}), ...(au ? { au } : {}) };
    case 'jour':
      return { du: aujourdHui, au: aujourdHui };
    case '7-jours':
      return { du: reculer(aujourdHui, 6), au: aujourdHui };
    case '30-jours':
      return { du: reculer(aujourdHui, 29), au: aujourdHui };
    case 'tout':
      return {};
  }
}

/** The day some days earlier. */
export function reculer(jour: string, jours: number): string {
  const date = new Date(`${jour}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - jours);
  return date.toISOString().slice(0, 10);
}

/** The same day six months earlier, or the last of that month: no trace is older (TRA-04). */
export function sixMoisAvant(jour: string): string {
  const [annee = 0, mois = 1, quantieme = 1] = jour.split('-').map(Number);
  const dernier = new Date(Date.UTC(annee, mois - 6, 0)).getUTCDate();
  return new Date(Date.UTC(annee, mois - 7, Math.min(quantieme, dernier))).toISOString().slice(0, 10);
}

/** What the server searches: the address, its period as days, and the file number that the page alone knows. */
export function criteresDe(recherche: RechercheTraces, dossier: string | undefined, aujourdHui: string) {
  const { personne, action, profil, issue, session } = recherche;
  return {
    ...bornesDe(recherche, aujourdHui),
    ...(personne ? { personne } : {}),
    ...(action ? { action } : {}),
    ...(profil ? { profil } : {}),
    ...(issue ? { issue } : {}),
    ...(session ? { session } : {}),
    ...(dossier ? { dossier } : {}),
  };
}
export type CriteresTraces = ReturnType<typeof criteresDe>;

/** All the acts of one session, whatever the day: it can pass midnight. */
export const rechercheDeSession = (session: string): RechercheTraces => ({ periode: 'tout', session });

/** All that is kept about one file; the number goes beside, in memory. */
export const RECHERCHE_DE_DOSSIER: RechercheTraces = { periode: 'tout' };
