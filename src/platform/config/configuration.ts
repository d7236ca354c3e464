import path from 'node:path';
import { z } from 'zod';
import { ErreurDemarrage } from '../erreur-demarrage.ts';

const oui = /^(oui|1|true|yes)$/i;
const ouiNon = z
  .string()
  .regex(/^(oui|non|1|0|true|false|yes|no)$/i, 'répondez par oui ou non')
  .transform((texte) => oui.test(texte));

const entier = (min: number, max: number) =>
  z.coerce
    .number(`un nombre entier de ${min} à ${max}`)
    .int()
    .min(min, `au moins ${min}`)
    .max(max, `au plus ${max}`);

const urlPostgres = z
  .string()
  .regex(/^postgres(ql)?:\/\/[^:@/]+(:[^@/]*)?@/, 'une adresse postgres://role:motdepasse@hote:5432/base');

/** Civil statuses, tokens and secrets go there: in clear only to this machine. */
export function estAdresseSure(texte: string): boolean {
  if (!URL.canParse(texte)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(texte);
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && estBoucleLocale(hostname));
}

/**
 * ACC-08: two years of versions, as they are known to the data that came with this version of the portal. Counted in
 * versions and not in days: an installation that is not updated must not close by itself to browsers it opened to.
 */
export const NAVIGATEURS_PAR_DEFAUT =
  'last 26 Firefox versions, last 26 Chrome versions, last 26 Edge versions, last 3 Safari major versions, last 3 iOS major versions';

/** Levels that a provider certifies, separated by commas. */
const listeAcr = z
  .string()
  .transform((texte) => texte.split(',').map((niveau) => niveau.trim()))
  .refine(
    (niveaux) => niveaux.every((niveau) => /^[\x21-\x7e]{1,255}$/.test(niveau)),
    'des niveaux séparés par des virgules, sans espace à l’intérieur',
  );

/** Everything that can be set, with its default; `docs/exploitation.md` and `--help` list it. */
const environnementSchema = z.object({
  DEMONSTRATION: ouiNon.default(true),
  PORT: entier(0, 65_535).default(3000),
  ADRESSE: z.string().default('127.0.0.1'),
  ADRESSE_PUBLIQUE: z
    .url({ protocol: /^https?$/, error: 'une adresse complète, par exemple https://portail.exemple.fr' })
    .optional(),
  DOSSIER_DONNEES: z.string().min(1).default('donnees'),
  ARCHIVES_JOURNAUX: z.string().min(1).optional(),
  DATABASE_URL: urlPostgres.optional(),
  DATABASE_URL_PROPRIETAIRE: urlPostgres.optional(),
  TROUSSEAU: z.string().optional(),
  TROUSSEAU_FICHIER: z.string().optional(),
  MANDATAIRES_DE_CONFIANCE: z.string().optional(),
  SESSION_INACTIVITE_MINUTES: entier(1, 120).default(15),
  SESSION_DUREE_HEURES: entier(1, 24).default(8),
  SESSION_UNIQUE: ouiNon.default(false),
  MOT_DE_PASSE_LONGUEUR: entier(12, 64).default(12),
  MOT_DE_PASSE_BITS: entier(80, 160).default(80),
  MOT_DE_PASSE_BITS_SECOND_FACTEUR: entier(50, 160).default(80),
  MOT_DE_PASSE_JOURS_GESTIONNAIRES: entier(0, 3650).default(365),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'une adresse smtp:// ou smtps://')
    .optional(),
  COURRIEL_EXPEDITEUR: z.email('une adresse électronique').default('ne-pas-repondre@passerelle.invalid'),
  JETON_METRIQUES: z.string().min(16, 'seize caractères au moins').optional(),
  NIVEAU_JOURNAL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  TRAVAUX: ouiNon.default(true),
  NAVIGATEURS_ACCEPTES: z.string().default(NAVIGATEURS_PAR_DEFAUT),
  IMPORT_OCTETS_MAX: entier(1, 1e15).default(8 * 1024 ** 3),
  SOURCE_DOSSIERS: z.enum(['base', 'api-particulier'], 'base ou api-particulier').default('base'),
  API_PARTICULIER_URL: z
    .url('une adresse complète, par exemple https://particulier.api.gouv.fr')
    .refine(
      estAdresseSure,
      'une adresse https, sans identifiants ni paramètres (http sur cette machine seulement)',
    )
    .optional(),
  // What a header may hold: anything else would make each call fail, far from its cause.
  API_PARTICULIER_JETON: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'seize caractères au moins, sans espace')
    .optional(),
  API_PARTICULIER_DESTINATAIRE: z
    .string()
    .regex(/^\d{14}$/, 'un Siret de quatorze chiffres')
    .optional(),
  OIDC_EMETTEUR: z
    .url('une adresse complète, celle que le fournisseur donne comme « issuer »')
    .refine(
      estAdresseSure,
      'une adresse https, sans identifiants ni paramètres (http sur cette machine seulement)',
    )
    .optional(),
  OIDC_CLIENT_ID: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'l’identifiant remis par le fournisseur, sans espace')
    .optional(),
  OIDC_CLIENT_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'seize caractères au moins, sans espace')
    .optional(),
  OIDC_NOM: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} .'’-]{0,39}$/u, 'un nom de 40 caractères au plus')
    .optional(),
  OIDC_ACR: listeAcr.optional(),
  OIDC_ACR_DEUX_FACTEURS: listeAcr.optional(),
});

export interface Configuration {
  readonly demonstration: boolean;
  readonly port: number;
  readonly adresse: string;
  /** Origin that browsers use; the only Host and Origin that are served. Null: `http://localhost:PORT`. */
  readonly adressePublique: string | null;
  readonly dossierDonnees: string;
  /** Folder that keeps the embedded database's WAL, for a restore to an instant; null: none is kept. */
  readonly archivesJournaux: string | null;
  /** Null: the embedded database. */
  readonly base: { readonly service: string; readonly proprietaire: string } | null;
  readonly trousseau: { readonly contenu: string } | { readonly fichier: string };
  readonly mandataires: readonly string[];
  readonly session: { readonly inactiviteMs: number; readonly dureeMs: number };
  /** Rules of accounts that an installation may tighten (ACC-02, ACC-06). */
  readonly identite: {
    readonly sessionUnique: boolean;
    readonly motDePasse: {
      readonly longueurMin: number;
      readonly longueurMax: number;
      readonly bitsMin: number;
      readonly bitsAvecSecondFacteur: number;
    };
    readonly renouvellement: { readonly joursGestionnaires: number };
  };
  readonly smtp: string | null;
  readonly expediteur: string;
  readonly jetonMetriques: string | null;
  readonly niveauJournal: string;
  readonly travaux: boolean;
  /** Browserslist query of the browsers that are let in (ACC-08). */
  readonly navigateursAcceptes: string;
  /** Largest file of allocataires' files that the portal receives, in bytes (CDAP-29). */
  readonly importOctetsMax: number;
  /** Upstream that files are read from, its token included; null: the portal's own database (CDAP-07). */
  readonly apiParticulier: {
    readonly url: string;
    readonly jeton: string;
    readonly destinataire: string;
  } | null;
  /** Provider of public agents' identities, its secret included; null: sign-in by password alone (ACC-05). */
  readonly oidc: {
    /** As the provider writes it: it is compared letter by letter. */
    readonly emetteur: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** What people know it as. */
    readonly nom: string;
    /** Levels under which one may come in. */
    readonly acr: readonly string[];
    /** Those of them that stand for a second factor; with none, the local one is always asked. */
    readonly acrDeuxFacteurs: readonly string[];
  } | null;
}

/**
 * Reads the environment once, at start (EXP-02).
 *
 * Errors: ErreurDemarrage that names each variable and what is expected. Values are never shown: some are secrets.
 */
export function lireConfiguration(env: NodeJS.ProcessEnv, racine: string): Configuration {
  const presents = Object.fromEntries(
    Object.entries(env).filter(([, valeur]) => valeur !== undefined && valeur !== ''),
  );
  const lu = environnementSchema.safeParse(presents);
  if (!lu.success) {
    const fautes = lu.error.issues.map((faute) => `${faute.path.join('.')} : ${faute.message}`);
    throw new ErreurDemarrage(`Configuration refusée. ${fautes.join(' ; ')}.`);
  }
  const v = lu.data;
  if ((v.DATABASE_URL === undefined) !== (v.DATABASE_URL_PROPRIETAIRE === undefined)) {
    throw new ErreurDemarrage(
      'DATABASE_URL (rôle de service) et DATABASE_URL_PROPRIETAIRE (rôle des migrations) vont ensemble : indiquez les deux, ou aucune pour la base embarquée.',
    );
  }
  if (v.DEMONSTRATION && !estBoucleLocale(v.ADRESSE)) {
    throw new ErreurDemarrage(
      'La démonstration n’écoute que sur cette machine : retirez ADRESSE, ou mettez DEMONSTRATION=non pour un vrai portail.',
    );
  }
  if (
    v.DEMONSTRATION &&
    v.ADRESSE_PUBLIQUE !== undefined &&
    !estBoucleLocale(new URL(v.ADRESSE_PUBLIQUE).hostname)
  ) {
    throw new ErreurDemarrage(
      'La démonstration montre ses mots de passe et ne se publie pas : retirez ADRESSE_PUBLIQUE, ou mettez DEMONSTRATION=non pour un vrai portail.',
    );
  }
  if (v.DEMONSTRATION && v.MANDATAIRES_DE_CONFIANCE !== undefined) {
    throw new ErreurDemarrage(
      'La démonstration ne se met pas derrière un mandataire : retirez MANDATAIRES_DE_CONFIANCE, ou mettez DEMONSTRATION=non pour un vrai portail.',
    );
  }
  const dossierDonnees = path.resolve(racine, v.DOSSIER_DONNEES);
  return {
    demonstration: v.DEMONSTRATION,
    port: v.PORT,
    adresse: v.ADRESSE,
    adressePublique: v.ADRESSE_PUBLIQUE === undefined ? null : new URL(v.ADRESSE_PUBLIQUE).origin,
    dossierDonnees,
    archivesJournaux: v.ARCHIVES_JOURNAUX === undefined ? null : path.resolve(racine, v.ARCHIVES_JOURNAUX),
    base:
      v.DATABASE_URL !== undefined && v.DATABASE_URL_PROPRIETAIRE !== undefined
        ? { service: v.DATABASE_URL, proprietaire: v.DATABASE_URL_PROPRIETAIRE }
        : null,
    trousseau:
      v.TROUSSEAU !== undefined
        ? { contenu: v.TROUSSEAU }
        : { fichier: v.TROUSSEAU_FICHIER ?? path.join(dossierDonnees, 'trousseau.json') },
    mandataires: v.MANDATAIRES_DE_CONFIANCE?.split(',').map((reseau) => reseau.trim()) ?? [],
    session: {
      inactiviteMs: v.SESSION_INACTIVITE_MINUTES * 60_000,
      dureeMs: v.SESSION_DUREE_HEURES * 3_600_000,
    },
    identite: {
      sessionUnique: v.SESSION_UNIQUE,
      motDePasse: {
        longueurMin: v.MOT_DE_PASSE_LONGUEUR,
        longueurMax: 128,
        bitsMin: v.MOT_DE_PASSE_BITS,
        bitsAvecSecondFacteur: v.MOT_DE_PASSE_BITS_SECOND_FACTEUR,
      },
      renouvellement: { joursGestionnaires: v.MOT_DE_PASSE_JOURS_GESTIONNAIRES },
    },
    smtp: v.SMTP_URL ?? null,
    expediteur: v.COURRIEL_EXPEDITEUR,
    jetonMetriques: v.JETON_METRIQUES ?? null,
    niveauJournal: v.NIVEAU_JOURNAL,
    travaux: v.TRAVAUX,
    navigateursAcceptes: v.NAVIGATEURS_ACCEPTES,
    importOctetsMax: v.IMPORT_OCTETS_MAX,
    apiParticulier: lireApiParticulier(v),
    oidc: lireOidc(v),
  };
}

/** All or nothing: an upstream named by halves would refuse every reading. */
function lireApiParticulier(v: z.output<typeof environnementSchema>): Configuration['apiParticulier'] {
  if (v.SOURCE_DOSSIERS === 'base') return null;
  if (v.DEMONSTRATION) {
    throw new ErreurDemarrage(
      'La démonstration garde ses familles inventées et n’interroge personne : retirez SOURCE_DOSSIERS, ou mettez DEMONSTRATION=non pour un vrai portail.',
    );
  }
  const {
    API_PARTICULIER_URL: url,
    API_PARTICULIER_JETON: jeton,
    API_PARTICULIER_DESTINATAIRE: destinataire,
  } = v;
  if (url === undefined || jeton === undefined || destinataire === undefined) {
    const manquantes = Object.entries({
      API_PARTICULIER_URL: url,
      API_PARTICULIER_JETON: jeton,
      API_PARTICULIER_DESTINATAIRE: destinataire,
    }).flatMap(([nom, valeur]) => (valeur === undefined ? [nom] : []));
    throw new ErreurDemarrage(
      `SOURCE_DOSSIERS=api-particulier demande aussi ${manquantes.join(' et ')} : indiquez ce qui manque, ou retirez SOURCE_DOSSIERS.`,
    );
  }
  return { url: url.replace(/\/+$/, ''), jeton, destinataire };
}

/** All or none: a provider named by halves would be a button that leads nowhere. */
function lireOidc(v: z.output<typeof environnementSchema>): Configuration['oidc'] {
  const {
    OIDC_EMETTEUR: emetteur,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_ACR: acr,
    OIDC_NOM: nom,
    OIDC_ACR_DEUX_FACTEURS: acrDeuxFacteurs,
  } = v;
  if ([emetteur, clientId, clientSecret, acr, nom, acrDeuxFacteurs].every((valeur) => valeur === undefined))
    return null;
  if (emetteur === undefined || clientId === undefined || clientSecret === undefined || acr === undefined) {
    const manquantes = Object.entries({
      OIDC_EMETTEUR: emetteur,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_ACR: acr,
    }).flatMap(([variable, valeur]) => (valeur === undefined ? [variable] : []));
    throw new ErreurDemarrage(
      `La connexion par OpenID Connect demande aussi ${manquantes.join(' et ')} : indiquez ce qui manque, ou retirez toutes les variables OIDC_.`,
    );
  }
  if (acrDeuxFacteurs?.some((niveau) => !acr.includes(niveau)))
    throw new ErreurDemarrage(
      'OIDC_ACR_DEUX_FACTEURS contient un niveau qui n’est pas dans OIDC_ACR : ajoutez-le à OIDC_ACR, ou retirez-le.',
    );
  return {
    emetteur,
    clientId,
    clientSecret,
    nom: nom ?? 'ProConnect',
    acr,
    acrDeuxFacteurs: acrDeuxFacteurs ?? [],
  };
}

export const estBoucleLocale = (adresse: string): boolean =>
  ['127.0.0.1', '::1', '[::1]', 'localhost'].includes(adresse);
