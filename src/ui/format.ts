/** Narrow no-break space, between thousands. */
const NARROW = '\u202f';
/** Full no-break space, between a day and its month, a number and its unit or the word it counts. */
const FIRM = '\u00a0';

/** Contract deadlines and traces are read in the Caf's zone; most are in Paris, La Réunion passes its own. */
const PARIS = 'Europe/Paris';

/** An instant as the server sends it (ISO 8601, UTC) or as the browser holds it. */
export type Instant = string | Date;

const asDate = (instant: Instant): Date => (typeof instant === 'string' ? new Date(instant) : instant);

/** « 14 mars 2026 », « 1er avril 2026 ». A civil day « 2026-03-14 » is read as that day in every time zone. */
export function formatDate(instant: Instant, fuseau: string = PARIS): string {
  const civil = typeof instant === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(instant);
  const parts = partsOf(civil ? new Date(`${instant}T12:00:00Z`) : asDate(instant), civil ? 'UTC' : fuseau, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const day = parts.day === '1' ? '1er' : parts.day;
  return `${day}${FIRM}${parts.month} ${parts.year}`;
}

/** « 10 h 42 », « 9 h », in the given zone. */
export function formatHeure(instant: Instant, fuseau: string = PARIS): string {
  const { hour = '', minute = '' } = partsOf(asDate(instant), fuseau, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const head = `${Number(hour)}${FIRM}h`;
  return minute === '00' ? head : `${head}${FIRM}${minute}`;
}

/** « 14 mars 2026 à 10 h 42 ». */
export function formatDateHeure(instant: Instant, fuseau: string = PARIS): string {
  return `${formatDate(asDate(instant), fuseau)} à ${formatHeure(instant, fuseau)}`;
}

/** « heure : La Réunion », for an hour that may be read far from its Caf; null in Paris, where nobody doubts. */
export function nommerFuseau(fuseau: string): string | null {
  if (fuseau === PARIS) return null;
  return partsOf(new Date(), fuseau, { timeZoneName: 'shortGeneric' }).timeZoneName ?? fuseau;
}

/** « mars 2026 » from « 2026-03 », the unit of a quotient familial and of RSA rights. */
export function formatMois(mois: string): string {
  return monthFormat.format(new Date(`${mois}-15T12:00:00Z`)).replace(' ', FIRM);
}

/** « mars 26 » for the foot of a chart, where room is short. */
export function formatMoisCourt(mois: string): string {
  return shortMonthFormat.format(new Date(`${mois}-15T12:00:00Z`)).replace(' ', FIRM);
}

/** « 1 234,50 € »; whole euros lose their cents only when asked (a QF is a whole number by definition). */
export function formatEuros(montant: number, options: { readonly entiers?: boolean } = {}): string {
  return tighten((options.entiers ? wholeEuros : euros).format(montant));
}

/** « 12 345,6 ». */
export function formatNombre(nombre: number): string {
  return tighten(numberFormat.format(nombre));
}

/** « 82,5 % » from 0.825. */
export function formatPourcent(part: number): string {
  return tighten(percentFormat.format(part));
}

/** « 1 dossier », « 2 345 dossiers », « 0 dossier »: in French the plural begins at two. */
export function formatCompte(nombre: number, singulier: string, pluriel: string = `${singulier}s`): string {
  return `${formatNombre(nombre)}${FIRM}${Math.abs(nombre) < 2 ? singulier : pluriel}`;
}

const monthFormat = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonthFormat = new Intl.DateTimeFormat('fr-FR', {
  month: 'short',
  year: '2-digit',
  timeZone: 'UTC',
});
const numberFormat = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });
const percentFormat = new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 });
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const wholeEuros = new Intl.NumberFormat('fr-FR', {
  style: 'currency',
  currency: 'EUR',
  maximumFractionDigits: 0,
});

// Browsers disagree on which no-break spaces Intl puts where; the portal shows one way: narrow between thousands,
// full before the unit, since a narrow one all but vanishes against a slashed zero.
const tighten = (text: string): string =>
  text.replace(/[\u00a0\u202f ](?=[€%])/g, FIRM).replace(/[\u202f ]|\u00a0(?![€%])/g, NARROW);

function partsOf(
  date: Date,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Partial<Record<string, string>> {
  const parts = new Intl.DateTimeFormat('fr-FR', { ...options, timeZone }).formatToParts(date);
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}
