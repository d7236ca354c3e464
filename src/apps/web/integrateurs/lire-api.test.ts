import { describe, expect, test } from 'vitest';
import {
  corpsInitial,
  direCurl,
  direType,
  exempleDe,
  lireChamps,
  lireOperations,
  type Schema,
} from './lire-api.ts';

const ENTREE: Schema = {
  type: 'object',
  required: ['habilitation', 'numero'],
  properties: {
    habilitation: { type: 'string', format: 'uuid', description: 'Le droit.' },
    numero: { type: 'string', examples: ['12345'] },
    motif: { type: 'string' },
  },
};
const reponses = {
  200: { content: { 'application/json': { schema: { type: 'object' } } } },
  403: {
    content: {
      'application/problem+json': { schema: {}, examples: { 'droit-absent': { summary: 'Pas ce droit.' } } },
    },
  },
};
const operation = (plus: object) => ({
  operationId: 'cdap_consulter',
  summary: 'Lit un dossier.',
  tags: ['Cdap'],
  security: [{ session: [] }, { jeton: ['cdap'] }],
  requestBody: { content: { 'application/json': { schema: ENTREE } } },
  responses: reponses,
  ...plus,
});

describe('ACC-09 lire la description de l’API', () => {
  test('seules les routes qui admettent un jeton, les lectures d’abord', () => {
    const lues = lireOperations({
      paths: {
        '/api/a': { post: operation({}) },
        '/api/b': { post: operation({ operationId: 'b', security: [{ session: [] }] }) },
        '/api/c': { post: operation({ operationId: 'c', security: undefined }) },
        '/api/d': { get: operation({ operationId: 'd', requestBody: undefined }) },
      },
    });
    expect(lues.map(({ id, methode, portee }) => [id, methode, portee])).toEqual([
      ['d', 'GET', 'cdap'],
      ['cdap_consulter', 'POST', 'cdap'],
    ]);
    expect(lues[1]?.refus).toEqual([{ statut: '403', code: 'droit-absent', quand: 'Pas ce droit.' }]);
    expect(lues[0]?.entree).toBeNull();
  });

  test('les champs d’un objet dans une liste, et d’un objet qui peut manquer, se lisent à leur place', () => {
    const champs = lireChamps({
      type: 'object',
      required: ['profils'],
      properties: {
        profils: { type: 'array', items: { type: 'object', properties: { code: { type: 'string' } } } },
        caf: { anyOf: [{ type: 'object', properties: { nom: { type: 'string' } } }, { type: 'null' }] },
      },
    });
    expect(champs.map(({ nom, type, requis }) => [nom, type, requis])).toEqual([
      ['profils', 'liste (objet)', true],
      ['profils[].code', 'texte', false],
      ['caf', 'objet, ou null', false],
      ['caf.nom', 'texte', false],
    ]);
  });

  test.each<[Schema, string]>([
    [{ type: 'string', format: 'uuid' }, 'identifiant (UUID)'],
    [{ type: 'string', enum: ['a', 'b'] }, 'l’un de : a, b'],
    [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'instant (UTC), ou null'],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, 'texte ou nombre entier'],
    [{ type: 'boolean', const: true }, 'toujours true'],
    [{}, 'selon le cas'],
  ])('%o se dit « %s »', (schema, dit) => expect(direType(schema)).toBe(dit));

  test('le corps proposé a ce qui est exigé, avec les exemples du schéma', () => {
    const [lue] = lireOperations({ paths: { '/api/a': { post: operation({}) } } });
    if (lue === undefined) throw new Error('the route was not read');
    expect(JSON.parse(corpsInitial(lue))).toEqual({
      habilitation: '00000000-0000-0000-0000-000000000000',
      numero: '12345',
    });
    expect(exempleDe({ type: 'object', example: { nom: 'X' }, required: ['y'] })).toEqual({ nom: 'X' });
    expect(exempleDe({ anyOf: [{ type: 'null' }, { type: 'integer' }] })).toBe(0);
  });

  test('la commande curl se colle telle quelle : le jeton vient d’une variable, une apostrophe ne la coupe pas', () => {
    const [lue] = lireOperations({
      paths: {
        '/api/a': {
          post: operation({
            requestBody: { content: { 'application/json': { schema: { example: { nom: "D'Exemple" } } } } },
          }),
        },
      },
    });
    if (lue === undefined) throw new Error('the route was not read');
    expect(direCurl(lue, 'https://portail.exemple')).toBe(
      [
        'curl -X POST https://portail.exemple/api/a \\',
        '  -H "Authorization: Bearer $JETON" \\',
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"nom":"D'\\''Exemple"}'`,
      ].join('\n'),
    );
  });
});
