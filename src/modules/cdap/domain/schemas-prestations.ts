import { z } from 'zod';
import {
  AIDES_LOGEMENT,
  DEMARCHES,
  ETATS_DROIT,
  ETATS_RSA,
  MODES_GARDE,
  MOTIFS_CLOTURE_RSA,
  NATURES_CREANCE,
  NATURES_RSA,
  ORIENTATIONS_RSA,
  PIECES_ATTENDUES,
  PRESTATIONS,
  SITUATIONS_ASF,
  STATUTS_LOGEMENT,
  TYPES_INSTRUCTEUR,
} from './codes.ts';
import {
  centimesSchema,
  jourSchema,
  moisSchema,
  rangEnfantSchema,
  roleAdulteSchema,
  texteSchema,
} from './schema-elements.ts';

/** Blocks that say what the Caf pays, claims and waits for. */

export const prestationSchema = z.enum(PRESTATIONS);

export const droitPrestationSchema = z.strictObject({
  prestation: prestationSchema,
  etat: z.enum(ETATS_DROIT),
  du: moisSchema,
  /** Last month of the right; null while no end is known. */
  au: moisSchema.nullable(),
  /** Null for a refused right, and for one whose amount is not computed. */
  montantMensuelCentimes: centimesSchema.nullable(),
});
export const droitsSchema = z.strictObject({ droits: z.array(droitPrestationSchema).max(60) });

export const paiementSchema = z.strictObject({
  /** Month that the payment is for. */
  mois: moisSchema,
  le: jourSchema,
  prestation: prestationSchema,
  destinataire: z.strictObject({
    nature: z.enum(['allocataire', 'bailleur', 'protection', 'employeur-garde']),
    nom: texteSchema.nullable(),
    siret: z
      .string()
      .regex(/^\d{14}$/)
      .nullable(),
  }),
  montantCentimes: centimesSchema,
  /** What the amount was computed from; kept for the differential supplement of border workers only. */
  baseCalculCentimes: centimesSchema.nullable(),
});
export const paiementsSchema = z.strictObject({ paiements: z.array(paiementSchema).max(200) });

export const creanceSchema = z.strictObject({
  reference: texteSchema,
  nature: z.enum(NATURES_CREANCE),
  prestation: prestationSchema.nullable(),
  du: moisSchema,
  au: moisSchema,
  constateeLe: jourSchema,
  montantInitialCentimes: centimesSchema,
  soldeCentimes: centimesSchema,
  /** Taken off the monthly payment. */
  retenueMensuelleCentimes: centimesSchema,
});
export const creancesSchema = z.strictObject({ creances: z.array(creanceSchema).max(50) });

export const logementSchema = z.strictObject({
  statut: z.enum(STATUTS_LOGEMENT),
  depuis: jourSchema.nullable(),
  loyerMensuelCentimes: centimesSchema.nullable(),
  mensualitePretCentimes: centimesSchema.nullable(),
  surfaceM2: z.int().min(1).max(2000).nullable(),
  bailleur: z
    .strictObject({
      nom: texteSchema,
      siret: z
        .string()
        .regex(/^\d{14}$/)
        .nullable(),
      social: z.boolean(),
    })
    .nullable(),
  aide: z
    .strictObject({
      prestation: z.enum(AIDES_LOGEMENT),
      montantMensuelCentimes: centimesSchema,
      depuis: moisSchema,
      /** Third-party payment: the aid goes to the landlord. */
      tiersPayant: z.boolean(),
    })
    .nullable(),
  impayes: z
    .strictObject({ depuis: moisSchema, montantCentimes: centimesSchema, planApurement: z.boolean() })
    .nullable(),
});

export const rsaSchema = z.strictObject({
  etat: z.enum(ETATS_RSA),
  nature: z.enum(NATURES_RSA),
  numeroDemande: z.string().regex(/^[0-9A-Z]{11}$/),
  demandeLe: jourSchema,
  clotureLe: jourSchema.nullable(),
  motifCloture: z.enum(MOTIFS_CLOTURE_RSA).nullable(),
  dernierMois: moisSchema.nullable(),
  soumisDroitsEtDevoirs: z.boolean(),
  orientation: z.enum(ORIENTATIONS_RSA).nullable(),
  /** Nine characters: department (3), type letter, commune (3), approval (2). */
  serviceInstructeur: z.strictObject({
    departement: z.string().regex(/^\d{3}$/),
    type: z.enum(TYPES_INSTRUCTEUR),
    commune: z.string().regex(/^\d{3}$/),
    agrement: z.string().regex(/^\d{2}$/),
  }),
  suspensions: z
    .array(z.strictObject({ nature: z.enum(['droit', 'versement']), motif: texteSchema, depuis: jourSchema }))
    .max(10),
});

export const pensionsAlimentairesSchema = z.strictObject({
  recues: z
    .array(
      z.strictObject({
        rangEnfant: rangEnfantSchema,
        montantFixeCentimes: centimesSchema.nullable(),
        jugementLe: jourSchema.nullable(),
        /** Whether the maintenance passes through the Caf. */
        intermediation: z.boolean(),
      }),
    )
    .max(20),
  versees: z
    .array(z.strictObject({ role: roleAdulteSchema, montantMensuelCentimes: centimesSchema }))
    .max(20),
  asf: z
    .strictObject({
      situation: z.enum(SITUATIONS_ASF),
      depuis: moisSchema,
      montantMensuelCentimes: centimesSchema,
      rangsEnfants: z.array(rangEnfantSchema).max(20),
    })
    .nullable(),
});

export const handicapSchema = z.strictObject({
  aah: z
    .array(
      z.strictObject({
        role: roleAdulteSchema,
        taux: z.enum(['50-79', '80-et-plus']),
        depuis: moisSchema,
        jusqua: moisSchema.nullable(),
        montantMensuelCentimes: centimesSchema,
      }),
    )
    .max(2),
  aeeh: z
    .array(
      z.strictObject({
        rangEnfant: rangEnfantSchema,
        /** 0 is the basic allowance, 1 to 6 its supplements. */
        complement: z.int().min(0).max(6),
        depuis: moisSchema,
        jusqua: moisSchema.nullable(),
        montantMensuelCentimes: centimesSchema,
      }),
    )
    .max(20),
});

export const cmgSchema = z.strictObject({
  demandes: z
    .array(
      z.strictObject({
        mode: z.enum(MODES_GARDE),
        etat: z.enum(['en-cours', 'ouverte', 'close', 'refusee']),
        deposeeLe: jourSchema,
        du: moisSchema.nullable(),
        au: moisSchema.nullable(),
        rangEnfant: rangEnfantSchema,
        montantMensuelCentimes: centimesSchema.nullable(),
        numeroPajemploi: z
          .string()
          .regex(/^Y\d{8}$/)
          .nullable(),
      }),
    )
    .min(1)
    .max(20),
});

export const demarchesSchema = z.strictObject({
  attendus: z
    .array(
      z.strictObject({
        piece: z.enum(PIECES_ATTENDUES),
        demandeeLe: jourSchema,
        /** Benefits that wait for it. */
        bloque: z.array(prestationSchema).max(10),
      }),
    )
    .max(20),
  enCours: z
    .array(
      z.strictObject({
        demarche: z.enum(DEMARCHES),
        deposeeLe: jourSchema,
        etat: z.enum(['recue', 'en-etude']),
      }),
    )
    .max(20),
});
