import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Horloge } from '../clock/horloge.ts';
import { repondreProbleme } from './erreurs.ts';

/** A maintenance under way, as it is told to whoever asks (ACC-12). */
export interface EtatMaintenance {
  readonly depuis: Date;
  readonly finPrevue: Date | null;
  readonly message: string;
}

/** Whether the portal is in maintenance, read from the database once a second at most. */
export interface LecteurMaintenance {
  readonly lire: () => Promise<EtatMaintenance | null>;
  /** What was read last, without asking: the database may be the very thing that is being mended. */
  readonly connue: () => EtatMaintenance | null;
  /** The next reading asks the database: this process has just begun or lifted one. */
  readonly oublier: () => void;
  readonly horloge: Horloge;
}

const FRAICHEUR_MS = 1_000;

/**
 * Keeps the state of maintenance in memory for one second.
 *
 * It is the one thing read at the door that may be a second late: it is neither a session, nor a right, nor a
 * suspension, and gives nothing to anyone. While the database does not answer, what was read last stands.
 */
export function creerLecteurMaintenance(
  lireBase: () => Promise<EtatMaintenance | null>,
  horloge: Horloge,
): LecteurMaintenance {
  let connue: EtatMaintenance | null = null;
  let lueLe = Number.NaN;
  let enCours: Promise<void> | null = null;
  const relire = async () => {
    const debut = horloge().getTime();
    try {
      const lue = await lireBase();
      connue = lue;
    } catch {
      // Said elsewhere: each action will find the database away, and answer so.
    }
    lueLe = debut;
    enCours = null;
  };
  return {
    lire: async () => {
      // A clock set back must not keep an old answer for hours.
      const age = Math.abs(horloge().getTime() - lueLe);
      if (!(age < FRAICHEUR_MS)) {
        enCours ??= relire();
        await enCours;
      }
      return connue;
    },
    connue: () => connue,
    oublier: () => {
      lueLe = Number.NaN;
    },
    horloge,
  };
}

/**
 * What still answers during a maintenance: what the page is told, the entry and the exit, who one is, and the screen
 * that lifts it. The demonstration's accounts and codes are how one signs in there.
 */
const OUVERTES = [
  /^\/api\/(openapi\.json|portail)$/,
  // The steps before entering too: whoever reopens the portal may have some left.
  /^\/api\/(connexion|deconnexion|session|parcours|facteurs|exploitation)(\/|$)/,
  // The provider sends it once: lost, a session would outlive its end.
  /^\/api\/oidc\/deconnexion$/,
  /^\/api\/demonstration\/(comptes|codes)$/,
];

/** `route`: the pattern of the route that was found, never the address as it was typed: encodings would pass. */
export const estFermeeEnMaintenance = (route: string | undefined): boolean =>
  route?.startsWith('/api/') === true && !OUVERTES.some((motif) => motif.test(route));

const REPRISE_MIN_S = 30;
const REPRISE_MAX_S = 3_600;

/** Seconds after which a program may try again: the expected end, within reason. */
export function repriseDans({ finPrevue }: EtatMaintenance, instant: Date): number {
  const reste = finPrevue === null ? 0 : Math.ceil((finPrevue.getTime() - instant.getTime()) / 1000);
  return Math.min(Math.max(reste, REPRISE_MIN_S), REPRISE_MAX_S);
}

/** Refuses a request that begins during a maintenance; those that began before go on to their end. */
export async function refuserEnMaintenance(
  lecteur: LecteurMaintenance,
  requete: FastifyRequest,
  reponse: FastifyReply,
): Promise<FastifyReply | null> {
  if (!estFermeeEnMaintenance(requete.routeOptions.url)) return null;
  const etat = await lecteur.lire();
  if (etat === null) return null;
  reponse
    .header('retry-after', String(repriseDans(etat, lecteur.horloge())))
    .header('cache-control', 'no-store');
  return repondreProbleme(reponse, { correlation: requete.id }, 503, 'maintenance', {
    title: 'Le portail est en maintenance.',
    suite: 'Rien n’a été enregistré. Ce que vous avez saisi reste à l’écran : recommencez à la fin.',
    details: { message: etat.message, finPrevue: etat.finPrevue?.toISOString() ?? null },
  });
}
