import { instantDe, nommerFuseau } from '../../../kernel/jour.ts';

export function direJour(instant: Date, fuseau: string): string {
  const mois = new Intl.DateTimeFormat('fr-FR', { timeZone: fuseau, month: 'long', year: 'numeric' });
  const { day } = instantDe(instant).toZonedDateTimeISO(fuseau);
  return `${day === 1 ? '1er' : day}\u00a0${mois.format(instant)}`;
}

/**
 * « 14 mars 2026 à 10 h 42 », as screens write it.
 *
 * A period that ends as a day begins is told by the last minute of the day before: « à 0 h » is read wrongly.
 */
export function direEcheance(expireLe: Date, fuseau: string): string {
  const fin = instantDe(expireLe).toZonedDateTimeISO(fuseau);
  const minuit = fin.hour === 0 && fin.minute === 0;
  const dit = minuit ? fin.subtract({ minutes: 1 }) : fin;
  const minutes = dit.minute === 0 ? '' : `\u00a0${String(dit.minute).padStart(2, '0')}`;
  const lieu = fuseau === 'Europe/Paris' ? '' : ` (${nommerFuseau(fuseau, expireLe)})`;
  return `${direJour(new Date(dit.epochMilliseconds), fuseau)} à ${dit.hour}\u00a0h${minutes}${lieu}`;
}
