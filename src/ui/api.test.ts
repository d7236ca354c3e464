import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { accesPublic, route } from '../kernel/route.ts';
import { appeler } from './api.ts';
import { ErreurApi } from './api-error.ts';
import { SESSION_TERMINEE } from './session-end.ts';

const commun = {
  acces: accesPublic,
  action: 'essai',
  trace: 'aucune',
  libelle: 'Essai.',
  sortie: z.strictObject({ vu: z.boolean() }),
} as const;
const lire = route({
  ...commun,
  methode: 'GET',
  chemin: '/api/essai',
  entree: z.strictObject({ du: z.string().optional(), nombre: z.int().optional() }),
});
const ecrire = route({
  ...commun,
  methode: 'POST',
  chemin: '/api/essai',
  entree: z.strictObject({ dossier: z.string() }),
});

const repondre = (reponse: () => Response | Promise<Response>) => {
  const fetch = vi.fn((_adresse: string, _options: RequestInit) => Promise.resolve().then(reponse));
  vi.stubGlobal('fetch', fetch);
  return fetch;
};
const json = (corps: unknown, status = 200) => new Response(JSON.stringify(corps), { status });
const refusDe = async (appel: Promise<unknown>): Promise<ErreurApi> => {
  const erreur = await appel.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(erreur instanceof ErreurApi)) throw new Error(`expected an ErreurApi, got ${String(erreur)}`);
  return erreur;
};

afterEach(() => vi.unstubAllGlobals());

test('une lecture porte son entrée dans l’adresse, sans les valeurs absentes', async () => {
  const fetch = repondre(() => json({ vu: true }));
  expect(await appeler(lire, { du: '2026-03-01' })).toEqual({ vu: true });
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/essai?du=2026-03-01');
  await appeler(lire, {});
  expect(fetch.mock.calls[1]?.[0]).toBe('/api/essai');
});

test('un acte porte son entrée dans le corps : un numéro de dossier n’est jamais dans une adresse', async () => {
  const fetch = repondre(() => json({ vu: true }));
  await appeler(ecrire, { dossier: '1234567' });
  const [adresse, options] = fetch.mock.calls[0] ?? [];
  expect(adresse).toBe('/api/essai');
  expect(options?.body).toBe('{"dossier":"1234567"}');
  expect(options).toMatchObject({ method: 'POST', credentials: 'same-origin' });
});

test('un refus garde son code, ses champs, sa suite et sa référence', async () => {
  repondre(() =>
    json(
      {
        type: 'about:blank',
        title: 'Corrigez les champs signalés.',
        status: 400,
        code: 'saisie-invalide',
        champs: [{ champ: 'dossier', message: 'Un numéro de dossier a un à sept chiffres.' }, { champ: 3 }],
        suite: 'Reprenez la saisie.',
        reference: 'r-1',
      },
      400,
    ),
  );
  const erreur = await refusDe(appeler(ecrire, { dossier: 'x' }));
  expect(erreur).toMatchObject({ nature: 'refus', status: 400, code: 'saisie-invalide', reference: 'r-1' });
  expect(erreur.champs).toEqual([
    { champ: 'dossier', message: 'Un numéro de dossier a un à sept chiffres.' },
  ]);
  expect(erreur.suite).toBe('Reprenez la saisie.');
});

test('ACC-06 une session terminée est signalée ; un mot de passe faux ne l’est pas', async () => {
  const fin = vi.fn();
  const fenetre = new EventTarget();
  fenetre.addEventListener(SESSION_TERMINEE, fin);
  vi.stubGlobal('window', fenetre);
  repondre(() => json({ title: 'Refusé.', code: 'identifiants-refuses' }, 401));
  expect(await refusDe(appeler(lire, {}))).toMatchObject({ nature: 'refus' });
  expect(fin).not.toHaveBeenCalled();
  repondre(() => json({ title: 'Votre session est terminée.', code: 'session-absente' }, 401));
  expect(await refusDe(appeler(lire, {}))).toMatchObject({ nature: 'session' });
  expect(fin).toHaveBeenCalledOnce();
});

test('FIAB-04 une ligne coupée, une page de mandataire et un corps coupé sont dits clairement', async () => {
  repondre(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(await refusDe(appeler(lire, {}))).toMatchObject({
    nature: 'reseau',
    titre: 'Le portail ne répond pas.',
  });
  repondre(() => new Response('<h1>502 Bad Gateway</h1>', { status: 502 }));
  expect(await refusDe(appeler(lire, {}))).toMatchObject({ nature: 'defaut', code: 'reponse-illisible' });
  repondre(() => new Response('<h1>Portail captif</h1>', { status: 200 }));
  expect(await refusDe(appeler(lire, {}))).toMatchObject({ code: 'reponse-illisible' });
});

test('un appel abandonné garde son erreur d’abandon', async () => {
  repondre(() => Promise.reject(new DOMException('aborted', 'AbortError')));
  await expect(appeler(lire, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
});
