/** The provider cannot be asked: unreachable, too slow, too talkative, out of order by its own word, or not safe. */
export class ErreurFournisseur extends Error {
  constructor(motif: 'injoignable' | 'trop-lent' | 'trop-long' | 'en-panne' | 'adresse-refusee') {
    super(motif);
    this.name = 'ErreurFournisseur';
  }
}

export interface BornesAppel {
  /** From the request to the last byte of its answer. */
  readonly delaiMs: number;
  /** Of the answer's body, once unfolded. */
  readonly octetsMax: number;
}

type OptionsAppel = Omit<RequestInit, 'body'> & { body?: RequestInit['body'] | undefined };

/**
 * The only way to the provider, given to both libraries in place of `fetch`: bounded in time and size, and a
 * redirection is an answer like another, never followed (a secret goes with the request).
 *
 * Errors: ErreurFournisseur, which holds nothing of what was asked or answered.
 */
export const creerAppel =
  ({ delaiMs, octetsMax }: BornesAppel) =>
  async (adresse: string, options: OptionsAppel): Promise<Response> => {
    const limite = AbortSignal.timeout(delaiMs);
    const arret = new AbortController();
    try {
      const reponse = await fetch(adresse, {
        ...options,
        body: options.body ?? null,
        redirect: 'manual',
        signal: AbortSignal.any([limite, arret.signal]),
      });
      if (reponse.status >= 500 || reponse.status === 429) throw new ErreurFournisseur('en-panne');
      const morceaux: Uint8Array[] = [];
      let octets = 0;
      for await (const morceau of reponse.body ?? []) {
        octets += morceau.byteLength;
        if (octets > octetsMax) throw new ErreurFournisseur('trop-long');
        morceaux.push(morceau);
      }
      return new Response(octets === 0 ? null : Buffer.concat(morceaux), {
        status: reponse.status,
        headers: reponse.headers,
      });
    } catch (erreur) {
      if (erreur instanceof ErreurFournisseur) throw erreur;
      throw new ErreurFournisseur(limite.aborted ? 'trop-lent' : 'injoignable');
    } finally {
      // What remains to come, if anything, is of no use: the connection is let go.
      arret.abort();
    }
  };
