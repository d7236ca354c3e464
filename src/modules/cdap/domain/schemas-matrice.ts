import { z } from 'zod';
import { EFFETS_CHANGEMENT, OBJETS_CHANGEMENT } from './comparer-matrices.ts';
import { matriceBruteSchema } from './matrice.ts';

/** What the screen of the matrix and the server tell each other (CDAP-10). */

export const changementSchema = z.strictObject({
  cle: z.string(),
  profil: z.string().nullable(),
  objet: z.enum(OBJETS_CHANGEMENT),
  element: z.string(),
  avant: z.string().nullable(),
  apres: z.string().nullable(),
  effet: z.enum(EFFETS_CHANGEMENT),
});

export const versionMatriceSchema = z.strictObject({
  version: z.int(),
  catalogue: z.enum(['2017', '2025']),
  etat: z.enum(['en-vigueur', 'a-venir', 'passee', 'annulee']),
  /** From when it applies, or would have applied. */
  du: z.iso.datetime(),
  au: z.iso.datetime().nullable(),
  motif: z.string(),
  auteur: z.string(),
  creeeLe: z.iso.datetime().nullable(),
  annulation: z.strictObject({ le: z.iso.datetime(), par: z.string(), motif: z.string() }).nullable(),
  /** The version that it was made from; null for the first of its catalogue. */
  precedente: z.int().nullable(),
  changements: z.array(changementSchema),
});
export type VersionMatrice = z.infer<typeof versionMatriceSchema>;

/** Judged as one field: a path inside it would hold what was typed, and go to the traces (TRA-03). */
const contenuSchema = z.unknown().transform((json, ctx) => {
  const lu = matriceBruteSchema.safeParse(json);
  if (lu.success) return lu.data;
  ctx.addIssue({ code: 'custom', message: 'La matrice n’a pas la forme attendue.' });
  return z.NEVER;
});

export const propositionSchema = z.strictObject({
  versionLue: z.int('Dites de quelle version vous partez.'),
  contenu: contenuSchema,
});

export const apercuMatriceSchema = z.strictObject({
  versionLue: z.int(),
  catalogue: z.enum(['2017', '2025']),
  changements: z.array(changementSchema),
  /** Active rights of each profile that changes, all Cafs together. */
  profils: z.array(z.strictObject({ profil: z.string(), droits: z.int(), personnes: z.int() })),
});
export type ApercuMatrice = z.infer<typeof apercuMatriceSchema>;
