import { expect, test } from 'vitest';
import { messageFor } from './form-validity.ts';

const FAUX = { valid: false, valueMissing: false, customError: false, typeMismatch: false };

test('un champ juste ne dit rien', () => {
  expect(messageFor({ ...FAUX, valid: true }, '', {})).toBeNull();
});

test('A11Y-02 chaque faute dit quoi faire, dans nos mots et non dans ceux du navigateur', () => {
  const navigateur = 'Please fill out this field.';
  const vide = { ...FAUX, valueMissing: true };
  expect(messageFor(vide, navigateur, { missing: 'Choisissez une mission.' })).toBe(
    'Choisissez une mission.',
  );
  expect(messageFor(vide, navigateur, {})).toBe('Ce champ est à remplir.');
  expect(messageFor({ ...FAUX, typeMismatch: true }, navigateur, {})).toContain('nom@exemple.fr');
  expect(messageFor(FAUX, navigateur, { format: 'Le code a six chiffres.' })).toBe('Le code a six chiffres.');
  expect(messageFor(FAUX, navigateur, {})).toBe('Cette saisie n’a pas la forme attendue.');
});

test('une faute posée par le champ lui-même garde ses mots', () => {
  const message = 'La date ne peut pas être avant le 01/01/2026.';
  expect(messageFor({ ...FAUX, customError: true }, message, { format: 'autre' })).toBe(message);
});
