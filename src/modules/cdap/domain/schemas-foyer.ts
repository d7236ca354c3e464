import { z } from 'zod';
import {
  ACTIVITES,
  ETATS_DOSSIER,
  LIENS_ENFANT,
  MESURES_PROTECTION,
  MOTIFS_NON_CHARGE,
  SITUATIONS_FAMILIALES,
} from './codes.ts';
import {
  cafCodeSchema,
  codeInseeSchema,
  datePartielleSchema,
  jourSchema,
  moisSchema,
  numeroSchema,
  prenomsSchema,
  rangEnfantSchema,
  roleAdulteSchema,
  sexeSchema,
  texteSchema,
} from './schema-elements.ts';

/** Blocks that say who the household is, where it lives and who looks after its file. */

export const adulteSchema = z.strictObject({
  role: roleAdulteSchema,
  civilite: z.enum(['M', 'MME']),
  nomNaissance: texteSchema,
  nomUsage: texteSchema.nullable(),
  prenoms: prenomsSchema,
  dateNaissance: datePartielleSchema.nullable(),
  lieuNaissance: z.strictObject({
    /** Empty text never stands for "unknown": null does. */
    commune: texteSchema.nullable(),
    /** Commune code of the Insee; null for a birth abroad. */
    codeInsee: codeInseeSchema.nullable(),
    /** Country in words. */
    pays: texteSchema,
    /** Country code of the Insee, 99100 for France. */
    codePays: z.string().regex(/^99\d{3}$/),
  }),
  sexe: sexeSchema,
});

/** One or two adults; the first is the person in charge of the file. */
export const identiteSchema = z.strictObject({ adultes: z.array(adulteSchema).min(1).max(2) });

export const numeroDossierSchema = z.strictObject({
  cafCode: cafCodeSchema,
  numero: numeroSchema,
  etat: z.enum(ETATS_DOSSIER),
  /** Day since which the file is in this state. */
  depuis: jourSchema,
});

/** NIR with its key, 15 characters; numbers that begin with 7 or 8 are temporary (CDAP-03). */
export const nirSchema = z.strictObject({
  adultes: z
    .array(
      z.strictObject({
        role: roleAdulteSchema,
        nir: z
          .string()
          .regex(/^[12378]\d{4}(?:\d{2}|2[AB])\d{8}$/)
          .nullable(),
      }),
    )
    .min(1)
    .max(2),
});

export const uneAdresseSchema = z.strictObject({
  complement: texteSchema.nullable(),
  complementGeographique: texteSchema.nullable(),
  voie: texteSchema.nullable(),
  lieuDit: texteSchema.nullable(),
  codePostal: z.string().regex(/^\d{5}$/),
  commune: texteSchema,
  codeInsee: codeInseeSchema.nullable(),
  pays: texteSchema,
  nature: z.enum(['definitive', 'provisoire', 'retour']),
  depuis: jourSchema,
  /** Last day; null for the current address. */
  jusqua: jourSchema.nullable(),
});

export const adresseSchema = z.strictObject({
  actuelle: uneAdresseSchema.nullable(),
  /** Most recent first. */
  precedentes: z.array(uneAdresseSchema).max(2),
});

export const enfantSchema = z.strictObject({
  rang: rangEnfantSchema,
  nomNaissance: texteSchema,
  nomUsage: texteSchema.nullable(),
  prenoms: prenomsSchema,
  dateNaissance: datePartielleSchema.nullable(),
  communeNaissance: codeInseeSchema.nullable(),
  sexe: sexeSchema,
  lien: z.enum(LIENS_ENFANT),
  aCharge: z.boolean(),
  /** Why the child is not counted; null for a dependent child. */
  motifNonCharge: z.enum(MOTIFS_NON_CHARGE).nullable(),
  /** Last month as a dependent child, when it is known. */
  aChargeJusqua: moisSchema.nullable(),
  gardeAlternee: z.boolean(),
});

/** Always today's composition: the Caf keeps no history of it. */
export const familleSchema = z.strictObject({
  situation: z.enum(SITUATIONS_FAMILIALES),
  depuis: jourSchema.nullable(),
  conjoint: z.strictObject({ vieCommuneDepuis: jourSchema.nullable() }).nullable(),
  enfants: z.array(enfantSchema).max(20),
  naissancePrevue: moisSchema.nullable(),
});

export const situationProSchema = z.strictObject({
  adultes: z
    .array(
      z.strictObject({
        role: roleAdulteSchema,
        activite: z.enum(ACTIVITES),
        depuis: jourSchema.nullable(),
        precedentes: z
          .array(z.strictObject({ activite: z.enum(ACTIVITES), depuis: jourSchema, jusqua: jourSchema }))
          .max(5),
      }),
    )
    .min(1)
    .max(2),
});

export const protectionSchema = z.strictObject({
  mesure: z.enum(MESURES_PROTECTION),
  role: roleAdulteSchema,
  du: jourSchema,
  /** Last day; null while no end is fixed. */
  au: jourSchema.nullable(),
  jugement: z.strictObject({ tribunal: texteSchema, le: jourSchema }).nullable(),
  /** Who acts for the person. */
  organisme: z.strictObject({
    nom: texteSchema,
    reference: texteSchema,
    /** Ties the protector to the file (CDAP-16); null for a person without establishment. */
    siret: z
      .string()
      .regex(/^\d{14}$/)
      .nullable(),
  }),
  /** Whether the benefits are paid to that body. */
  tiersPaye: z.boolean(),
});

const organismeSchema = z.strictObject({
  nature: z.enum(['caf', 'msa']),
  /** Code of the Caf, or of the department for the MSA. */
  code: cafCodeSchema,
});

export const mutationSchema = z.strictObject({
  sens: z.enum(['entrante', 'sortante']),
  organisme: organismeSchema,
  /** Number at the other body; null until it has given one. */
  numero: numeroSchema.nullable(),
  le: jourSchema,
  etat: z.enum(['en-cours', 'terminee']),
});

export const affiliationSchema = z.strictObject({
  /** Body that holds the rights today. */
  organisme: organismeSchema,
  depuis: jourSchema,
  mutations: z.array(mutationSchema).max(10),
  fusion: z.strictObject({ cafCode: cafCodeSchema, numero: numeroSchema, le: jourSchema }).nullable(),
});
