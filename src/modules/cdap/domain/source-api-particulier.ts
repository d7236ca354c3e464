import { z } from 'zod';
import type { Bloc, ContenuBloc } from './blocs.ts';
import type { EtatDossier, MotifQfInconnu } from './codes.ts';
import type { adulteSchema } from './schemas-foyer.ts';

/**
 * What API Particulier v3 is asked and what its answers mean for our blocks (CDAP-07).
 *
 * Three kinds of answers that never merge: a value; "nothing is known of this family", which says what to do next and
 * is shown as such (CDAP-05); and a failure, of which nothing is shown at all, local blocks included.
 */

/** Why the upstream could not be read. Nothing of the file is shown then. */
export const CODES_ECHEC_SOURCE = [
  'source-indisponible',
  'source-lente',
  'source-saturee',
  'source-incomprehensible',
  'source-refusee',
] as const;
export type CodeEchecSource = (typeof CODES_ECHEC_SOURCE)[number];

export interface EchecSource {
  readonly code: CodeEchecSource;
  /** Seconds to wait before asking again; null when waiting alone changes nothing. */
  readonly reprise: number | null;
  /** It concerns this demand alone: the upstream answers the others. */
  readonly propre?: boolean;
}

/** What the upstream knows nothing for, and why; both are answers about the family, not failures. */
export type MotifSansReponse = Extract<MotifQfInconnu, 'absent-de-la-source' | 'etat-civil-insuffisant'>;

export type ReponseSource<B extends BlocDistant = BlocDistant> =
  | { readonly issue: 'valeur'; readonly contenu: ContenuBloc<B> }
  | { readonly issue: 'sans-reponse'; readonly motif: MotifSansReponse }
  | { readonly issue: 'echec'; readonly echec: EchecSource };

/** What came back over HTTP. `corps` is undefined when it is not JSON. */
export interface ReponseHttp {
  readonly statut: number;
  readonly corps: unknown;
  /** Seconds of the header Retry-After, if it gave any. */
  readonly reessayerDans: number | null;
}

const entierPositif = z.int().min(0);
const anneeSource = z.int().min(1900).max(2200);
const moisSource = z.int().min(1).max(12);

// Unknown fields are left out, not refused: the upstream adds some, and none of them may reach an answer of ours.
const quotientSchema = z.object({
  data: z.object({
    quotient_familial: z.object({
      fournisseur: z.enum(['CNAF', 'MSA']),
      valeur: entierPositif,
      annee: anneeSource,
      mois: moisSource,
      annee_calcul: anneeSource,
      mois_calcul: moisSource,
    }),
  }),
});

const eajeSchema = z.object({
  data: z.object({
    parametres_calcul_participation_familiale: z.object({
      nombre_enfants_a_charge: entierPositif.max(20),
      nombre_enfants_beneficiaire_aeeh: entierPositif.max(20),
      base_ressources_annuelles: z.object({ valeur: entierPositif, annee_calcul: anneeSource }),
    }),
  }),
});

const enMois = (annee: number, mois: number): string => `${annee}-${String(mois).padStart(2, '0')}`;

interface RouteSource<B extends Bloc> {
  readonly chemin: string;
  /** Null when a required field is missing or of another type. */
  readonly lire: (corps: unknown) => ContenuBloc<B> | null;
  /** Content of the block when the upstream knows nothing of the family in the month 'AAAA-MM'. */
  readonly sansReponse: (motif: MotifSansReponse, mois: string) => ContenuBloc<B> | null;
}

/**
 * The blocks that the upstream serves. RSA is not one of them: it only says yes or no with a start date, which
 * neither the seven states of the block nor the conditions that open a file under T18 and T19 could be made of.
 */
export const ROUTES_SOURCE = {
  quotientFamilial: {
    chemin: '/v3/dss/quotient_familial/identite',
    lire: (corps) => {
      const lu = quotientSchema.safeParse(corps);
      if (!lu.success) return null;
      const { fournisseur, valeur, annee, mois, annee_calcul, mois_calcul } = lu.data.data.quotient_familial;
      return {
        actuel: {
          etat: 'valeur',
          valeur,
          mois: enMois(annee, mois),
          moisCalcul: enMois(annee_calcul, mois_calcul),
        },
        parts: null,
        fournisseur,
        historique: [],
      };
    },
    sansReponse: (motif, mois) => ({
      actuel: { etat: 'inconnu', mois, motif },
      parts: null,
      historique: [],
    }),
  },
  baseRessourcesEaje: {
    chemin: '/v3/dss/participation_familiale_eaje/identite',
    lire: (corps) => {
      const lu = eajeSchema.safeParse(corps);
      if (!lu.success) return null;
      const { base_ressources_annuelles: base, ...nombres } =
        lu.data.data.parametres_calcul_participation_familiale;
      return {
        annee: base.annee_calcul,
        baseAnnuelleEuros: base.valeur,
        nombreEnfantsACharge: nombres.nombre_enfants_a_charge,
        nombreEnfantsAeeh: nombres.nombre_enfants_beneficiaire_aeeh,
      };
    },
    // The numbers of children are not known either, and 0 would be read as none.
    sansReponse: () => null,
  },
} as const satisfies { [B in 'quotientFamilial' | 'baseRessourcesEaje']: RouteSource<B> };

export type BlocDistant = keyof typeof ROUTES_SOURCE;
export const BLOCS_DISTANTS = Object.keys(ROUTES_SOURCE) as BlocDistant[];
export const estDistant = (bloc: Bloc): bloc is BlocDistant => Object.hasOwn(ROUTES_SOURCE, bloc);

/** In the other states a file has no figure of this month: what the register keeps of the past is then the answer. */
export const estInterroge = (etat: EtatDossier): boolean => etat === 'ouvert' || etat === 'suspendu';

const erreursSchema = z.object({
  errors: z
    .array(
      z.object({
        code: z.string(),
        meta: z.object({ retry_in: z.number().positive().optional() }).nullish(),
      }),
    )
    .min(1),
});

/** "No file": Cnaf, MSA, not registered with either, and the sandbox's code for all of them. */
const ABSENT = new Set(['23003', '10003', '35003', '37003']);
/** Civil status that is not complete enough, or that the national register does not recognise. */
const ETAT_CIVIL = '00366';
const FOURNISSEUR_LENT = '37002';
const FOURNISSEUR_SATURE = '37008';
/** The same request is already running: its answer will be there in a moment. */
const DEJA_EN_COURS = '00015';

const REPRISE_SATUREE_S = 5;
const REPRISE_MAX_S = 300;
/** After a failure that the circuit does not hold against the upstream yet, one may ask again soon. */
const REPRISE_S = 30;

const echouer = (code: CodeEchecSource, reprise: number | null, propre = false) =>
  ({ issue: 'echec', echec: { code, reprise, ...(propre ? { propre } : {}) } }) as const;
const sature = (secondes: number | null | undefined) =>
  echouer('source-saturee', Math.min(REPRISE_MAX_S, Math.max(1, Math.ceil(secondes ?? REPRISE_SATUREE_S))));

/** One family asked twice at once: told to who asked second, and to nobody else. */
const DEJA_DEMANDE = echouer('source-saturee', REPRISE_SATUREE_S, true);

/** Failures that no answer was made of. */
export const ECHECS_SANS_REPONSE = {
  indisponible: echouer('source-indisponible', REPRISE_S),
  lente: echouer('source-lente', REPRISE_S),
  incomprehensible: echouer('source-incomprehensible', null),
} as const;

/**
 * The meaning of an answer. A 404 or a 422 counts as "nothing known" only with a code that says so: one that comes
 * from a proxy or from a wrong address is a failure, and not a family without QF.
 */
export function comprendreReponse<B extends BlocDistant>(bloc: B, reponse: ReponseHttp): ReponseSource<B> {
  const { statut, corps, reessayerDans } = reponse;
  if (statut === 200) {
    const contenu = ROUTES_SOURCE[bloc].lire(corps) as ContenuBloc<B> | null;
    return contenu === null ? ECHECS_SANS_REPONSE.incomprehensible : { issue: 'valeur', contenu };
  }
  const lues = erreursSchema.safeParse(corps);
  const [erreur] = lues.success ? lues.data.errors : [];
  const code = erreur?.code ?? '';
  if (statut === 429 || code === FOURNISSEUR_SATURE) return sature(erreur?.meta?.retry_in ?? reessayerDans);
  if (statut === 409 && code === DEJA_EN_COURS) return DEJA_DEMANDE;
  if (statut === 404 && ABSENT.has(code)) return { issue: 'sans-reponse', motif: 'absent-de-la-source' };
  if (statut === 422 && code === ETAT_CIVIL)
    return { issue: 'sans-reponse', motif: 'etat-civil-insuffisant' };
  if (code === FOURNISSEUR_LENT) return ECHECS_SANS_REPONSE.lente;
  if (statut >= 500) return ECHECS_SANS_REPONSE.indisponible;
  // Token, scopes or recipient: only the operator can mend it.
  if (lues.success && [400, 401, 403, 422].includes(statut)) return echouer('source-refusee', null);
  return ECHECS_SANS_REPONSE.incomprehensible;
}

type Adulte = z.infer<typeof adulteSchema>;
const FRANCE = '99100';

/**
 * Query of the upstream for one person, or null when the register's civil status cannot be asked about: it wants the
 * commune of a birth in France. Unknown parts of a birth date are left out (CDAP-03).
 */
export function parametresDe(adulte: Adulte, destinataire: string): URLSearchParams | null {
  const { commune, pays } = { commune: adulte.lieuNaissance.codeInsee, pays: adulte.lieuNaissance.codePays };
  if (pays === FRANCE && commune === null) return null;
  const [annee, mois, jour] = adulte.dateNaissance?.split('-').map(Number) ?? [];
  const parametres = new URLSearchParams({ recipient: destinataire, nomNaissance: adulte.nomNaissance });
  const ajouter = (nom: string, valeur: string | number | null | undefined) => {
    if (valeur !== null && valeur !== undefined) parametres.append(nom, String(valeur));
  };
  ajouter('nomUsage', adulte.nomUsage);
  for (const prenom of adulte.prenoms.slice(0, PRENOMS_AU_PLUS)) ajouter('prenoms[]', prenom);
  ajouter('anneeDateNaissance', annee);
  ajouter('moisDateNaissance', mois);
  ajouter('jourDateNaissance', jour);
  ajouter('sexeEtatCivil', adulte.sexe);
  ajouter('codeCogInseePaysNaissance', pays);
  if (pays === FRANCE) ajouter('codeCogInseeCommuneNaissance', commune);
  return parametres;
}

const PRENOMS_AU_PLUS = 3;
