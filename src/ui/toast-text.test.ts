import { expect, test } from 'vitest';
import { toastParts } from './toast-text.ts';

const vu = (message: string): string =>
  toastParts(message)
    .map(({ text, whole }) => (whole ? `[${text}]` : text))
    .join('');

test('TRA-08 un nom de fichier reste d’une pièce, le reste de la phrase se coupe librement', () => {
  expect(vu('Export terminé : traces-2026-11-21.xlsx, 12 ko.')).toBe(
    'Export terminé : [traces-2026-11-21.xlsx], 12 ko.',
  );
  expect(vu('a-b.csv et c-d.csv')).toBe('[a-b.csv] et [c-d.csv]');
});

test.each(['Arrêt levé : Jean-Luc peut de nouveau lire.', 'Réessayez peut-être.', 'Fait.', ''])(
  'sans nom de fichier, rien n’est à part : « %s »',
  (message) => expect(vu(message)).toBe(message),
);
