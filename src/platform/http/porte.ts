import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Acteur } from '../../kernel/acteur.ts';
import type { Refus, Resultat } from '../../kernel/resultat.ts';
import type { Contrat, DefinitionRoute, Portee } from '../../kernel/route.ts';
import type { Horloge } from '../clock/horloge.ts';
import { type Base, enTransaction, type Locataire } from '../db/base.ts';
import { nouvelUuid } from '../identifiants.ts';
import { leverBorne } from './borne-corps.ts';
import { type Contexte, locataireDe } from './contexte.ts';
import { decrireDefaut, repondreCorpsIllisible, repondreProbleme } from './erreurs.ts';
import type { Places } from './places.ts';
import { type DireRefus, STATUTS } from './probleme.ts';
import { lireAdresse } from './reseau.ts';

z.config(z.locales.fr());

/** Longest time without a byte taken by who receives a file. */
const LECTEUR_IMMOBILE_MS = 60_000;
/** Longest time of a whole file that comes. */
const DEPOT_MS = 2 * 3_600_000;
export const NOM_COOKIE = '__Host-passerelle';
/** How long a proof of identity serves for sensitive acts. */
const PREUVE_MS = 10 * 60_000;

/** A session as the door sees it. */
export interface SessionResolue {
  readonly acteur: Acteur;
  readonly niveau: 'mot-de-passe' | 'parcours' | 'complet';
  /** Last time the person proved who they are in this session: second factor or confirmation. */
  readonly preuveLe: Date | null;
  /** The services that a token opens; null: a browser's session, which opens all that the person may. */
  readonly portees: readonly Portee[] | null;
}

/** One line of trace that the door writes for an action (TRA-01). */
export interface LigneTrace {
  readonly action: string;
  readonly issue: 'fait' | 'refuse' | 'invalide';
  readonly codeIssue: string | null;
  readonly acteur: Acteur | null;
}

/** What the door needs from the modules; given by the composition root. */
export interface ServicesPorte {
  readonly base: Base;
  readonly horloge: Horloge;
  /** Counts a request that comes before any session; false when its network has sent too many. */
  readonly freiner: (adresse: string | null) => boolean;
  /** Lets those without session in, a few at a time. */
  readonly places: Places;
  /** A file is being consulted, until what is answered is called: passwords being hashed make way (PERF-06). */
  readonly faireCeder: () => () => void;
  /** How long a file may wait for a reader who takes nothing; one minute unless told. */
  readonly lecteurImmobileMs?: number;
  /** How long a file may take to come, whole; two hours unless told. */
  readonly depotMs?: number;
  /** `actif`: the request comes from the person and keeps the session alive. */
  readonly resoudreSession: (
    ctx: Contexte,
    empreinte: Buffer,
    actif: boolean,
  ) => Promise<SessionResolue | null>;
  readonly tracer: (ctx: Contexte, locataire: Locataire, ligne: LigneTrace) => Promise<void>;
}

type ActeurDe<R extends DefinitionRoute> = R['acces']['genre'] extends
  | 'session'
  | 'second-facteur'
  | 'engagee'
  ? Acteur
  : null;

export interface Requete<R extends DefinitionRoute> {
  readonly entree: z.output<R['entree']>;
  readonly acteur: ActeurDe<R>;
  readonly ctx: Contexte;
  /** How far the session has come; null where there is none to look at. */
  readonly niveau: SessionResolue['niveau'] | null;
  /** Whether the person proved their identity a moment ago: sensitive acts ask for it (step-up). */
  readonly preuveFraiche: boolean;
  /** A cookie of the request, by name; the session's own is not given. */
  readonly cookie: (nom: string) => string | undefined;
  /** Digest of the session's cookie; the cookie itself never goes further than the door. */
  readonly empreinte: Buffer | null;
  readonly reponse: FastifyReply;
  /** The file of a route that receives one, and its type. */
  readonly depot: {
    readonly corps: Readable;
    readonly type: string;
    /** Its size as the sender says it; null when they do not. */
    readonly octets: number | null;
  } | null;
}

/** A file sent as it is made. */
export interface Flux {
  readonly type: string;
  readonly nom: string;
  readonly contenu: Readable;
}

export type Poignees<C extends Contrat> = {
  readonly [K in keyof C]: (
    requete: Requete<C[K]>,
  ) => Promise<Resultat<C[K] extends { flux: true } ? Flux : z.input<C[K]['sortie']>>>;
};

export const empreinteDeJeton = (jeton: string): Buffer => createHash('sha256').update(jeton).digest();
/** Apart from cookies: a token given as a cookie, or a cookie as a token, opens nothing. */
export const empreinteDePorteur = (jeton: string): Buffer => empreinteDeJeton(`porteur:${jeton}`);
/** What every API token begins with, so that a leaked one is recognised where it lies. */
export const DEBUT_JETON_API = 'passerelle_';

/**
 * Mounts a module's routes: session → person, input parsed by the contract with unknown fields refused, then
 * the action, then the output parsed too. A route without handler does not compile.
 */
export function monter<C extends Contrat>(
  app: FastifyInstance,
  services: ServicesPorte,
  contrat: C,
  poignees: Poignees<C>,
  dire: DireRefus,
): void {
  for (const [nom, definition] of Object.entries(contrat)) {
    const poignee = poignees[nom as keyof C] as unknown as (
      requete: Requete<DefinitionRoute>,
    ) => Promise<Resultat<unknown>>;
    const route = {
      method: definition.methode,
      url: definition.chemin,
      config: { depot: definition.depot !== undefined },
      handler: (requete: FastifyRequest, reponse: FastifyReply) =>
        franchir(services, definition, poignee, dire, requete, reponse),
      errorHandler: async (erreur: FastifyError, requete: FastifyRequest, reponse: FastifyReply) => {
        const statut = erreur.statusCode ?? 500;
        return statut >= 400 && statut < 500
          ? refuserCorps(services, definition, statut, requete, reponse)
          : app.errorHandler(erreur, requete, reponse);
      },
    };
    if (definition.formulaire === true) {
      // A place of its own, as for files: a form sent anywhere else is refused.
      void app.register(async (lieu) => {
        lieu.removeAllContentTypeParsers();
        lieu.addContentTypeParser(
          TYPE_FORMULAIRE,
          { parseAs: 'buffer', bodyLimit: FORMULAIRE_OCTETS },
          lireFormulaire,
        );
        lieu.route(route);
      });
    } else if (definition.depot === undefined) app.route(route);
    else {
      const types = [...definition.depot];
      // A place of its own: no other route takes these bodies, and this one takes no JSON.
      void app.register(async (lieu) => {
        lieu.removeAllContentTypeParsers();
        lieu.addContentTypeParser(types, (_requete: FastifyRequest, flux: Readable, suite: SuiteCorps) =>
          suite(null, flux),
        );
        lieu.route(route);
      });
    }
  }
}

type SuiteCorps = (erreur: Error | null, corps?: Readable) => void;

const TYPE_FORMULAIRE = 'application/x-www-form-urlencoded';
const FORMULAIRE_OCTETS = 16 * 1024;

/** Reads a form strictly: true UTF-8, and no field given twice, of which two readers could each keep another. */
function lireFormulaire(
  _requete: FastifyRequest,
  corps: Buffer,
  suite: (erreur: Error | null, valeur?: unknown) => void,
): void {
  const champs = [...new URLSearchParams(corps.toString('latin1'))];
  const noms = new Set(champs.map(([nom]) => nom));
  // Beyond ASCII a form is percent-encoded, and what does not decode comes out as U+FFFD.
  const lisible =
    corps.every((octet) => octet < 0x80) && !champs.flat().some((texte) => texte.includes('\ufffd'));
  if (lisible && noms.size === champs.length) suite(null, Object.fromEntries(champs));
  else suite(Object.assign(new Error('malformed form'), { statusCode: 400 }));
}

/** What a route that receives a file is asked besides it; undefined when it cannot be read. */
function lireEntreeDepot(requete: FastifyRequest): unknown {
  try {
    return JSON.parse(decodeURIComponent(String(requete.headers['x-entree'] ?? '')));
  } catch {
    return undefined;
  }
}

/** A sender who sends nothing for a minute, or never ends, is cut off, as is a reader who takes nothing. */
function couperSiImmobile(corps: Readable, delaiMs: number, totalMs: number): Readable {
  const couper = () => corps.destroy(Object.assign(new Error('the sender stopped'), { code: 'ECONNRESET' }));
  const minuterie = setTimeout(couper, delaiMs);
  const total = setTimeout(couper, totalMs);
  corps
    .on('data', () => minuterie.refresh())
    // Told to whoever reads it; before anybody does, it must not end the process.
    .on('error', () => {})
    .once('close', () => {
      clearTimeout(minuterie);
      clearTimeout(total);
    })
    .pause();
  return corps;
}

async function franchir(
  services: ServicesPorte,
  definition: DefinitionRoute,
  poignee: (requete: Requete<DefinitionRoute>) => Promise<Resultat<unknown>>,
  dire: DireRefus,
  requete: FastifyRequest,
  reponse: FastifyReply,
): Promise<FastifyReply> {
  const ctx = creerContexte(services, requete);
  const servi = definition.acces.genre === 'consultation' ? services.faireCeder() : null;
  try {
    const admission = await admettre(services, definition, ctx, requete, reponse);
    if (admission === null) return reponse;
    const rendre = definition.parPlaces === true ? await services.places.prendre() : sansPlace;
    if (rendre === null)
      return repondreProbleme(reponse.header('retry-after', '5'), ctx, 503, 'connexions-saturees', {
        title: 'Trop de connexions sont demandées en ce moment.',
        suite: 'Réessayez dans quelques secondes : rien n’a été compté contre vous.',
      });
    try {
      return await servir(services, definition, poignee, dire, requete, reponse, ctx, admission);
    } finally {
      rendre();
    }
  } finally {
    servi?.();
  }
}

const sansPlace = (): void => {};

/** What comes once the door is open: the input, the action, the answer. */
async function servir(
  services: ServicesPorte,
  definition: DefinitionRoute,
  poignee: (requete: Requete<DefinitionRoute>) => Promise<Resultat<unknown>>,
  dire: DireRefus,
  requete: FastifyRequest,
  reponse: FastifyReply,
  ctx: Contexte,
  admission: Admission,
): Promise<FastifyReply> {
  const { empreinte, session } = admission;

  const donnee =
    definition.depot !== undefined
      ? lireEntreeDepot(requete)
      : definition.methode === 'GET'
        ? requete.query
        : (requete.body ?? undefined);
  const lue = definition.entree.safeParse(donnee);
  const interdit = lue.success ? trouverTexteInterdit(donnee, '') : null;
  if (!lue.success || interdit !== null) {
    const fautes = lue.success
      ? [
          faute(
            nommable(interdit ?? ''),
            'Ce texte contient un caractère qui ne peut pas être enregistré.',
            // Their fields are named by whoever sends them, and are not all ours.
            definition.redirection !== true && definition.formulaire !== true,
          ),
        ]
      : decrireFautes(lue.error);
    if (!(await tracerFaute(services, definition, ctx, admission, fautes))) return sansSession(ctx, reponse);
    const champs = fautes.map(({ champ, message }) => ({ champ, message }));
    return repondreProbleme(reponse, ctx, 400, 'saisie-invalide', {
      title: champs.length === 1 && champs[0] ? champs[0].message : 'Corrigez les champs signalés.',
      champs,
    });
  }

  const acteur = session?.acteur ?? null;
  if (definition.depot !== undefined) leverBorne(requete.raw);
  const longueur = Number(requete.headers['content-length'] ?? Number.NaN);
  const resultat = await poignee({
    entree: lue.data,
    acteur: acteur as Acteur & null,
    ctx,
    niveau: session?.niveau ?? null,
    preuveFraiche: session !== null && estFraiche(session, ctx.instant),
    cookie: (nom) => (nom === NOM_COOKIE ? undefined : requete.cookies[nom]),
    empreinte,
    reponse,
    depot:
      definition.depot === undefined
        ? null
        : {
            corps: couperSiImmobile(
              (requete.body ?? Readable.from([])) as Readable,
              services.lecteurImmobileMs ?? LECTEUR_IMMOBILE_MS,
              services.depotMs ?? DEPOT_MS,
            ),
            octets: Number.isSafeInteger(longueur) ? longueur : null,
            type: (requete.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
          },
  });
  if (!resultat.ok) {
    const { refus } = resultat;
    if (refus.code === 'session-absente') return sansSession(ctx, reponse);
    if (definition.trace === 'porte') {
      await services.tracer(ctx, acteur && locataireDe(acteur), {
        action: definition.action,
        issue: 'refuse',
        codeIssue: refus.code,
        acteur,
      });
    }
    return repondreRefus(reponse, ctx, refus, dire, definition.formulaire === true);
  }
  if (definition.flux) {
    const flux = resultat.valeur as Flux;
    flux.contenu.on('error', (erreur) => {
      requete.log.error({ defaut: decrireDefaut(erreur) }, 'export cut');
      // Reset, so that what waits in the buffers of a slow reader is not delivered any more (SEC-08).
      (reponse.raw.socket as Socket | null)?.resetAndDestroy?.();
    });
    // A reader that takes nothing for a minute keeps neither the export nor the stop of the portal waiting.
    reponse.raw.setTimeout(services.lecteurImmobileMs ?? LECTEUR_IMMOBILE_MS, () => reponse.raw.destroy());
    return reponse
      .header('content-type', flux.type)
      .header('content-disposition', `attachment; filename="${flux.nom}"`)
      .send(flux.contenu);
  }
  const sortie = definition.sortie.parse(resultat.valeur);
  if (definition.trace === 'porte') {
    await services.tracer(ctx, acteur && locataireDe(acteur), {
      action: definition.action,
      issue: 'fait',
      codeIssue: null,
      acteur,
    });
  }
  if (definition.redirection === true)
    return reponse
      .code(303)
      .header('location', (sortie as { vers: string }).vers)
      .send();
  return reponse.type('application/json; charset=utf-8').send(JSON.stringify(sortie));
}

/** A body that could not be read leaves its trace, as any bad input; without session there is nothing to say of it. */
async function refuserCorps(
  services: ServicesPorte,
  definition: DefinitionRoute,
  statut: number,
  requete: FastifyRequest,
  reponse: FastifyReply,
): Promise<FastifyReply> {
  const ctx = creerContexte(services, requete);
  const admission = await admettre(services, definition, ctx, requete, reponse);
  if (admission === null) return reponse;
  const fautes = [faute('corps', 'Le corps de la demande ne peut pas être lu.')];
  return (await tracerFaute(services, definition, ctx, admission, fautes))
    ? repondreCorpsIllisible(reponse, ctx, statut)
    : sansSession(ctx, reponse);
}

/** Who came through the door; a public route and the consultation look at their session by themselves. */
interface Admission {
  readonly empreinte: Buffer | null;
  readonly session: SessionResolue | null;
}

/** Opens the door or answers why not (null): too many requests, no session of the level asked, a role that may not. */
async function admettre(
  services: ServicesPorte,
  definition: DefinitionRoute,
  ctx: Contexte,
  requete: FastifyRequest,
  reponse: FastifyReply,
): Promise<Admission | null> {
  const { acces, arrierePlan, methode, redirection } = definition;
  reponse.header('cache-control', 'no-store');
  if (acces.genre === 'public') {
    const empreinte = empreinteDeCookie(requete);
    if ((methode === 'GET' && redirection !== true) || services.freiner(ctx.adresse))
      return { empreinte, session: null };
    repondreProbleme(reponse.header('retry-after', '60'), ctx, 429, 'trop-de-demandes', {
      title: 'Trop de demandes viennent de votre réseau.',
      suite: 'Réessayez dans une minute.',
    });
    return null;
  }
  const { authorization } = requete.headers;
  if (authorization !== undefined) return admettreJeton(services, definition, ctx, authorization, reponse);
  const empreinte = empreinteDeCookie(requete);
  if (acces.genre === 'consultation') {
    if (empreinte !== null) return { empreinte, session: null };
    sansSession(ctx, reponse);
    return null;
  }
  const session = empreinte && (await services.resoudreSession(ctx, empreinte, arrierePlan !== true));
  if (!session || !NIVEAUX[acces.genre].includes(session.niveau)) {
    sansSession(ctx, reponse);
    return null;
  }
  const refus = empechementDe(definition, session, ctx.instant);
  if (refus === null) return { empreinte, session };
  await refuserEntree(services, definition, ctx, session, refus, reponse);
  return null;
}

const NIVEAUX: Readonly<
  Record<'second-facteur' | 'engagee' | 'session', readonly SessionResolue['niveau'][]>
> = {
  'second-facteur': ['mot-de-passe'],
  engagee: ['parcours', 'complet'],
  session: ['complet'],
};

/** ACC-09: a token opens the routes of its services, and of them only what its owner may at this instant. */
async function admettreJeton(
  services: ServicesPorte,
  definition: DefinitionRoute,
  ctx: Contexte,
  authorization: string,
  reponse: FastifyReply,
): Promise<Admission | null> {
  const [, jeton] = /^bearer ([\w-]{1,100})$/i.exec(authorization) ?? [];
  const empreinte = jeton?.startsWith(DEBUT_JETON_API) === true ? empreinteDePorteur(jeton) : null;
  const session = empreinte && (await services.resoudreSession(ctx, empreinte, true));
  if (!session) {
    repondreProbleme(reponse.header('www-authenticate', 'Bearer'), ctx, 401, 'jeton-refuse', {
      title: 'Ce jeton n’ouvre rien : il est mal écrit, échu ou révoqué.',
      suite: 'L’en-tête Authorization s’écrit « Bearer », une espace, puis le jeton entier.',
      champs: [{ champ: 'Authorization', message: 'Ce jeton n’ouvre rien.' }],
    });
    return null;
  }
  const { portee } = definition;
  const refus =
    portee === undefined || !session.portees?.includes(portee)
      ? 'jeton-hors-portee'
      : empechementDe(definition, session, ctx.instant);
  if (refus === null) return { empreinte, session };
  await refuserEntree(services, definition, ctx, session, refus, reponse);
  return null;
}

type CodeEntreeRefusee = keyof typeof ENTREES_REFUSEES;
const ENTREES_REFUSEES = {
  'role-insuffisant': {
    title: 'Votre rôle ne donne pas accès à cette page.',
    suite: 'Si vous en avez besoin, adressez-vous à l’administrateur de votre organisme.',
  },
  'jeton-hors-portee': {
    title: 'Ce jeton ne donne pas accès à cette route.',
    suite: 'Un jeton n’ouvre que les services choisis à sa création ; le reste se fait sur le portail.',
  },
  'confirmation-requise': {
    title: 'Confirmez que c’est bien vous.',
    suite: 'Cette action demande une preuve de votre identité de moins de dix minutes.',
  },
} as const;

function empechementDe(
  { acces, confirmation }: DefinitionRoute,
  session: SessionResolue,
  instant: Date,
): CodeEntreeRefusee | null {
  if (acces.genre === 'session' && !acces.peut(session.acteur)) return 'role-insuffisant';
  if (confirmation === true && session.niveau === 'complet' && !estFraiche(session, instant))
    return 'confirmation-requise';
  return null;
}

const estFraiche = ({ preuveLe }: SessionResolue, instant: Date): boolean =>
  preuveLe !== null && instant.getTime() - preuveLe.getTime() < PREUVE_MS;

async function refuserEntree(
  services: ServicesPorte,
  { action }: DefinitionRoute,
  ctx: Contexte,
  { acteur }: SessionResolue,
  code: CodeEntreeRefusee,
  reponse: FastifyReply,
): Promise<void> {
  await services.tracer(ctx, locataireDe(acteur), { action, issue: 'refuse', codeIssue: code, acteur });
  repondreProbleme(reponse, ctx, 403, code, ENTREES_REFUSEES[code]);
}

/**
 * Traces a bad input under whoever sent it, by the names of its fields. False: the route wants a session that is not
 * there, and nothing was written.
 */
async function tracerFaute(
  services: ServicesPorte,
  { acces, action }: DefinitionRoute,
  ctx: Contexte,
  { empreinte, session }: Admission,
  fautes: readonly Faute[],
): Promise<boolean> {
  const trouvee = session ?? (empreinte && (await services.resoudreSession(ctx, empreinte, true)));
  // Half a session is nobody yet, except on the route that completes it.
  const auteur = session ?? (trouvee?.niveau === 'complet' ? trouvee : null);
  if (acces.genre === 'consultation' && auteur === null) return false;
  await services.tracer(ctx, auteur && locataireDe(auteur.acteur), {
    action,
    issue: 'invalide',
    codeIssue: [...new Set(fautes.map(({ connu, champ }) => (connu ? champ : 'champ-inconnu')))]
      .join(',')
      .slice(0, 200),
    acteur: auteur?.acteur ?? null,
  });
  return true;
}

function empreinteDeCookie(requete: FastifyRequest): Buffer | null {
  const jeton = requete.cookies[NOM_COOKIE];
  return jeton === undefined || jeton.length > 100 ? null : empreinteDeJeton(jeton);
}

function creerContexte(services: ServicesPorte, requete: FastifyRequest): Contexte {
  const instant = services.horloge();
  return {
    instant,
    nouvelId: () => nouvelUuid(instant),
    enTransaction: (locataire, acte) => enTransaction(services.base, locataire, instant, acte),
    correlation: requete.id,
    adresse: lireAdresse(requete.ip),
    navigateur: requete.headers['user-agent']?.slice(0, 200) ?? null,
    journal: requete.log,
  };
}

/** `connu`: the contract has this field. The name of another one is told back, and never recorded (TRA-03). */
interface Faute {
  readonly champ: string;
  readonly message: string;
  readonly connu: boolean;
}
const faute = (champ: string, message: string, connu = true): Faute => ({ champ, message, connu });

/** A readable name of the field and a message for each fault of an input; the value itself is never repeated. */
function decrireFautes(erreur: z.ZodError): Faute[] {
  return erreur.issues.slice(0, 20).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, 5).map((cle) => faute(nommable(cle), 'Ce champ n’existe pas.', false));
    }
    const champ = issue.path.join('.');
    return champ === ''
      ? [faute('corps', 'La demande doit être un objet JSON.')]
      : [faute(champ, issue.message)];
  });
}

/** A name that came from outside, as it may be shown and recorded. */
const nommable = (cle: string): string => cle.replace(/[^\p{L}\p{N}_.-]/gu, '?').slice(0, 60);

/**
 * Path of the first text that no database nor file could keep: a null character, or half of a pair. Schemas let
 * them through, since to JavaScript they are characters like others.
 */
function trouverTexteInterdit(valeur: unknown, chemin: string): string | null {
  if (typeof valeur === 'string') return valeur.includes('\0') || !valeur.isWellFormed() ? chemin : null;
  if (typeof valeur !== 'object' || valeur === null) return null;
  for (const [cle, contenu] of Object.entries(valeur)) {
    const trouve = trouverTexteInterdit(contenu, chemin === '' ? cle : `${chemin}.${cle}`);
    if (trouve !== null) return trouve;
  }
  return null;
}

const sansSession = (ctx: Contexte, reponse: FastifyReply) =>
  repondreProbleme(reponse, ctx, 401, 'session-absente', {
    title: 'Votre session est terminée.',
    suite: 'Connectez-vous pour continuer.',
  });

function repondreRefus(
  reponse: FastifyReply,
  ctx: Contexte,
  refus: Refus,
  dire: DireRefus,
  formulaire: boolean,
): FastifyReply {
  const { titre, suite } = dire(refus);
  const reprise = refus.details?.reprise;
  if ((refus.nature === 'indisponible' || refus.nature === 'ralenti') && typeof reprise === 'number')
    reponse.header('retry-after', String(reprise));
  // Standards that send forms know 400 for whatever is wrong in what was sent.
  const statut = formulaire && refus.nature === 'invalide' ? 400 : STATUTS[refus.nature];
  return repondreProbleme(reponse, ctx, statut, refus.code, {
    title: titre,
    ...(suite === undefined ? {} : { suite }),
    ...(refus.champ === undefined ? {} : { champs: [{ champ: refus.champ, message: titre }] }),
    ...(refus.details === undefined ? {} : { details: refus.details }),
  });
}
