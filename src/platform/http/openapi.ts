import { z } from 'zod';
import type { Contrat, DefinitionRoute } from '../../kernel/route.ts';

const probleme = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'Ce qui s’est passé, en français.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Code stable du refus.' },
    suite: { type: 'string', description: 'Quoi faire ensuite.' },
    champs: {
      type: 'array',
      items: { type: 'object', properties: { champ: { type: 'string' }, message: { type: 'string' } } },
    },
    details: { type: 'object' },
    reference: { type: 'string', description: 'Référence à donner à l’assistance.' },
  },
  required: ['type', 'title', 'status', 'code', 'reference'],
};

/** OpenAPI 3.1 document of the route table: the very schemas that the door applies, nothing written twice. */
export function decrireApi(contrats: readonly Contrat[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const contrat of contrats) {
    for (const [nom, definition] of Object.entries(contrat)) {
      paths[definition.chemin] = {
        ...paths[definition.chemin],
        [definition.methode.toLowerCase()]: decrireRoute(nom, definition),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Passerelle', version, license: { name: 'EUPL-1.2' } },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-passerelle' } },
      schemas: { Probleme: probleme },
    },
  };
}

function decrireRoute(nom: string, d: DefinitionRoute): Record<string, unknown> {
  const { $schema: _, ...entree } = z.toJSONSchema(d.entree, { io: 'input', unrepresentable: 'any' });
  const { $schema: __, ...sortie } = z.toJSONSchema(d.sortie, { io: 'output', unrepresentable: 'any' });
  const refus = {
    description: 'Refus',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Probleme' } } },
  };
  return {
    operationId: nom,
    summary: d.libelle,
    ...(d.acces.genre === 'public' ? {} : { security: [{ session: [] }] }),
    ...(d.methode === 'POST'
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              (d.depot ?? ['application/json']).map((type) => [
                type,
                { schema: d.depot ? { type: 'string', format: 'binary' } : entree },
              ]),
            ),
          },
          ...(d.depot
            ? {
                parameters: [
                  {
                    in: 'header',
                    name: 'x-entree',
                    required: true,
                    description: 'JSON encodé pour une adresse.',
                    content: { 'application/json': { schema: entree } },
                  },
                ],
              }
            : {}),
        }
      : {}),
    responses: {
      200: d.flux
        ? {
            description: 'Fichier',
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          }
        : { description: 'Fait', content: { 'application/json': { schema: sortie } } },
      ...Object.fromEntries([400, 401, 403, 404, 409, 422, 429].map((statut) => [statut, refus])),
    },
  };
}
