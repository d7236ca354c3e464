/**
 * What a person types for a date, understood: « 14/03/2026 », « 14 3 26 », « 14032026 », « 14.03.2026 »,
 * « 14 mars 2026 », « 1er avril 2026 », or a pasted « 2026-03-14 ».
 *
 * Answers the ISO day, or null when it is no day of the calendar (31/02 is refused, not moved to March). Two
 * figures for the year mean the century that keeps the day within the last 80 or next 20 years of `thisYear`.
 */
export function parseDateFr(typed: string, thisYear: number = new Date().getFullYear()): string | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, ' ');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return civilDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numeric =
    /^(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4}|\d{2})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text);
  if (numeric) return civilDay(fullYear(numeric[3] ?? '', thisYear), Number(numeric[2]), Number(numeric[1]));
  const named = /^(\d{1,2})(?:er)? ([\p{L}]+)\.? (\d{4})$/u.exec(text);
  if (!named) return null;
  const month = monthOf(named[2] ?? '');
  return month === null ? null : civilDay(Number(named[3]), month, Number(named[1]));
}

/** « 14/03/2026 » from « 2026-03-14 », as the field shows it. */
export function showDateFr(iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return `${day}/${month}/${year}`;
}

const MONTHS = [
  'janvier',
  'fevrier',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'aout',
  'septembre',
  'octobre',
  'novembre',
  'decembre',
];

function monthOf(word: string): number | null {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '');
  const found = MONTHS.filter((month) => plain.length >= 3 && month.startsWith(plain));
  return found.length === 1 && found[0] ? MONTHS.indexOf(found[0]) + 1 : null;
}

function fullYear(figures: string, thisYear: number): number {
  if (figures.length === 4) return Number(figures);
  const candidate = Math.floor(thisYear / 100) * 100 + Number(figures);
  if (candidate > thisYear + 20) return candidate - 100;
  return candidate <= thisYear - 80 ? candidate + 100 : candidate;
}

function civilDay(year: number, month: number, day: number): string | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists =
    year >= 1800 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}
