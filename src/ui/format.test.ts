import { expect, test } from 'vitest';
import {
  formatCompte,
  formatDate,
  formatDateHeure,
  formatEuros,
  formatHeure,
  formatMois,
  formatMoisCourt,
  formatNombre,
  formatPourcent,
  nommerFuseau,
} from './format.ts';

/** Shows the no-break spaces: ~ narrow, _ full. */
const seen = (text: string): string => text.replaceAll('\u202f', '~').replaceAll('\u00a0', '_');

test.each([
  [1234.5, '1~234,50_€'],
  [0, '0,00_€'],
  [-12, '-12,00_€'],
  [1234567.891, '1~234~567,89_€'],
])('A11Y-02 %d euros s’écrivent %s', (montant, attendu) => {
  expect(seen(formatEuros(montant))).toBe(attendu);
});

test('CDAP-05 un quotient familial s’écrit en euros entiers', () => {
  expect(seen(formatEuros(1684, { entiers: true }))).toBe('1~684_€');
});

test('A11Y-02 un jour civil reste ce jour, quel que soit le fuseau', () => {
  expect(seen(formatDate('2026-03-14'))).toBe('14_mars 2026');
  expect(seen(formatDate('2026-03-14', 'Pacific/Auckland'))).toBe('14_mars 2026');
  expect(seen(formatDate('2026-04-01'))).toBe('1er_avril 2026');
});

test('A11Y-02 un instant se lit dans le fuseau de la Caf', () => {
  expect(seen(formatDate('2026-03-14T23:30:00Z'))).toBe('15_mars 2026');
  expect(seen(formatHeure('2026-03-14T08:05:00Z'))).toBe('9_h_05');
  expect(seen(formatHeure('2026-03-14T08:00:00Z'))).toBe('9_h');
  expect(seen(formatHeure('2026-07-14T22:00:00Z'))).toBe('0_h');
  expect(seen(formatDateHeure('2026-03-14T09:42:00Z'))).toBe('14_mars 2026 à 10_h_42');
  expect(seen(formatDateHeure('2026-03-14T09:42:00Z', 'Indian/Reunion'))).toBe('14_mars 2026 à 13_h_42');
});

test('ACC-13 un fuseau se nomme, sauf celui de Paris', () => {
  expect(nommerFuseau('Europe/Paris')).toBeNull();
  expect(nommerFuseau('Indian/Reunion')).toContain('La Réunion');
  expect(nommerFuseau('America/Guadeloupe')).toContain('Guadeloupe');
});

test('un mois se nomme', () => {
  expect(seen(formatMois('2026-03'))).toBe('mars_2026');
  expect(seen(formatMois('2025-12'))).toBe('décembre_2025');
  expect(seen(formatMoisCourt('2024-04'))).toBe('avr._24');
});

test('les nombres, les parts et les comptes suivent l’usage français', () => {
  expect(seen(formatNombre(12345.678))).toBe('12~345,68');
  expect(seen(formatPourcent(0.825))).toBe('82,5_%');
  expect(seen(formatCompte(0, 'dossier'))).toBe('0_dossier');
  expect(seen(formatCompte(1, 'dossier'))).toBe('1_dossier');
  expect(seen(formatCompte(2345, 'dossier'))).toBe('2~345_dossiers');
  expect(seen(formatCompte(2, 'jour ouvré', 'jours ouvrés'))).toBe('2_jours ouvrés');
});
