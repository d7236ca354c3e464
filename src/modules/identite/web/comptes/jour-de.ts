/** The civil day of an instant in a zone, « 2026-03-14 ». */
export const jourDe = (instant: Date, fuseau: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: fuseau, dateStyle: 'short' }).format(instant);
