import { z } from 'zod';
import { type Bloc, type ContenuBloc, estBloc } from './blocs.ts';
import { AIDES_LOGEMENT, type Prestation } from './codes.ts';
import { jourSchema, moisSchema } from './schema-elements.ts';
import {
  affiliationSchema,
  enfantSchema,
  familleSchema,
  nirSchema,
  protectionSchema,
  situationProSchema,
} from './schemas-foyer.ts';
import {
  creanceSchema,
  creancesSchema,
  droitsSchema,
  logementSchema,
  paiementsSchema,
  pensionsAlimentairesSchema,
  prestationSchema,
  rsaSchema,
} from './schemas-prestations.ts';
import { quotientFamilialSchema, ressourcesAnnuellesSchema } from './schemas-ressources.ts';

/**
 * The closed register of reduced forms: block × variant → shape and projection (CDAP-10).
 *
 * Reduced schemas are strict and built from the fields of the full one, so that a field added to a block stays
 * closed until someone opens it here. 'complet' is implicit for every block.
 */
export interface Variante<B extends Bloc, R> {
  readonly schema: z.ZodType<R>;
  readonly projeter: (complet: ContenuBloc<B>) => R;
}

const variante =
  <B extends Bloc>(_bloc: B) =>
  <R>(schema: z.ZodType<R>, projeter: (complet: ContenuBloc<B>) => R): Variante<B, R> => ({
    schema,
    projeter,
  });

/** Lines about certain benefits only; same shape as the block, fewer lines. */
const droitsParmi = (prestations: readonly Prestation[]) =>
  variante('droits')(droitsSchema, ({ droits }) => ({
    droits: droits.filter(({ prestation }) => prestations.includes(prestation)),
  }));
const paiementsParmi = (prestations: readonly Prestation[]) =>
  variante('paiements')(paiementsSchema, ({ paiements }) => ({
    paiements: paiements.filter(({ prestation }) => prestations.includes(prestation)),
  }));
const creancesParmi = (prestations: readonly Prestation[]) =>
  variante('creances')(creancesSchema, ({ creances }) => ({
    creances: creances.filter(({ prestation }) => prestation !== null && prestations.includes(prestation)),
  }));

const enfantCompositionSchema = enfantSchema.pick({
  rang: true,
  nomNaissance: true,
  nomUsage: true,
  prenoms: true,
  dateNaissance: true,
  aCharge: true,
});

const adulteProActuelSchema = situationProSchema.shape.adultes.element.pick({
  role: true,
  activite: true,
  depuis: true,
});

const enfantsACharge = (famille: ContenuBloc<'famille'>): number =>
  famille.enfants.filter(({ aCharge }) => aCharge).length;

export const VARIANTES = {
  nir: {
    /** T20: the last five digits, key included. */
    'cinq-derniers': variante('nir')(
      z.strictObject({
        adultes: z.array(
          z.strictObject({
            role: nirSchema.shape.adultes.element.shape.role,
            cinqDerniers: z
              .string()
              .regex(/^\d{5}$/)
              .nullable(),
          }),
        ),
      }),
      ({ adultes }) => ({
        adultes: adultes.map(({ role, nir }) => ({ role, cinqDerniers: nir?.slice(-5) ?? null })),
      }),
    ),
  },
  adresse: {
    /** CDAP-14: only whether a new address is known, and since when. */
    'nouvelle-connue': variante('adresse')(
      z.strictObject({ nouvelleConnue: z.boolean(), depuis: jourSchema.nullable() }),
      ({ actuelle, precedentes }) => {
        const nouvelleConnue = actuelle !== null && precedentes.length > 0;
        return { nouvelleConnue, depuis: nouvelleConnue ? actuelle.depuis : null };
      },
    ),
  },
  famille: {
    /** T2: names, birth dates and who is dependent; nothing on the couple, the custody or the kinship. */
    composition: variante('famille')(
      z.strictObject({ nombreACharge: z.int().min(0), enfants: z.array(enfantCompositionSchema) }),
      (famille) => ({
        nombreACharge: enfantsACharge(famille),
        enfants: famille.enfants.map(({ rang, nomNaissance, nomUsage, prenoms, dateNaissance, aCharge }) => ({
          rang,
          nomNaissance,
          nomUsage,
          prenoms,
          dateNaissance,
          aCharge,
        })),
      }),
    ),
    nombre: variante('famille')(
      z.strictObject({ nombreAdultes: z.int().min(1).max(2), nombreEnfantsACharge: z.int().min(0) }),
      (famille) => ({
        nombreAdultes: famille.conjoint ? 2 : 1,
        nombreEnfantsACharge: enfantsACharge(famille),
      }),
    ),
    situation: variante('famille')(
      familleSchema.pick({ situation: true, depuis: true }),
      ({ situation, depuis }) => ({
        situation,
        depuis,
      }),
    ),
  },
  situationPro: {
    actuelle: variante('situationPro')(
      z.strictObject({ adultes: z.array(adulteProActuelSchema) }),
      ({ adultes }) => ({
        adultes: adultes.map(({ role, activite, depuis }) => ({ role, activite, depuis })),
      }),
    ),
  },
  ressourcesAnnuelles: {
    total: variante('ressourcesAnnuelles')(
      ressourcesAnnuellesSchema.pick({ annee: true, totalRetenuCentimes: true }),
      ({ annee, totalRetenuCentimes }) => ({ annee, totalRetenuCentimes }),
    ),
  },
  ressourcesTrimestrielles: {
    total: variante('ressourcesTrimestrielles')(
      z.strictObject({
        declarations: z.array(z.strictObject({ du: moisSchema, au: moisSchema, totalCentimes: z.int() })),
      }),
      ({ declarations }) => ({
        declarations: declarations.map(({ du, au, mois }) => ({
          du,
          au,
          totalCentimes: mois
            .flatMap(({ lignes }) => lignes)
            .reduce((somme, l) => somme + l.montantCentimes, 0),
        })),
      }),
    ),
  },
  quotientFamilial: {
    actuel: variante('quotientFamilial')(quotientFamilialSchema.pick({ actuel: true }), ({ actuel }) => ({
      actuel,
    })),
  },
  droits: {
    'rsa-ppa': droitsParmi(['RSA', 'PPA']),
    rsa: droitsParmi(['RSA']),
    'aide-logement': droitsParmi(AIDES_LOGEMENT),
    'logement-rsa': droitsParmi([...AIDES_LOGEMENT, 'RSA']),
    cmg: droitsParmi(['CMG']),
    /** Which benefits are open, without amounts. */
    existence: variante('droits')(z.strictObject({ ouverts: z.array(prestationSchema) }), ({ droits }) => ({
      ouverts: [
        ...new Set(droits.filter(({ etat }) => etat === 'ouvert').map(({ prestation }) => prestation)),
      ],
    })),
  },
  paiements: {
    logement: paiementsParmi(AIDES_LOGEMENT),
    cmg: paiementsParmi(['CMG']),
    /** The last three months that have a payment. */
    'trois-derniers': variante('paiements')(paiementsSchema, ({ paiements }) => {
      const troisMois = [...new Set(paiements.map(({ mois }) => mois))].sort().slice(-3);
      return { paiements: paiements.filter(({ mois }) => troisMois.includes(mois)) };
    }),
  },
  creances: {
    rsa: creancesParmi(['RSA']),
    'aide-logement': creancesParmi(AIDES_LOGEMENT),
    logement: creancesParmi(AIDES_LOGEMENT),
    cmg: creancesParmi(['CMG']),
    indus: variante('creances')(creancesSchema, ({ creances }) => ({
      creances: creances.filter(({ nature }) => nature === 'indu' || nature === 'indu-rsa'),
    })),
    'nature-solde': variante('creances')(
      z.strictObject({ creances: z.array(creanceSchema.pick({ nature: true, soldeCentimes: true })) }),
      ({ creances }) => ({
        creances: creances.map(({ nature, soldeCentimes }) => ({ nature, soldeCentimes })),
      }),
    ),
  },
  logement: {
    occupation: variante('logement')(
      logementSchema.pick({ statut: true, depuis: true }),
      ({ statut, depuis }) => ({
        statut,
        depuis,
      }),
    ),
  },
  rsa: {
    /** The state and its dates, never the reasons: those are for the care group. */
    etat: variante('rsa')(
      rsaSchema.pick({ etat: true, demandeLe: true, clotureLe: true, dernierMois: true }),
      ({ etat, demandeLe, clotureLe, dernierMois }) => ({ etat, demandeLe, clotureLe, dernierMois }),
    ),
  },
  pensionsAlimentaires: {
    asf: variante('pensionsAlimentaires')(pensionsAlimentairesSchema.pick({ asf: true }), ({ asf }) => ({
      asf,
    })),
  },
  protection: {
    existence: variante('protection')(protectionSchema.pick({ du: true, au: true }), ({ du, au }) => ({
      du,
      au,
    })),
  },
  handicap: {
    /** T2 crèche: how many children with AEEH, not which one. */
    'nombre-aeeh': variante('handicap')(
      z.strictObject({ nombreEnfantsAeeh: z.int().min(0) }),
      ({ aeeh }) => ({
        nombreEnfantsAeeh: new Set(aeeh.map(({ rangEnfant }) => rangEnfant)).size,
      }),
    ),
    etat: variante('handicap')(z.strictObject({ aah: z.boolean(), aeeh: z.boolean() }), ({ aah, aeeh }) => ({
      aah: aah.length > 0,
      aeeh: aeeh.length > 0,
    })),
    /** T21: whether the childcare supplement is raised. */
    majoration: variante('handicap')(z.strictObject({ majoration: z.boolean() }), ({ aah, aeeh }) => ({
      majoration: aah.length > 0 || aeeh.length > 0,
    })),
  },
  cmg: {
    etat: variante('cmg')(
      z.strictObject({ etats: z.array(z.enum(['en-cours', 'ouverte', 'close', 'refusee'])) }),
      ({ demandes }) => ({ etats: demandes.map(({ etat }) => etat) }),
    ),
  },
  affiliation: {
    /** T2, T10: whether the family now depends on another body, and on which; no number. */
    ailleurs: variante('affiliation')(
      z.strictObject({
        ailleurs: z.boolean(),
        organisme: affiliationSchema.shape.organisme.nullable(),
        depuis: jourSchema.nullable(),
      }),
      ({ mutations }) => {
        const [derniere] = mutations
          .filter(({ etat }) => etat === 'terminee')
          .sort((a, b) => (a.le < b.le ? 1 : -1));
        return derniere?.sens === 'sortante'
          ? { ailleurs: true, organisme: derniere.organisme, depuis: derniere.le }
          : { ailleurs: false, organisme: null, depuis: null };
      },
    ),
  },
} as const satisfies { [B in Bloc]?: Record<string, Variante<B, unknown>> };

type Registre = typeof VARIANTES;

/** Codes of the reduced forms of a block. */
export type CodeVariante<B extends Bloc = Bloc> = B extends keyof Registre
  ? keyof Registre[B] & string
  : never;

/** Content of a block in a reduced form. */
export type ContenuReduit<B extends keyof Registre, V extends keyof Registre[B]> =
  Registre[B][V] extends Variante<never, infer R> ? R : never;

/** One block as the matrix opens it: whole ('complet') or in a reduced form. */
export type OuvertureBloc = {
  [B in Bloc]: { readonly bloc: B; readonly variante: 'complet' | CodeVariante<B> };
}[Bloc];

const trouverVariante = (bloc: string, code: string): Variante<Bloc, unknown> | undefined => {
  const duBloc = (VARIANTES as Partial<Record<string, Record<string, Variante<never, unknown>>>>)[bloc];
  // `Object.hasOwn`: a code such as "constructor" comes from data and must not find an inherited member.
  return duBloc && Object.hasOwn(VARIANTES, bloc) && Object.hasOwn(duBloc, code)
    ? (duBloc[code] as Variante<Bloc, unknown>)
    : undefined;
};

/** Whether the program knows this form of this block; 'complet' exists for every block. */
export const estVariante = (bloc: string, code: string): boolean =>
  estBloc(bloc) && (code === 'complet' || trouverVariante(bloc, code) !== undefined);

/**
 * Content of a block in the form that the matrix opens.
 *
 * An unknown code is a defect here, since `verifierMatrice` refuses it before it can be used; it throws rather
 * than answer the full block.
 */
export function projeterBloc<B extends Bloc>(
  ouverture: { readonly bloc: B; readonly variante: string },
  complet: ContenuBloc<B>,
): unknown {
  if (ouverture.variante === 'complet') return complet;
  const trouvee = trouverVariante(ouverture.bloc, ouverture.variante);
  if (!trouvee) throw new Error(`variante inconnue : ${ouverture.bloc}:${ouverture.variante}`);
  return trouvee.projeter(complet as ContenuBloc);
}
