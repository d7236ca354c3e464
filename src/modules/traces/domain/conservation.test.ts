import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../../../tests/support/saisies.ts';
import { debutDesTraces, estEffacable, illisibleDes } from './conservation.ts';

const instant = (texte: string) => Temporal.Instant.from(texte);
const jour = (texte: string) => Temporal.PlainDate.from(texte);
const avant = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0;

describe('TRA-04 illisible dès six mois', () => {
  test.each([
    ['2026-05-21T10:30:15.250Z', '2026-11-21T10:30:15.250Z'],
    ['2025-08-31T23:59:59.999Z', '2026-02-28T23:59:59.999Z'],
    ['2025-08-30T12:00:00Z', '2026-02-28T12:00:00Z'],
    ['2025-08-29T12:00:00Z', '2026-02-28T12:00:00Z'],
    ['2025-08-28T12:00:00Z', '2026-02-28T12:00:00Z'],
    ['2023-08-31T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['2024-02-29T08:00:00Z', '2024-08-29T08:00:00Z'],
    ['2026-03-31T00:00:00Z', '2026-09-30T00:00:00Z'],
    ['2026-12-31T23:00:00Z', '2027-06-30T23:00:00Z'],
    // Legal time of the Caf changes in between: months are counted in UTC, and it has no effect.
    ['2026-03-28T23:30:00Z', '2026-09-28T23:30:00Z'],
  ])('faite le %s, illisible le %s', (faite, fin) => {
    expect(illisibleDes(instant(faite)).toString()).toBe(instant(fin).toString());
  });

  test.each(saisiesDe('purge_traces_6_mois'))('$titre', ({ value, valid, normalized }) => {
    const { date_trace: faite, date_purge: purge } = value as { date_trace: string; date_purge?: string };
    const fin = illisibleDes(instant(`${faite}T12:00:00Z`))
      .toString()
      .slice(0, 10);
    expect(purge === undefined ? fin === normalized : purge === fin).toBe(valid);
  });
});

describe('TRA-04 effacer un jour entier', () => {
  test.each([
    // The last instant of 21 May is unreadable at the end of 21 November, and not before.
    ['2026-05-21', '2026-11-21T23:59:59.999Z', false],
    ['2026-05-21', '2026-11-22T00:00:00Z', true],
    // 29, 30 and 31 August all expire on 28 February.
    ['2025-08-29', '2026-02-28T23:59:59Z', false],
    ['2025-08-29', '2026-03-01T00:00:00Z', true],
    ['2025-08-30', '2026-03-01T00:00:00Z', true],
    ['2025-08-31', '2026-02-28T23:59:59Z', false],
    ['2025-08-31', '2026-03-01T00:00:00Z', true],
    ['2023-08-31', '2024-02-29T23:59:59Z', false],
    ['2023-08-31', '2024-03-01T00:00:00Z', true],
    ['2024-02-29', '2024-08-29T23:59:59Z', false],
    ['2024-02-29', '2024-08-30T00:00:00Z', true],
  ])('le %s, au %s : %s', (le, maintenant, attendu) => {
    expect(estEffacable(jour(le), instant(maintenant))).toBe(attendu);
  });

  const unJour = fc.integer({ min: 0, max: 2200 }).map((n) => jour('2023-01-01').add({ days: n }));
  const unEcart = fc.integer({ min: -3 * 86_400, max: 3 * 86_400 });

  test('jamais trop tôt ni trop tard : comme si l’on regardait chaque trace du jour', () => {
    fc.assert(
      fc.property(unJour, unEcart, (le, ecart) => {
        const debut = le.toZonedDateTime('UTC').toInstant();
        const maintenant = illisibleDes(debut.add({ hours: 24 }).subtract({ nanoseconds: 1 })).add({
          seconds: ecart,
        });
        // Every hour of the day, and its very last instants.
        const instants = [
          ...Array.from({ length: 24 }, (_, h) => debut.add({ hours: h })),
          ...[1, 1000, 1_000_000].map((ns) => debut.add({ hours: 24 }).subtract({ nanoseconds: ns })),
        ];
        const toutesIllisibles = instants.every((faite) => avant(illisibleDes(faite), maintenant));
        expect(estEffacable(le, maintenant)).toBe(toutesIllisibles);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test('un jour illisible en entier est effaçable moins de vingt-quatre heures après', () => {
    fc.assert(
      fc.property(unJour, (le) => {
        const dernier = le.add({ days: 1 }).toZonedDateTime('UTC').toInstant().subtract({ nanoseconds: 1 });
        expect(estEffacable(le, illisibleDes(dernier).add({ hours: 24 }))).toBe(true);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test('une recherche n’oublie aucune trace encore lisible', () => {
    fc.assert(
      fc.property(unJour, fc.nat({ max: 86_399 }), unEcart, (le, secondes, ecart) => {
        const faite = le.toZonedDateTime('UTC').toInstant().add({ seconds: secondes });
        const maintenant = illisibleDes(faite).add({ seconds: ecart });
        if (avant(maintenant, illisibleDes(faite)))
          expect(avant(faite, debutDesTraces(maintenant))).toBe(false);
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});
