import { expect, test } from 'vitest';
import { z } from 'zod';
import type { DefinitionRoute } from '../kernel/route.ts';
import { CONTRATS } from './contrats.ts';
import { libellesTraces } from './libelles-traces.ts';

const ROUTES: readonly DefinitionRoute[] = Object.values(CONTRATS).flatMap((contrat) =>
  Object.values(contrat),
);

test.each(ROUTES.map(({ action, chemin }) => [action, chemin]))(
  'TRA-01 l’action %s (%s) a ses mots dans les traces',
  (action) => expect(libellesTraces.actions[action]).toBeDefined(),
);

test('TRA-01 chaque champ qui peut être refusé a son nom', () => {
  const champs = ROUTES.flatMap(({ entree }) =>
    entree instanceof z.ZodObject ? Object.keys(entree.shape) : [],
  );
  expect(champs.length).toBeGreaterThan(15);
  expect(champs.filter((champ) => libellesTraces.champs[champ] === undefined)).toEqual([]);
});

test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
  'SEC-04 « %s », tapé par quelqu’un, n’est le nom de rien',
  (code) => {
    for (const mots of Object.values(libellesTraces)) expect(mots[code]).toBeUndefined();
  },
);
