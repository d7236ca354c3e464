import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONTRATS } from '../../apps/contrats.ts';
import { accesConnecte, accesPublic, type Contrat, route } from '../../kernel/route.ts';
import { decrireApi, type MotsApi } from './openapi.ts';

const commun = { action: 'essai', trace: 'aucune', libelle: 'Essai.', sortie: z.strictObject({}) } as const;
const ESSAI = {
  lire: route({
    ...commun,
    methode: 'GET',
    chemin: '/api/essai',
    acces: accesConnecte,
    portee: 'cdap',
    entree: z.strictObject({ page: z.string().optional(), taille: z.string() }),
  }),
  ecrire: route({
    ...commun,
    methode: 'POST',
    chemin: '/api/essai',
    acces: accesConnecte,
    confirmation: true,
    entree: z.strictObject({ nom: z.string().meta({ examples: ['Nom'] }) }),
  }),
  entrer: route({
    ...commun,
    methode: 'POST',
    chemin: '/api/entree',
    acces: accesPublic,
    entree: z.strictObject({}),
  }),
} satisfies Contrat;

const MOTS: MotsApi = {
  services: { essai: { nom: 'Essais', description: 'Routes d’essai.' } },
  refus: { 'essai.lire': [{ statut: 409, code: 'occupe', titre: 'Occupé.', quand: 'Déjà pris.' }] },
};

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly description?: string;
  readonly security?: readonly Record<string, string[]>[];
  readonly parameters?: readonly { name: string; required: boolean }[];
  readonly responses: Readonly<
    Record<
      string,
      { content: Record<string, { examples?: Record<string, { summary: string; value: object }> }> }
    >
  >;
}
interface Api {
  readonly tags: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: Readonly<Record<string, object>> };
}

const api = decrireApi({ essai: ESSAI }, '1.2.3', MOTS) as unknown as Api;
const operation = (chemin: string, methode: string): Operation => {
  const trouvee = api.paths[chemin]?.[methode];
  if (trouvee === undefined) throw new Error(`${methode} ${chemin} is not described`);
  return trouvee;
};
const codesDe = (op: Operation, statut: number): string[] =>
  Object.keys(op.responses[statut]?.content['application/problem+json']?.examples ?? {});

describe('ACC-09 description publiée de l’API', () => {
  test('une route à portée admet la session ou un jeton de ce service ; une autre la session seule ; une publique rien', () => {
    expect(operation('/api/essai', 'get').security).toEqual([{ session: [] }, { jeton: ['cdap'] }]);
    expect(operation('/api/essai', 'get').description).toContain('« cdap »');
    expect(operation('/api/essai', 'post').security).toEqual([{ session: [] }]);
    expect(operation('/api/entree', 'post').security).toBeUndefined();
    expect(api.components.securitySchemes.jeton).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(api.components.securitySchemes.session).toMatchObject({ in: 'cookie', name: '__Host-passerelle' });
  });

  test('chaque route est rangée sous son service, décrit une fois', () => {
    expect(api.tags).toEqual([{ name: 'Essais', description: 'Routes d’essai.' }]);
    expect(operation('/api/essai', 'get').tags).toEqual(['Essais']);
  });

  test('une lecture dit ses paramètres d’adresse, une écriture n’en a pas', () => {
    expect(operation('/api/essai', 'get').parameters).toMatchObject([
      { name: 'page', required: false },
      { name: 'taille', required: true },
    ]);
    expect(operation('/api/essai', 'post').parameters).toBeUndefined();
  });

  test('les refus de la porte et ceux de la route sont des exemples, par statut', () => {
    const lire = operation('/api/essai', 'get');
    expect(codesDe(lire, 401)).toEqual(['session-absente', 'jeton-refuse']);
    expect(codesDe(lire, 403)).toEqual(['jeton-hors-portee', 'role-insuffisant']);
    expect(codesDe(lire, 409)).toEqual(['occupe']);
    const exemple = lire.responses[409]?.content['application/problem+json']?.examples?.occupe;
    expect(exemple?.summary).toBe('Déjà pris.');
    expect(exemple?.value).toMatchObject({ status: 409, code: 'occupe', title: 'Occupé.' });
    expect(codesDe(operation('/api/essai', 'post'), 401)).toEqual(['session-absente']);
    expect(codesDe(operation('/api/essai', 'post'), 403)).toContain('confirmation-requise');
    expect(codesDe(operation('/api/entree', 'post'), 403)).toEqual([]);
    expect(codesDe(operation('/api/entree', 'post'), 429)).toEqual(['trop-de-demandes']);
  });

  test('dans la table entière, chaque nom d’opération est unique et sert à un générateur de clients', () => {
    const tout = decrireApi(CONTRATS, '1.2.3') as unknown as Api;
    const noms = Object.values(tout.paths).flatMap((chemin) =>
      Object.values(chemin).map(({ operationId }) => operationId),
    );
    expect(noms.length).toBeGreaterThan(40);
    expect(new Set(noms).size).toBe(noms.length);
    expect(noms.filter((nom) => !/^[a-z]+_[A-Za-z]+$/.test(nom))).toEqual([]);
  });
});
