/** A JSON schema, of which the page shows what OpenAPI publishes. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
}

interface Exemple {
  readonly summary: string;
}
interface OperationPubliee {
  readonly operationId: string;
  readonly summary: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content: Readonly<
          Record<string, { readonly schema: Schema; readonly examples?: Readonly<Record<string, Exemple>> }>
        >;
      }
    >
  >;
}
export interface ApiPubliee {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationPubliee>>>>;
}

export interface Refus {
  readonly statut: string;
  readonly code: string;
  readonly quand: string;
}

/** One route that a token may call. */
export interface Operation {
  readonly id: string;
  readonly methode: 'GET' | 'POST';
  readonly chemin: string;
  readonly titre: string;
  readonly service: string;
  /** The service that the token must open. */
  readonly portee: string;
  readonly entree: Schema | null;
  readonly sortie: Schema;
  readonly refus: readonly Refus[];
}

/** Routes that admit a token, readings first: they give what the others ask for. */
export const lireOperations = ({ paths }: ApiPubliee): Operation[] =>
  Object.entries(paths)
    .flatMap(([chemin, methodes]) =>
      Object.entries(methodes).flatMap(([methode, publiee]) => lireOperation(chemin, methode, publiee) ?? []),
    )
    .toSorted((a, b) => a.methode.localeCompare(b.methode));

function lireOperation(chemin: string, methode: string, publiee: OperationPubliee): Operation | null {
  const portee = publiee.security?.find((admis) => admis.jeton !== undefined)?.jeton?.[0];
  if (portee === undefined) return null;
  return {
    id: publiee.operationId,
    methode: methode === 'get' ? 'GET' : 'POST',
    chemin,
    titre: publiee.summary,
    service: publiee.tags?.[0] ?? '',
    portee,
    entree: publiee.requestBody?.content['application/json']?.schema ?? null,
    sortie: publiee.responses['200']?.content['application/json']?.schema ?? {},
    refus: Object.entries(publiee.responses).flatMap(([statut, { content }]) =>
      Object.entries(content['application/problem+json']?.examples ?? {}).map(([code, { summary }]) => ({
        statut,
        code,
        quand: summary,
      })),
    ),
  };
}

export interface Champ {
  /** « par.nom », « profils[].habilitation ». */
  readonly nom: string;
  readonly type: string;
  readonly requis: boolean;
  readonly description: string | null;
}

/** Fields of a schema, one line each, those of an object inside after it. */
export function lireChamps(schema: Schema, avant = ''): Champ[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([nom, dedans]) => {
    const chemin = avant === '' ? nom : `${avant}.${nom}`;
    const plein = sansNull(dedans);
    const feuille = plein.type === 'array' ? sansNull(plein.items ?? {}) : plein;
    return [
      {
        nom: chemin,
        type: direType(dedans),
        requis: required.includes(nom),
        description: dedans.description ?? null,
      },
      ...lireChamps(feuille, plein.type === 'array' ? `${chemin}[]` : chemin),
    ];
  });
}

/** What stands beside `null` in a value that may be absent. */
const sansNull = (schema: Schema): Schema =>
  schema.anyOf?.length === 2 && schema.anyOf.some(({ type }) => type === 'null')
    ? (schema.anyOf.find(({ type }) => type !== 'null') ?? schema)
    : schema;

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'identifiant (UUID)',
  date: 'jour (AAAA-MM-JJ)',
  'date-time': 'instant (UTC)',
};
const TYPES: Readonly<Record<string, string>> = {
  string: 'texte',
  integer: 'nombre entier',
  number: 'nombre',
  boolean: 'vrai ou faux',
  object: 'objet',
  array: 'liste',
  null: 'null',
};

/** « texte », « liste d’objets, ou null »… */
export function direType(schema: Schema): string {
  const plein = sansNull(schema);
  return plein === schema ? direTypePlein(schema) : `${direTypePlein(plein)}, ou null`;
}

function direTypePlein(schema: Schema): string {
  if (schema.const !== undefined) return `toujours ${JSON.stringify(schema.const)}`;
  if (schema.enum) return `l’un de : ${schema.enum.map(String).join(', ')}`;
  if (schema.anyOf) return schema.anyOf.map(direType).join(' ou ');
  if (schema.type === 'array') return `liste (${direType(schema.items ?? {})})`;
  return FORMATS[schema.format ?? ''] ?? TYPES[schema.type ?? ''] ?? 'selon le cas';
}

const UUID_EXEMPLE = '00000000-0000-0000-0000-000000000000';

/** A value of this form to begin from: what is required, examples where the schema gives them. */
export function exempleDe(schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf)
    return exempleDe(sansNull(schema) === schema ? (schema.anyOf[0] ?? {}) : sansNull(schema));
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema;
      return Object.fromEntries(required.map((nom) => [nom, exempleDe(properties[nom] ?? {})]));
    }
    case 'array':
      return [];
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    default:
      return schema.format === 'uuid' ? UUID_EXEMPLE : '';
  }
}

export const corpsInitial = ({ entree }: Operation): string =>
  entree === null ? '' : JSON.stringify(exempleDe(entree), null, 2);

/** The same call by hand; the token stays in a variable, away from the history of commands. */
export function direCurl({ methode, chemin, ...operation }: Operation, origine: string): string {
  const corps = operation.entree === null ? null : JSON.stringify(exempleDe(operation.entree));
  return [
    `curl ${methode === 'POST' ? '-X POST ' : ''}${origine}${chemin}`,
    '  -H "Authorization: Bearer $JETON"',
    ...(corps === null
      ? []
      : ["  -H 'Content-Type: application/json'", `  -d '${corps.replaceAll("'", "'\\''")}'`]),
  ].join(' \\\n');
}
