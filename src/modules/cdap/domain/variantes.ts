import { z } from 'zod';
import { jour, jourDe } from '../../../kernel/jour.ts';
import { type Bloc, type ContenuBloc, estBloc } from './blocs.ts';
import { AIDES_LOGEMENT, PRESTATIONS_FAMILIALES, type Prestation, type StatutLogement } from './codes.ts';
import { type FaitsDroit, type Moment, sirenDe } from './faits.ts';
import { anneeSchema, jourSchema, moisSchema } from './schema-elements.ts';
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
  demarchesSchema,
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
  readonly projeter: (complet: ContenuBloc<B>, lecteur: LecteurProjete) => R;
}

/** What a reduced form may need to know of the reader and of the day. */
export interface LecteurProjete {
  /** Civil day 'AAAA-MM-JJ' in the Caf's zone. */
  readonly jour: string;
  /** Legal person of the reader's partner. */
  readonly siren: string;
  /** Threshold in euros of QF that a T15 right records; null for the others. */
  readonly seuilQf: number | null;
}

export const lecteurProjete = (droit: FaitsDroit, { instant, fuseau }: Moment): LecteurProjete => ({
  jour: jourDe(instant, fuseau).toString(),
  siren: sirenDe(droit.siret),
  seuilQf: droit.conditions['ile-de-france']?.seuilQf ?? null,
});

const variante =
  <B extends Bloc>(_bloc: B) =>
  <R>(
    schema: z.ZodType<R>,
    projeter: (complet: ContenuBloc<B>, lecteur: LecteurProjete) => R,
  ): Variante<B, R> => ({
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

type Enfant = ContenuBloc<'famille'>['enfants'][number];
const enfantCompose = ({ rang, nomNaissance, nomUsage, prenoms, dateNaissance, aCharge }: Enfant) => ({
  rang,
  nomNaissance,
  nomUsage,
  prenoms,
  dateNaissance,
  aCharge,
});

/**
 * Whether a child has surely not had this birthday yet: with an unknown month or day the earliest is taken, and
 * with no date at all nothing is said.
 */
function aMoinsDe(ans: number, dateNaissance: string | null, aujourdHui: string): boolean {
  if (dateNaissance === null) return false;
  const auPlusTot = jour(`${dateNaissance}-01-01`.slice(0, 10));
  return auPlusTot.add({ years: ans }).toString() > aujourdHui;
}

/** Width of a band of yearly resources, in centimes: 5,000 euros. */
const TRANCHE_CENTIMES = 500_000;

/** Statuses for which a flat rate stands for the housing, besides a housing aid (complementary health cover). */
const FORFAITS_LOGEMENT: Partial<Record<StatutLogement, 'proprietaire' | 'heberge-gratuit'>> = {
  PRO: 'proprietaire',
  HGP: 'heberge-gratuit',
  HCG: 'heberge-gratuit',
  SRG: 'heberge-gratuit',
};

const PRESTATIONS_CPAM: ReadonlySet<Prestation> = new Set(['AAH', 'CLCA', 'PREPARE', 'AJPP', 'RSA']);

const estAideLogement = (prestation: Prestation): boolean =>
  (AIDES_LOGEMENT as readonly Prestation[]).includes(prestation);

/** Documents awaited that hold up a housing aid, with the housing aids only. */
const attendusDuLogement = ({ attendus }: ContenuBloc<'demarches'>) =>
  attendus
    .map((attendu) => ({ ...attendu, bloque: attendu.bloque.filter(estAideLogement) }))
    .filter(({ bloque }) => bloque.length > 0);

const finDuDroit = (droits: ContenuBloc<'droits'>['droits'], prestation: Prestation) => {
  const ouvert = droits.find((droit) => droit.prestation === prestation && droit.etat === 'ouvert');
  return { beneficiaire: ouvert !== undefined, fin: ouvert?.au ?? null };
};
const ouiNonFinSchema = z.strictObject({ beneficiaire: z.boolean(), fin: moisSchema.nullable() });

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
      // New within the two years that these funds look at.
      ({ actuelle, precedentes }, { jour: aujourdHui }) => {
        const nouvelleConnue =
          actuelle !== null &&
          precedentes.length > 0 &&
          actuelle.depuis >= jour(aujourdHui).subtract({ years: 2 }).toString();
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
        enfants: famille.enfants.map(enfantCompose),
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
    /** T21: the children for whom the childcare supplement is due. */
    'enfants-moins-6': variante('famille')(
      z.strictObject({ enfants: z.array(enfantCompositionSchema) }),
      ({ enfants }, { jour: aujourdHui }) => ({
        enfants: enfants
          .filter(({ dateNaissance }) => aMoinsDe(6, dateNaissance, aujourdHui))
          .map(enfantCompose),
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
    /** T21: the band only; the upper bound is left out of the band. */
    tranche: variante('ressourcesAnnuelles')(
      z.strictObject({ annee: anneeSchema, deCentimes: z.int().nullable(), aCentimes: z.int().nullable() }),
      ({ annee, totalRetenuCentimes }) => {
        if (totalRetenuCentimes === null) return { annee, deCentimes: null, aCentimes: null };
        const deCentimes = Math.floor(totalRetenuCentimes / TRANCHE_CENTIMES) * TRANCHE_CENTIMES;
        return { annee, deCentimes, aCentimes: deCentimes + TRANCHE_CENTIMES };
      },
    ),
    /** CDAP-31: whole, for the MSA and where housing aid is drawn; the condition `variante` closes it elsewhere. */
    'msa-aide-logement': variante('ressourcesAnnuelles')(ressourcesAnnuellesSchema, (complet) => complet),
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
    /** T15: on which side of the authority's threshold, which is included; never the figure. */
    'sous-seuil': variante('quotientFamilial')(
      z.strictObject({
        etat: z.enum(['valeur', 'inconnu', 'sans-droit']),
        mois: moisSchema,
        seuil: z.int().nullable(),
        sousSeuil: z.boolean().nullable(),
      }),
      ({ actuel }, { seuilQf }) => ({
        etat: actuel.etat,
        mois: actuel.mois,
        seuil: seuilQf,
        sousSeuil: actuel.etat === 'valeur' && seuilQf !== null ? actuel.valeur <= seuilQf : null,
      }),
    ),
  },
  droits: {
    'rsa-ppa': droitsParmi(['RSA', 'PPA']),
    rsa: droitsParmi(['RSA']),
    'aide-logement': droitsParmi(AIDES_LOGEMENT),
    'logement-rsa': droitsParmi([...AIDES_LOGEMENT, 'RSA']),
    cmg: droitsParmi(['CMG']),
    /** T6: the benefits that open a cover, and whether any family benefit proves residence. */
    'aah-clca-prepare-ajpp-rsa-existence': variante('droits')(
      droitsSchema.extend({ prestationFamiliale: z.boolean() }),
      ({ droits }) => ({
        droits: droits.filter(({ prestation }) => PRESTATIONS_CPAM.has(prestation)),
        prestationFamiliale: droits.some(
          ({ prestation, etat }) =>
            etat === 'ouvert' && (PRESTATIONS_FAMILIALES as readonly Prestation[]).includes(prestation),
        ),
      }),
    ),
    /** T15: yes or no, and until when. */
    'rsa-aah-oui-non-fin': variante('droits')(
      z.strictObject({ rsa: ouiNonFinSchema, aah: ouiNonFinSchema }),
      ({ droits }) => ({ rsa: finDuDroit(droits, 'RSA'), aah: finDuDroit(droits, 'AAH') }),
    ),
    /** CDAP-14: rights of the last two years, the month of today's day included. */
    'deux-ans': variante('droits')(droitsSchema, ({ droits }, { jour: aujourdHui }) => {
      const depuis = jour(aujourdHui).subtract({ years: 2 }).toString().slice(0, 7);
      return { droits: droits.filter(({ au }) => au === null || au >= depuis) };
    }),
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
    /** CDAP-14: with the base that the supplement is computed from. */
    'complement-differentiel': paiementsParmi(['ADE-CDI']),
    /** T10: housing aid paid to this landlord, whichever of its establishments. */
    'a-ce-bailleur': variante('paiements')(paiementsSchema, ({ paiements }, { siren }) => ({
      paiements: paiements.filter(
        ({ prestation, destinataire: { nature, siret } }) =>
          estAideLogement(prestation) && nature === 'bailleur' && siret !== null && sirenDe(siret) === siren,
      ),
    })),
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
    /** T6, T8: whether a flat rate stands for the housing in the resources of complementary health cover, and why. */
    'forfait-css': variante('logement')(
      z.strictObject({
        forfait: z.boolean(),
        motif: z.enum(['aide-logement', 'proprietaire', 'heberge-gratuit']).nullable(),
      }),
      ({ statut, aide }) => {
        const motif = aide === null ? (FORFAITS_LOGEMENT[statut] ?? null) : ('aide-logement' as const);
        return { forfait: motif !== null, motif };
      },
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
  demarches: {
    /** T10: what holds up the aid, and nothing else of the file. */
    'bloque-aide': variante('demarches')(demarchesSchema.pick({ attendus: true }), (demarches) => ({
      attendus: attendusDuLogement(demarches),
    })),
    logement: variante('demarches')(demarchesSchema, (demarches) => ({
      attendus: attendusDuLogement(demarches),
      enCours: demarches.enCours.filter(({ demarche }) => demarche === 'demande-aide-logement'),
    })),
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
  lecteur: LecteurProjete,
): unknown {
  if (ouverture.variante === 'complet') return complet;
  const trouvee = trouverVariante(ouverture.bloc, ouverture.variante);
  if (!trouvee) throw new Error(`variante inconnue : ${ouverture.bloc}:${ouverture.variante}`);
  return trouvee.projeter(complet as ContenuBloc, lecteur);
}
