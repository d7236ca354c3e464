import { z } from 'zod';
import type { Contrat, DefinitionRoute } from '../../kernel/route.ts';
import { NOM_COOKIE } from './porte.ts';

/** One refusal that a route may answer, as a program tells it from the others and as a person reads it. */
export interface RefusPublie {
  readonly statut: number;
  readonly code: string;
  readonly titre: string;
  /** When it comes; the title alone when it says enough. */
  readonly quand?: string;
}

/** What the contracts do not say by themselves; given by the composition root. */
export interface MotsApi {
  /** A module of routes, by its name in the table. */
  readonly services: Readonly<Record<string, { readonly nom: string; readonly description: string }>>;
  /** Refusals that come from the rules of a route, besides those of the door; by « module.route ». */
  readonly refus: Readonly<Record<string, readonly RefusPublie[]>>;
}

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

const REFERENCE = '01982f5c-0000-7000-8000-000000000000';

const DESCRIPTION = [
  'API de Passerelle, celle dont se servent ses écrans.',
  'Un logiciel appelle les routes qui admettent un jeton : une personne le crée dans « Mon compte », pour 90 jours au plus, et il n’ouvre que ce qu’elle peut faire à l’instant de l’appel.',
  'Chaque appel est tracé au nom de la personne, avec le nom du jeton.',
].join(' ');

const SCHEMAS_SECURITE = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: NOM_COOKIE,
    description: 'Session d’une personne connectée dans son navigateur.',
  },
  jeton: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'passerelle_…',
    description:
      'Jeton d’API d’une personne, borné aux services qu’elle a choisis. « Authorization: Bearer », une espace, puis le jeton entier.',
  },
};

/** OpenAPI 3.1 document of the route table: the very schemas that the door applies, nothing written twice. */
export function decrireApi(
  contrats: Readonly<Record<string, Contrat>>,
  version: string,
  mots: MotsApi = { services: {}, refus: {} },
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [module, contrat] of Object.entries(contrats)) {
    for (const [nom, definition] of Object.entries(contrat)) {
      paths[definition.chemin] = {
        ...paths[definition.chemin],
        [definition.methode.toLowerCase()]: decrireRoute(module, nom, definition, mots),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Passerelle', version, description: DESCRIPTION, license: { name: 'EUPL-1.2' } },
    tags: Object.keys(contrats).map((module) => decrireService(module, mots)),
    paths,
    components: { securitySchemes: SCHEMAS_SECURITE, schemas: { Probleme: probleme } },
  };
}

const nomDuService = (module: string, { services }: MotsApi): string => services[module]?.nom ?? module;

function decrireService(module: string, mots: MotsApi) {
  const description = mots.services[module]?.description;
  return { name: nomDuService(module, mots), ...(description === undefined ? {} : { description }) };
}

function decrireRoute(
  module: string,
  nom: string,
  d: DefinitionRoute,
  mots: MotsApi,
): Record<string, unknown> {
  const { $schema: _, ...entree } = z.toJSONSchema(d.entree, { io: 'input', unrepresentable: 'any' });
  const { $schema: __, ...sortie } = z.toJSONSchema(d.sortie, { io: 'output', unrepresentable: 'any' });
  const description = decrireAcces(d);
  return {
    operationId: `${module}_${nom}`,
    tags: [nomDuService(module, mots)],
    summary: d.libelle,
    ...(description === '' ? {} : { description }),
    ...securiteDe(d),
    ...(d.methode === 'POST' ? corpsDe(d, entree) : parametresDe(entree)),
    responses: {
      ...reussite(d, sortie),
      ...decrireRefus([...refusDeLaPorte(d), ...(mots.refus[`${module}.${nom}`] ?? [])]),
    },
  };
}

/** A route that admits tokens takes either; the name between brackets is the service that the token must open. */
function securiteDe({ acces, portee }: DefinitionRoute): { security?: readonly Record<string, string[]>[] } {
  if (acces.genre === 'public') return {};
  return { security: [{ session: [] }, ...(portee === undefined ? [] : [{ jeton: [portee] }])] };
}

const decrireAcces = (d: DefinitionRoute): string =>
  [
    ...(d.portee === undefined ? [] : [`Appelable avec un jeton dont la portée comprend « ${d.portee} ».`]),
    ...(d.confirmation ? ['Demande une preuve d’identité de moins de dix minutes.'] : []),
  ].join(' ');

type Schema = Readonly<Record<string, unknown>>;

function corpsDe(d: DefinitionRoute, entree: Schema): Schema {
  if (d.depot === undefined) {
    const type = d.formulaire ? 'application/x-www-form-urlencoded' : 'application/json';
    return { requestBody: { required: true, content: { [type]: { schema: entree } } } };
  }
  return {
    requestBody: {
      required: true,
      content: Object.fromEntries(
        d.depot.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
      ),
    },
    parameters: [
      {
        in: 'header',
        name: 'x-entree',
        required: true,
        description: 'JSON encodé pour une adresse.',
        content: { 'application/json': { schema: entree } },
      },
    ],
  };
}

/** What a reading takes stands in its address. */
function parametresDe(entree: Schema): Schema {
  const requis = (entree.required ?? []) as readonly string[];
  const parameters = Object.entries((entree.properties ?? {}) as Readonly<Record<string, Schema>>).map(
    ([name, schema]) => ({ in: 'query', name, required: requis.includes(name), schema }),
  );
  return parameters.length === 0 ? {} : { parameters };
}

function reussite(d: DefinitionRoute, sortie: Schema): Schema {
  if (d.redirection) {
    const headers = { location: { required: true, schema: { type: 'string' } } };
    return { 303: { description: 'Envoie le navigateur ailleurs, refus compris', headers } };
  }
  if (d.flux) {
    const fichier = { schema: { type: 'string', format: 'binary' } };
    return { 200: { description: 'Fichier', content: { 'application/octet-stream': fichier } } };
  }
  return { 200: { description: 'Fait', content: { 'application/json': { schema: sortie } } } };
}

/** Refusals that the door itself gives, before any rule of the route. */
function refusDeLaPorte({
  acces,
  portee,
  confirmation,
  methode,
  redirection,
}: DefinitionRoute): RefusPublie[] {
  const deSession: RefusPublie[] = [
    {
      statut: 401,
      code: 'session-absente',
      titre: 'Votre session est terminée.',
      quand: 'Pas de session, ou pas complète.',
    },
    ...(portee === undefined
      ? []
      : [
          {
            statut: 401,
            code: 'jeton-refuse',
            titre: 'Ce jeton n’ouvre rien : il est mal écrit, échu ou révoqué.',
            quand: 'Jeton mal écrit, échu, révoqué, ou dont la personne n’a plus d’accès.',
          },
        ]),
    {
      statut: 403,
      code: 'jeton-hors-portee',
      titre: 'Ce jeton ne donne pas accès à cette route.',
      quand:
        portee === undefined
          ? 'Aucun jeton n’ouvre cette route.'
          : `La portée du jeton ne comprend pas « ${portee} ».`,
    },
    ...(acces.genre === 'session'
      ? [
          {
            statut: 403,
            code: 'role-insuffisant',
            titre: 'Votre rôle ne donne pas accès à cette page.',
            quand: 'Le rôle de la personne n’ouvre pas cette route.',
          },
        ]
      : []),
    ...(confirmation
      ? [{ statut: 403, code: 'confirmation-requise', titre: 'Confirmez que c’est bien vous.' }]
      : []),
  ];
  return [
    {
      statut: 400,
      code: 'saisie-invalide',
      titre: 'Corrigez les champs signalés.',
      quand: 'Un champ manque, est inconnu ou mal formé ; « champs » les nomme.',
    },
    ...(acces.genre === 'public' ? [] : deSession),
    ...(acces.genre === 'public' && (methode === 'POST' || redirection)
      ? [
          {
            statut: 429,
            code: 'trop-de-demandes',
            titre: 'Trop de demandes viennent de votre réseau.',
            quand: 'Attendez le temps que dit « Retry-After ».',
          },
        ]
      : []),
    {
      statut: 503,
      code: 'base-indisponible',
      titre: 'Le portail ne peut pas répondre pour le moment.',
      quand: 'Rien n’a été montré ni enregistré ; attendez le temps que dit « Retry-After ».',
    },
  ];
}

const REFUS_GENERIQUES = [404, 409, 422, 429] as const;

/** One answer by status, each of its codes as an example; a status without a known code is said all the same. */
function decrireRefus(refus: readonly RefusPublie[]): Record<string, unknown> {
  const statuts = new Set([...refus.map(({ statut }) => statut), ...REFUS_GENERIQUES]);
  return Object.fromEntries(
    [...statuts]
      .toSorted((a, b) => a - b)
      .map((statut) => {
        const connus = refus.filter((r) => r.statut === statut);
        const examples = Object.fromEntries(
          connus.map(({ code, titre, quand }) => [
            code,
            {
              summary: quand ?? titre,
              value: { type: 'about:blank', status: statut, code, title: titre, reference: REFERENCE },
            },
          ]),
        );
        return [
          statut,
          {
            description: 'Refus',
            content: {
              'application/problem+json': {
                schema: { $ref: '#/components/schemas/Probleme' },
                ...(connus.length === 0 ? {} : { examples }),
              },
            },
          },
        ];
      }),
  );
}
