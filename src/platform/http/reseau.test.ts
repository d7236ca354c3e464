import { describe, expect, test } from 'vitest';
import { lireAdresse, reseauDe } from './reseau.ts';

describe('TRA-01 adresse telle qu’elle peut être enregistrée', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['203.0.113.9:4711', null],
    ['unknown', null],
    ['', null],
    ['[2001:db8::1]', null],
  ])('%s', (texte, attendue) => expect(lireAdresse(texte)).toBe(attendue));
});

describe('ACC-03 le réseau d’un visiteur', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::5', '2001:db8:1:2::/64'],
    ['2001:db8::5', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    [null, 'inconnue'],
  ])('%s', (adresse, attendu) => expect(reseauDe(adresse)).toBe(attendu));

  test('deux adresses de réseaux voisins restent distinctes', () =>
    expect(reseauDe('2001:db8:1:2::1')).not.toBe(reseauDe('2001:db8:1:3::1')));
});
