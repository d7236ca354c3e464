import type { ReponseHttp } from '../../domain/source-api-particulier.ts';

/** What one HTTP call takes. Times are in milliseconds. */
export interface ReglagesClient {
  /** Origin and prefix of the upstream, without a slash at the end. */
  readonly url: string;
  /** Bearer of API Particulier. It goes to `url` and nowhere else: a redirection is not followed. */
  readonly jeton: string;
  /** To the headers of the answer, connection included. */
  readonly enTetesMs: number;
  /** To the last byte. */
  readonly totalMs: number;
  readonly octetsMax: number;
  readonly minuter: Minuter;
}

/** Runs `acte` after so long unless it is called off; a test holds its own. */
export type Minuter = (ms: number, acte: () => void) => () => void;

export const minuter: Minuter = (ms, acte) => {
  const minuterie = setTimeout(acte, ms);
  return () => clearTimeout(minuterie);
};

/** Nothing that can be understood as an answer came back. */
export type Panne = 'indisponible' | 'lente' | 'incomprehensible';

export type Appel = (chemin: string, parametres: URLSearchParams) => Promise<ReponseHttp | Panne>;

/** Connection closed under a request: most often one kept open that the other side had just let go. */
const COUPURES: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/**
 * One GET of the upstream, bounded in time and size. A connection cut before the headers is tried once more within
 * the same times; nothing else is, since an upstream that is slow is not helped by asking twice.
 *
 * Never throws, and keeps no message of the machine below: it would hold the address, hence a civil status.
 */
export const creerAppel =
  (reglages: ReglagesClient): Appel =>
  async (chemin, parametres) => {
    const arret = new AbortController();
    const oublier = reglages.minuter(reglages.totalMs, () => arret.abort());
    try {
      const reponse = await demander(reglages, `${reglages.url}${chemin}?${parametres}`, arret);
      return await lire(reponse, reglages.octetsMax);
    } catch {
      return arret.signal.aborted ? 'lente' : 'indisponible';
    } finally {
      oublier();
      // What remains to come, if anything, is of no use: the connection is let go.
      arret.abort();
    }
  };

async function demander(
  reglages: ReglagesClient,
  adresse: string,
  arret: AbortController,
): Promise<Response> {
  const oublier = reglages.minuter(reglages.enTetesMs, () => arret.abort());
  const envoyer = () =>
    fetch(adresse, {
      headers: {
        authorization: `Bearer ${reglages.jeton}`,
        accept: 'application/json',
        // The bound is on bytes received: what they would unfold to is not worth having.
        'accept-encoding': 'identity',
        'user-agent': 'Passerelle',
      },
      redirect: 'manual',
      signal: arret.signal,
    });
  try {
    return await envoyer().catch((erreur: unknown) => {
      if (arret.signal.aborted || !COUPURES.has((erreur as { cause?: { code?: unknown } }).cause?.code))
        throw erreur;
      return envoyer();
    });
  } finally {
    oublier();
  }
}

async function lire(reponse: Response, octetsMax: number): Promise<ReponseHttp | Panne> {
  const { status: statut, body } = reponse;
  const morceaux: Uint8Array[] = [];
  let octets = 0;
  for await (const morceau of body ?? []) {
    octets += morceau.byteLength;
    if (octets > octetsMax) return 'incomprehensible';
    morceaux.push(morceau);
  }
  return {
    statut,
    corps: enJson(Buffer.concat(morceaux).toString('utf8')),
    reessayerDans: enSecondes(reponse.headers.get('retry-after')),
  };
}

function enJson(texte: string): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    return undefined;
  }
}

/** The form in seconds only; a date would rest on the other side's clock. */
const enSecondes = (texte: string | null): number | null =>
  texte !== null && /^\d{1,5}$/.test(texte) ? Number(texte) : null;
