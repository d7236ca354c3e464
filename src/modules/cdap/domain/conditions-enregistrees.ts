import { z } from 'zod';
import { FORME_INSTRUCTEUR } from './codes.ts';
import { jourSchema, texteSchema } from './schema-elements.ts';

/**
 * What a right records for the conditions of its profile (CDAP-31): a diploma, an approval with its dates, the variant
 * of T5… Each key is the code of an attribution condition of the matrix.
 */

export const DIPLOMES = ['ass', 'cesf', 'educateur-specialise', 'autre-travail-social'] as const;
export const VARIANTES_T5 = ['departement', 'association', 'msa'] as const;
export type VarianteT5 = (typeof VARIANTES_T5)[number];
export const FONCTIONS_T12 = ['greffier', 'faisant-fonction-de-greffier', 'conseiller-probation'] as const;
export const QUALIFICATIONS_T22 = ['ass', 'cesf'] as const;

/** A deed with its first and last days, both included; `au` null: no end is fixed. */
const acteSchema = z.strictObject({ reference: texteSchema, du: jourSchema, au: jourSchema.nullable() });
export type ActeEnregistre = z.infer<typeof acteSchema>;

export const departementSchema = z.string().regex(/^(\d{2,3}|2[AB])$/);

const FORMES = {
  'departement-habilite': z.literal(true),
  diplome: z.enum(DIPLOMES),
  'conditions-ccas': z.literal(true),
  'referent-unique': z.literal(true),
  /** Numbers of the instructing services of the partner: the one typed at each reading is among them. */
  'instruction-rsa': z.strictObject({
    services: z.array(z.string().regex(FORME_INSTRUCTEUR)).min(1).max(50),
  }),
  variante: z.strictObject({
    variante: z.enum(VARIANTES_T5),
    departements: z.array(departementSchema).min(1).max(20),
  }),
  'contrat-departement': acteSchema,
  agrement: acteSchema,
  fonction: z.enum(FONCTIONS_T12),
  'agrement-fsl': acteSchema,
  'polyvalence-secteur': z.literal(true),
  /** The authority's threshold, in euros of QF: the reader learns on which side of it a family stands. */
  'ile-de-france': z.strictObject({ seuilQf: z.int().min(1).max(100_000) }),
  'usage-dalo-ccapex': z.discriminatedUnion('usage', [
    z.strictObject({ usage: z.literal('dalo') }),
    // Ccapex: for a time only, so its end is part of the record.
    z.strictObject({ usage: z.literal('ccapex'), au: jourSchema }),
  ]),
  qualification: z.enum(QUALIFICATIONS_T22),
} as const;

/** Codes of the conditions of which a right keeps a record. */
export type CodeEnregistre = keyof typeof FORMES;
export const CODES_ENREGISTRES = Object.keys(FORMES) as CodeEnregistre[];

export type ConditionsEnregistrees = {
  readonly [C in CodeEnregistre]?: z.infer<(typeof FORMES)[C]>;
};

/**
 * Reads what a right recorded. A record that has not the form of its condition counts as absent: the condition is then
 * not met, and nothing opens.
 */
export function lireConditions(json: Readonly<Record<string, unknown>>): ConditionsEnregistrees {
  const lues: Record<string, unknown> = {};
  for (const code of CODES_ENREGISTRES) {
    const lue = FORMES[code].safeParse(Object.hasOwn(json, code) ? json[code] : undefined);
    if (lue.success) lues[code] = lue.data;
  }
  return lues;
}
