import { expect, test } from 'vitest';
import { MARQUE_SECRET } from '../../modules/notifications/index.ts';
import { corpsMontre, creerBoite } from './boite.ts';

const pli = (id: string, corps: string) => ({
  id,
  destinataire: 'ada@exemple.invalid',
  objet: 'Essai',
  corps,
});
const range = (id: string, etat: string) => ({ id, etat, corps: `Mot de passe : ${MARQUE_SECRET}` });

test('la démonstration montre un courriel comme il a été reçu', async () => {
  const boite = creerBoite();
  await boite.recevoir(pli('a', 'Mot de passe : abcd'));
  expect(corpsMontre(boite, range('a', 'envoye'))).toBe('Mot de passe : abcd');
});

test.each([
  ['en-attente', 'Mot de passe : (secret ajouté à l’envoi, dans un instant)'],
  ['envoye', 'Mot de passe : (secret effacé après l’envoi)'],
  ['perime', 'Mot de passe : (secret périmé avant l’envoi)'],
  ['refuse', 'Mot de passe : (secret effacé : destinataire refusé)'],
])('d’un courriel %s que ce processus n’a pas reçu, elle dit où est le secret', (etat, montre) => {
  expect(corpsMontre(creerBoite(), range('a', etat)).replace(/\u202f|\u00a0/g, ' ')).toBe(montre);
});

test('la boîte garde les deux cents derniers', async () => {
  const boite = creerBoite();
  for (let rang = 0; rang < 201; rang += 1) await boite.recevoir(pli(String(rang), `corps ${rang}`));
  // Received again: it counts as the last.
  await boite.recevoir(pli('1', 'corps 1 encore'));
  await boite.recevoir(pli('201', 'corps 201'));
  expect(boite.lire('0')).toBeUndefined();
  expect(boite.lire('1')).toBe('corps 1 encore');
  expect(boite.lire('2')).toBeUndefined();
  expect(boite.lire('3')).toBe('corps 3');
  expect(boite.lire('201')).toBe('corps 201');
});
