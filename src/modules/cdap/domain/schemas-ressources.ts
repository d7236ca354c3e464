import { z } from 'zod';
import { MOTIFS_QF_INCONNU, NATURES_RESSOURCE } from './codes.ts';
import {
  anneeSchema,
  centimesSchema,
  centimesSignesSchema,
  jourSchema,
  moisSchema,
  roleAdulteSchema,
} from './schema-elements.ts';

/** Blocks that say what the household earns, and the figure computed from it. */

const ligneSchema = z.strictObject({
  role: roleAdulteSchema,
  nature: z.enum(NATURES_RESSOURCE),
  /** Maintenance paid (nature 060) is negative: it is taken off. */
  montantCentimes: centimesSignesSchema,
});

export const ressourcesAnnuellesSchema = z.strictObject({
  /** The year N-2 that the current rights rest on. */
  annee: anneeSchema,
  lignes: z.array(ligneSchema).max(40),
  /** Abatements of the Caf, taken off the sum of the lines. */
  abattementsCentimes: centimesSchema,
  /** Sum of the lines less abatements, never below 0: the resources that the QF starts from; null if unknown. */
  totalRetenuCentimes: centimesSchema.nullable(),
});

export const ressourcesTrimestriellesSchema = z.strictObject({
  /** Most recent first. */
  declarations: z
    .array(
      z.strictObject({
        du: moisSchema,
        au: moisSchema,
        declareeLe: jourSchema,
        mois: z.array(z.strictObject({ mois: moisSchema, lignes: z.array(ligneSchema).max(20) })).length(3),
      }),
    )
    .max(12),
});

export const baseRessourcesEajeSchema = z.strictObject({
  annee: anneeSchema,
  /** Whole euros a year; null while the resources are not known. */
  baseAnnuelleEuros: z.int().min(0).nullable(),
  nombreEnfantsACharge: z.int().min(0).max(20),
  nombreEnfantsAeeh: z.int().min(0).max(20),
});

/** A QF that is known: whole euros, the month it holds for and the month it was computed in. */
export const valeurQfSchema = z.strictObject({
  valeur: z.int().min(0),
  mois: moisSchema,
  moisCalcul: moisSchema,
});

/**
 * The three states of a QF, which never merge (CDAP-05): 0 is a value, "not known" is not 0, and "no right
 * this month" does not hide the last value.
 */
export const etatQfSchema = z.discriminatedUnion('etat', [
  z.strictObject({
    etat: z.literal('valeur'),
    valeur: z.int().min(0),
    mois: moisSchema,
    moisCalcul: moisSchema,
  }),
  z.strictObject({ etat: z.literal('inconnu'), mois: moisSchema, motif: z.enum(MOTIFS_QF_INCONNU) }),
  z.strictObject({
    etat: z.literal('sans-droit'),
    mois: moisSchema,
    derniereValeur: valeurQfSchema.nullable(),
  }),
]);
export type EtatQf = z.infer<typeof etatQfSchema>;

/**
 * The figure, not its ingredients: a profile may see the QF without the resources and benefits behind it
 * (CDAP-06), so those stay in their own blocks and `expliquerQuotient` joins them for who sees them all.
 */
export const quotientFamilialSchema = z.strictObject({
  actuel: etatQfSchema,
  /** Number of parts, in steps of 0.25; null when a remote source gives the figure alone (CDAP-07). */
  parts: z.number().min(1).max(40).multipleOf(0.25).nullable(),
  /** Which funds a remote source had the figure from; absent from the Caf's own register. */
  fournisseur: z.enum(['CNAF', 'MSA']).optional(),
  /** Up to 24 months, most recent first; the first is the month of `actuel`. Empty from a remote source. */
  historique: z.array(etatQfSchema).max(24),
});
