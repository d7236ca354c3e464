import type { FastifyInstance } from 'fastify';
import type { DefinitionRoute } from '../../src/kernel/route.ts';
import catalogue2025 from '../../src/modules/cdap/domain/catalogue-2025.json' with { type: 'json' };
import type { Client, Reponse } from '../support/client.ts';
import { unCompte } from '../support/peuplement.ts';
import { jetonUnique, type Portail } from '../support/portail.ts';
import {
  clientDe,
  GENRES,
  type Genre,
  type MondeDesRoles,
  SANS_SESSION,
  unArret,
  unExtrait,
} from './monde-des-roles.ts';

/** What each kind of actor is answered by one route, with a well-formed demand on an object of its own. */
interface LigneAttendue {
  readonly sansSession: number;
  readonly demiOuverte: number;
  /** Every factor proved, steps left; as half open unless told. */
  readonly parcours?: number;
  /** Any complete session, but those of `sauf`. */
  readonly session: number;
  readonly sauf?: Partial<Record<Genre, number>>;
  readonly corps: (portail: Portail, monde: MondeDesRoles, genre: Genre) => Promise<unknown>;
}

const vide = async () => ({});
const ADMINISTRATEURS = [
  'partenaire:administrateur-principal',
  'partenaire:administrateur-suppleant',
] as const;
const AUDITEURS = ['caf:auditeur-traces', 'cnaf:auditeur-traces'] as const;
const pour = (genres: readonly Genre[], statut: number) =>
  Object.fromEntries(genres.map((genre) => [genre, statut])) as Partial<Record<Genre, number>>;
const MATRICE = { sansSession: 401, demiOuverte: 401, session: 403 } as const;
const PERSONNEL = GENRES.filter((genre) => /^c(n)?af:/.test(genre));

const GERANTS = [
  ...ADMINISTRATEURS,
  'caf:gestionnaire-habilitations',
  'caf:responsable-securite-caf',
  'cnaf:administrateur-cnaf',
] as const;
const CNAF_ABSENT = pour(['cnaf:administrateur-cnaf'], 404);
const ATTEND_FACTEUR = { sansSession: 401, demiOuverte: 403, parcours: 401, session: 401 } as const;
const ENGAGEE = { sansSession: 401, demiOuverte: 401, parcours: 200, session: 200 } as const;
const CHACUN = { sansSession: 401, demiOuverte: 401, session: 200 } as const;
const TOUS = { sansSession: 200, demiOuverte: 200, session: 200 } as const;
const SANS_FOURNISSEUR = { sansSession: 404, demiOuverte: 404, session: 404 } as const;
const TOUS_REFUSES = { sansSession: 403, demiOuverte: 403, session: 403 } as const;

const CLE_INCONNUE = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
};
const CLE_NEUVE = {
  ...CLE_INCONNUE,
  response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
};
/** Letters only: a name holds no digit. */
const lettres = (): string => jetonUnique().replace(/[0-9]/g, (c) => 'ghijklmnop'[Number(c)] ?? '');
const surUnCompte = async (portail: Portail, monde: MondeDesRoles) => ({
  compte: (await unCompte(portail, monde.a.partenaire.organisation)).id,
  motif: 'vérifié avec la personne',
});

/**
 * The rights matrix, written by hand from page 02 and the requirements, never read from the contracts that it
 * judges. A route without a line here, or a line without a route, is a fault.
 */
export const ATTENDUS: Readonly<Record<string, LigneAttendue>> = {
  // Public, and wrong credentials: the same refusal whoever asks (ACC-03).
  'POST /api/connexion': {
    sansSession: 403,
    demiOuverte: 403,
    session: 403,
    corps: async () => ({ identifiant: jetonUnique().slice(0, 10), motDePasse: 'un mot de passe faux' }),
  },
  // Only who has given the password; what is shown proves nothing here, the right proof is another test's.
  'POST /api/connexion/second-facteur': { ...ATTEND_FACTEUR, corps: async () => ({ code: '000000' }) },
  'POST /api/connexion/recuperation': {
    ...ATTEND_FACTEUR,
    corps: async () => ({ codeRecuperation: 'aaaa-bbbb-cccc' }),
  },
  'POST /api/connexion/cle/defi': { ...ATTEND_FACTEUR, demiOuverte: 200, corps: vide },
  'POST /api/connexion/cle': { ...ATTEND_FACTEUR, corps: async () => ({ reponse: CLE_INCONNUE }) },
  // ACC-01, ACC-04, ACC-13: steps and factors are one's own, once every factor was proved.
  'GET /api/parcours': { ...ENGAGEE, corps: vide },
  'POST /api/parcours/mot-de-passe': {
    ...ENGAGEE,
    parcours: 409,
    session: 409,
    corps: async () => ({ motDePasse: 'Sept-Voilés-Rouges-93!' }),
  },
  'POST /api/parcours/confidentialite': {
    ...ENGAGEE,
    parcours: 409,
    session: 409,
    corps: async () => ({ version: 1 }),
  },
  // While entering, a first factor only: this account has one.
  'POST /api/facteurs/application/preparation': { ...ENGAGEE, parcours: 409, corps: vide },
  'POST /api/facteurs/application': {
    ...ENGAGEE,
    parcours: 409,
    session: 409,
    corps: async () => ({ code: '000000' }),
  },
  'POST /api/facteurs/cles/defi': { ...ENGAGEE, parcours: 409, corps: vide },
  'POST /api/facteurs/cles': {
    ...ENGAGEE,
    parcours: 409,
    session: 409,
    corps: async () => ({ nom: 'Ma clé', reponse: CLE_NEUVE }),
  },
  'GET /api/session/confirmation': { ...CHACUN, corps: vide },
  'POST /api/session/confirmation/mot-de-passe': {
    ...CHACUN,
    session: 403,
    corps: async () => ({ motDePasse: 'un mot de passe faux' }),
  },
  'POST /api/session/confirmation/cle/defi': { ...CHACUN, corps: vide },
  'POST /api/session/confirmation/cle': {
    ...CHACUN,
    session: 403,
    corps: async () => ({ reponse: CLE_INCONNUE }),
  },
  // ACC-05: this portal has no provider, and says so to all; links are each one's own.
  'GET /api/connexion/facteurs': { ...ATTEND_FACTEUR, demiOuverte: 200, corps: vide },
  'GET /api/oidc/depart': { ...SANS_FOURNISSEUR, corps: vide },
  'GET /api/oidc/retour': { ...SANS_FOURNISSEUR, corps: vide },
  'POST /api/oidc/deconnexion': {
    ...SANS_FOURNISSEUR,
    corps: async () => ({ logout_token: 'jeton-invente' }),
  },
  'GET /api/oidc/liaisons': { ...CHACUN, corps: vide },
  'POST /api/oidc/liaison': { ...CHACUN, session: 404, corps: vide },
  'POST /api/oidc/liaison/retrait': {
    ...CHACUN,
    session: 404,
    corps: async (portail) => ({ liaison: portail.nouvelId() }),
  },
  // ACC-07: whoever asks, the same answer; a link that nobody was sent opens nothing.
  'POST /api/oubli/mot-de-passe': {
    ...TOUS,
    corps: async () => ({ identifiant: jetonUnique().slice(0, 10) }),
  },
  'POST /api/oubli/identifiant': {
    ...TOUS,
    corps: async () => ({ courriel: `${jetonUnique()}@villexemple.invalid` }),
  },
  'POST /api/reinitialisation': {
    ...TOUS_REFUSES,
    corps: async () => ({ jeton: 'x'.repeat(43), motDePasse: 'Sept-Voilés-Rouges-93!' }),
  },
  'POST /api/courriel/confirmation': { ...TOUS_REFUSES, corps: async () => ({ jeton: 'x'.repeat(43) }) },
  // One's own account, and nobody else's.
  'GET /api/mon-compte': { ...CHACUN, corps: vide },
  'POST /api/mon-compte/mot-de-passe': {
    ...CHACUN,
    session: 403,
    corps: async () => ({ actuel: 'un mot de passe faux', nouveau: 'Sept-Voilés-Rouges-93!' }),
  },
  'POST /api/mon-compte/courriel': {
    ...CHACUN,
    corps: async () => ({ courriel: `${jetonUnique()}@villexemple.invalid` }),
  },
  'POST /api/mon-compte/courriel/annulation': { ...CHACUN, corps: vide },
  'POST /api/mon-compte/cles/nom': {
    ...CHACUN,
    session: 404,
    corps: async (portail) => ({ cle: portail.nouvelId(), nom: 'Ma clé' }),
  },
  // ACC-04: the only factor of an account that must have one.
  'POST /api/mon-compte/facteurs/retrait': { ...CHACUN, session: 409, corps: async () => ({ cle: null }) },
  'POST /api/mon-compte/codes-recuperation': { ...CHACUN, corps: vide },
  'GET /api/mon-compte/sessions': { ...CHACUN, corps: vide },
  'POST /api/mon-compte/sessions/fin': {
    ...CHACUN,
    session: 404,
    corps: async (portail) => ({ session: portail.nouvelId() }),
  },
  'GET /api/mon-compte/jetons': { ...CHACUN, corps: vide },
  'POST /api/mon-compte/jetons': {
    ...CHACUN,
    corps: async () => ({ nom: 'Logiciel', portees: ['cdap'], jours: 30 }),
  },
  'POST /api/mon-compte/jetons/revocation': {
    ...CHACUN,
    session: 404,
    corps: async (portail) => ({ jeton: portail.nouvelId() }),
  },
  // ROL-02, ROL-10, ROL-14, ROL-17, ACC-14: who manages accounts, each in their field; an ordinary agent of A is acted on.
  'GET /api/comptes/organismes': { ...MATRICE, sauf: pour(GERANTS, 200), corps: vide },
  'POST /api/comptes/recherches': {
    ...MATRICE,
    sauf: pour(GERANTS, 200),
    corps: async (_portail, monde, genre) => ({
      organisme: genre.startsWith('cnaf:') ? { cnaf: true } : { partenaire: monde.a.partenaire.id },
    }),
  },
  'POST /api/comptes': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 200), 'caf:responsable-securite-caf': 404 },
    corps: async (_portail, monde, genre) => ({
      organisme: genre.startsWith('cnaf:')
        ? { cnaf: true }
        : genre.startsWith('caf:')
          ? { caf: monde.a.caf.code }
          : { partenaire: monde.a.partenaire.id },
      prenom: 'Camille',
      nom: `Neuf${lettres()}`,
      fonction: 'agent',
      courriel: `${jetonUnique()}@villexemple.invalid`,
      telephone: null,
      roles: [
        genre.startsWith('cnaf:')
          ? 'dpo-cnaf'
          : genre.startsWith('caf:')
            ? 'charge-conventions'
            : 'utilisateur',
      ],
      voie: 'courriel',
    }),
  },
  'POST /api/comptes/correction': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 404), ...pour(ADMINISTRATEURS, 200) },
    corps: async (portail, monde) => {
      const { id, courriel } = await unCompte(portail, monde.a.partenaire.organisation);
      return { compte: id, prenom: 'Camille', nom: 'Corrigé', fonction: 'agent', courriel };
    },
  },
  'POST /api/comptes/suspension': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 200), ...CNAF_ABSENT },
    corps: surUnCompte,
  },
  'POST /api/comptes/levee': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 409), ...CNAF_ABSENT, 'caf:responsable-securite-caf': 404 },
    corps: surUnCompte,
  },
  'POST /api/comptes/fin': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 404), ...pour(ADMINISTRATEURS, 200) },
    corps: surUnCompte,
  },
  'POST /api/comptes/premier-acces': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 404), ...pour(ADMINISTRATEURS, 200) },
    corps: async (portail, monde) => ({ ...(await surUnCompte(portail, monde)), voie: 'courriel' }),
  },
  // ACC-01: letters are for the Caf's own people and the administrators that it issues, none of whom this agent is.
  'POST /api/comptes/lettre': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 404), ...pour(ADMINISTRATEURS, 403) },
    corps: async (portail, monde) => {
      const { compte } = await surUnCompte(portail, monde);
      return { compte, genre: 'identifiant' };
    },
  },
  // HAB-44: the Caf orders, the partner does not.
  'POST /api/comptes/mot-de-passe': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 404), 'caf:gestionnaire-habilitations': 200 },
    corps: surUnCompte,
  },
  // HAB-06: the Caf gives the two administrators' functions, and none of the others.
  'POST /api/comptes/roles': {
    ...MATRICE,
    sauf: { ...pour(GERANTS, 404), ...pour(ADMINISTRATEURS, 200), 'caf:gestionnaire-habilitations': 403 },
    corps: async (portail, monde) => ({ ...(await surUnCompte(portail, monde)), role: 'dpo', donner: true }),
  },
  'GET /api/session': { sansSession: 401, demiOuverte: 401, session: 200, corps: vide },
  'POST /api/session/confirmation': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    corps: async () => ({ code: '000000' }),
  },
  'POST /api/deconnexion': { sansSession: 200, demiOuverte: 200, session: 200, corps: vide },
  // TRA-08, ROL-15: names go with the traces that hold them.
  'GET /api/personnes': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour([...ADMINISTRATEURS, ...AUDITEURS], 200),
    corps: vide,
  },
  'POST /api/traces/recherches': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour([...ADMINISTRATEURS, ...AUDITEURS], 200),
    corps: vide,
  },
  'POST /api/traces/exports': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour([...ADMINISTRATEURS, ...AUDITEURS], 200),
    corps: async () => ({ format: 'csv' }),
  },
  'GET /api/mes-habilitations': { sansSession: 401, demiOuverte: 401, session: 200, corps: vide },
  'GET /api/cdap/profils': { sansSession: 401, demiOuverte: 401, session: 200, corps: vide },
  // ROL-19: staff of a Caf or of the Cnaf hold no right, so the one they name is absent for them.
  'POST /api/cdap/profils/choix': {
    sansSession: 401,
    demiOuverte: 401,
    session: 200,
    sauf: pour(PERSONNEL, 404),
    corps: async (_portail, monde, genre) => ({ habilitation: monde.acteurs.get(genre)?.droit }),
  },
  'POST /api/cdap/consultations': {
    sansSession: 401,
    demiOuverte: 401,
    session: 200,
    sauf: pour(PERSONNEL, 403),
    corps: async (_portail, monde, genre) => ({
      habilitation: monde.acteurs.get(genre)?.droit,
      numero: '12345',
    }),
  },
  // CDAP-23: an extract is a consultation, under the same rights.
  'POST /api/cdap/extraits': {
    sansSession: 401,
    demiOuverte: 401,
    session: 200,
    sauf: pour(PERSONNEL, 403),
    corps: async (_portail, monde, genre) => ({
      habilitation: monde.acteurs.get(genre)?.droit,
      numero: '12345',
    }),
  },
  // CDAP-23: the Caf's people who answer for rights, traces and data; nobody of a partner nor of the Cnaf.
  'POST /api/cdap/extraits/verification': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour(
      ['caf:gestionnaire-habilitations', 'caf:auditeur-traces', 'caf:referent-informatique-libertes'],
      200,
    ),
    corps: async (portail, monde) => ({
      codeExtrait: await unExtrait(portail, monde.a.partenaire, monde.a.agent),
    }),
  },
  'POST /api/cdap/recherches': {
    sansSession: 401,
    demiOuverte: 401,
    session: 200,
    sauf: pour(PERSONNEL, 403),
    corps: async (_portail, monde, genre) => ({
      habilitation: monde.acteurs.get(genre)?.droit,
      par: { nom: 'Exemplaire', prenom: 'Claire' },
    }),
  },
  // CDAP-32: the partner's administrators and the Caf's manager judge; its security officer only sees.
  'GET /api/cdap/arrets': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour([...ADMINISTRATEURS, 'caf:gestionnaire-habilitations', 'caf:responsable-securite-caf'], 200),
    corps: vide,
  },
  'POST /api/cdap/arrets/levee': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour([...ADMINISTRATEURS, 'caf:gestionnaire-habilitations'], 200),
    corps: async (portail, monde) => ({
      arret: await unArret(portail, monde.a.partenaire),
      motif: 'vérifié avec la personne',
    }),
  },
  // CDAP-29, ROL-10: files are fed by the Caf's central administrator, who reads none of them (ROL-19).
  'POST /api/cdap/imports': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour(['caf:gestionnaire-habilitations'], 200),
    corps: async (portail) => {
      await finirImports(portail);
      return { fichier: 'dossiers.jsonl' };
    },
  },
  'GET /api/cdap/imports': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour(['caf:gestionnaire-habilitations'], 200),
    corps: vide,
  },
  'POST /api/cdap/imports/refus': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour(['caf:gestionnaire-habilitations'], 200),
    corps: async (portail, monde) => ({ import: await unImport(portail, monde) }),
  },
  'POST /api/cdap/imports/abandon': {
    sansSession: 401,
    demiOuverte: 401,
    session: 403,
    sauf: pour(['caf:gestionnaire-habilitations'], 200),
    corps: async (portail, monde) => ({ import: await unImport(portail, monde) }),
  },
  // CDAP-10, ROL-17: the national matrix is the Cnaf administrator's. Its other two roles, Cafs and partners never
  // open it. A proposal that changes nothing, and a version that is not there, are refused to who may ask.
  'GET /api/cdap/matrice': { ...MATRICE, sauf: pour(['cnaf:administrateur-cnaf'], 200), corps: vide },
  'POST /api/cdap/matrice/version': {
    ...MATRICE,
    sauf: pour(['cnaf:administrateur-cnaf'], 200),
    corps: async () => ({ version: 1 }),
  },
  'POST /api/cdap/matrice/apercu': {
    ...MATRICE,
    sauf: pour(['cnaf:administrateur-cnaf'], 200),
    corps: async () => ({ versionLue: 1, contenu: catalogue2025 }),
  },
  'POST /api/cdap/matrice/changement': {
    ...MATRICE,
    sauf: pour(['cnaf:administrateur-cnaf'], 422),
    corps: async () => ({
      versionLue: 1,
      contenu: catalogue2025,
      motif: 'décision nationale',
      jourEffet: null,
      elargissements: [],
    }),
  },
  'POST /api/cdap/matrice/annulation': {
    ...MATRICE,
    sauf: pour(['cnaf:administrateur-cnaf'], 404),
    corps: async () => ({ version: 99, motif: 'décision reportée' }),
  },
  // ROL-17, ACC-12: who runs the national installation, and nobody else. The end comes after the beginning, which it lifts.
  'GET /api/exploitation': { ...MATRICE, sauf: pour(['cnaf:administrateur-cnaf'], 200), corps: vide },
  'POST /api/exploitation/maintenance/debut': {
    ...MATRICE,
    sauf: pour(['cnaf:administrateur-cnaf'], 200),
    corps: async () => ({ message: 'Mise à jour de la base', dureeMinutes: 30 }),
  },
  'POST /api/exploitation/maintenance/fin': {
    ...MATRICE,
    sauf: pour(['cnaf:administrateur-cnaf'], 200),
    corps: vide,
  },
};

const finirImports = (portail: Portail) =>
  portail.lignes(
    "update cdap.import_dossiers set etat = 'abandonne', termine_le = commence_le where termine_le is null",
  );

/** An import that is not ended, at the Caf of the roles. */
async function unImport(portail: Portail, monde: MondeDesRoles): Promise<string> {
  await finirImports(portail);
  const id = portail.nouvelId();
  await portail.lignes(
    `insert into cdap.import_dossiers (id, caf_code, fichier, empreinte, octets, format, origine, etat, commence_le, avance_le)
     values ($1, $2, 'dossiers.jsonl', '-', 10, 'jsonl', 'portail', 'en-cours', $3, $3)`,
    [id, monde.a.partenaire.organisation.cafCode, portail.horloge.lire()],
  );
  return id;
}

/** Routes of `ouvrirPortail` that belong to no module: they say nothing of anybody, and are open to all. */
export const HORS_CONTRATS: readonly string[] = [
  'GET /sante',
  'GET /pret',
  'GET /metriques',
  'GET /api/openapi.json',
  'GET /api/portail',
];

export const cleDe = ({ methode, chemin }: Pick<DefinitionRoute, 'methode' | 'chemin'>): string =>
  `${methode} ${chemin}`;

const attendu = (ligne: LigneAttendue, genre: Genre): number =>
  (SANS_SESSION as readonly string[]).includes(genre)
    ? ligne.sansSession
    : genre === 'demi-ouverte'
      ? ligne.demiOuverte
      : genre === 'parcours'
        ? (ligne.parcours ?? ligne.demiOuverte)
        : (ligne.sauf?.[genre] ?? ligne.session);

/** Every route × every kind of actor; one line per answer that is not the one written above. */
export async function violationsDesRoutes(
  portail: Portail,
  monde: MondeDesRoles,
  routes: readonly DefinitionRoute[],
): Promise<string[]> {
  const violations: string[] = [];
  for (const route of routes) {
    const ligne = ATTENDUS[cleDe(route)];
    if (ligne === undefined) continue; // said by `ecartsDeTable`
    for (const genre of GENRES) {
      const client = await clientDe(portail, monde, genre);
      const corps = await ligne.corps(portail, monde, genre);
      const reponse = await client.appeler(route, corps, { adresse: adresseDe(genre) });
      const voulu = attendu(ligne, genre);
      const ou = `${cleDe(route)} pour ${genre}`;
      if (reponse.statut !== voulu) violations.push(`${ou} : ${reponse.statut} au lieu de ${voulu}`);
      violations.push(...(await fautesDeReponse(portail, route, genre, reponse, ou)));
      if (route.methode === 'GET')
        violations.push(...(await fauteDeHead(portail, client, route, genre, ou, reponse.statut)));
    }
  }
  return violations;
}

/** Answers that consult nothing on anybody else and do nothing (TRA-01). */
const SANS_TRACE = [
  'lecture-session',
  'lecture-profils-cdap',
  'lecture-imports',
  'lecture-parcours',
  'lecture-confirmation',
  'second-facteur-cle-defi',
  'confirmation-cle-defi',
  'preparation-cle',
  'lecture-facteurs',
];

/** Each kind at an address of its own: wrong passwords of one must not slow down the next. */
const adresseDe = (genre: Genre): string => `192.0.2.${100 + GENRES.indexOf(genre)}`;

async function fautesDeReponse(
  portail: Portail,
  route: DefinitionRoute,
  genre: Genre,
  reponse: Reponse,
  ou: string,
): Promise<string[]> {
  const fautes: string[] = [];
  if (reponse.entetes['cache-control'] !== 'no-store')
    fautes.push(`${ou} : la réponse peut être gardée en cache`);
  if (reponse.statut >= 400) {
    const { status, title, code, reference } = reponse.corps ?? {};
    if (status !== reponse.statut || !title || !code || !reference)
      fautes.push(`${ou} : le refus n’est pas un problème lisible`);
  }
  // Who is known leaves exactly one trace of what was done or refused, under the reference of the request.
  const connu = !(SANS_SESSION as readonly string[]).includes(genre) && reponse.statut !== 401;
  if (!connu || (reponse.statut === 200 && SANS_TRACE.includes(route.action))) return fautes;
  // A search leaves a trace for each file it shows besides its own: they are told of in its own tests.
  const traces = await portail.lignes<{ action: string; issue: string }>(
    "select action, issue from traces.trace where correlation = $1 and action <> 'recherche-dossier-liste'",
    [reponse.entetes['x-correlation-id']],
  );
  const voulue = { action: route.action, issue: reponse.statut === 200 ? 'fait' : 'refuse' };
  if (JSON.stringify(traces) !== JSON.stringify([voulue]))
    fautes.push(`${ou} : traces ${JSON.stringify(traces)}`);
  return fautes;
}

/** HEAD answers like GET and without a body, or it would be a way round the guard. */
async function fauteDeHead(
  portail: Portail,
  client: Client,
  route: DefinitionRoute,
  genre: Genre,
  ou: string,
  statutDeGet: number,
): Promise<string[]> {
  const reponse = await portail.app.inject({
    method: 'HEAD',
    url: route.chemin,
    remoteAddress: adresseDe(genre),
    headers: {
      host: 'localhost',
      ...(client.cookie === null ? {} : { cookie: `__Host-passerelle=${client.cookie}` }),
    },
  });
  return reponse.statusCode === statutDeGet && reponse.body === ''
    ? []
    : [`HEAD ${ou} : ${reponse.statusCode}, ${reponse.body.length} octets`];
}

/** `METHODE chemin` of every route that the application serves, HEAD of a GET aside. */
export function routesMontees(app: FastifyInstance): string[] {
  const montees: string[] = [];
  const ascendants: string[] = [];
  for (const ligne of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const trouve = /^((?:│ {3}| {4})*)[├└]── (\S*) \(([A-Z, ]+)\)/.exec(ligne);
    if (!trouve) {
      if (ligne.trim() !== '')
        throw new Error(`the printed route table has a line that is not understood: ${ligne}`);
      continue;
    }
    const [, marge = '', morceau = '', methodes = ''] = trouve;
    const profondeur = marge.length / 4;
    ascendants.length = profondeur;
    const chemin = ascendants.join('') + morceau;
    ascendants.push(morceau);
    for (const methode of methodes.split(', ')) {
      if (methode !== 'HEAD' || !methodes.includes('GET')) montees.push(`${methode} ${chemin}`);
    }
  }
  return montees.sort();
}

/** A route mounted outside the table, in the table and not mounted, or without an expectation. */
export function ecartsDeTable(app: FastifyInstance, routes: readonly DefinitionRoute[]): string[] {
  const montees = routesMontees(app);
  const declarees = routes.map(cleDe);
  const permises = new Set([...declarees, ...HORS_CONTRATS]);
  return [
    ...montees.filter((cle) => !permises.has(cle)).map((cle) => `${cle} : montée sans être dans un contrat`),
    ...declarees.filter((cle) => !montees.includes(cle)).map((cle) => `${cle} : déclarée et pas montée`),
    ...declarees
      .filter((cle) => !Object.hasOwn(ATTENDUS, cle))
      .map((cle) => `${cle} : sans ligne dans la matrice`),
    ...Object.keys(ATTENDUS)
      .filter((cle) => !declarees.includes(cle))
      .map((cle) => `${cle} : ligne de matrice sans route`),
  ];
}
