import type { Operation } from './lire-api.ts';

/** What came back, as it is shown. */
export interface Reponse {
  readonly statut: number;
  readonly entetes: readonly (readonly [nom: string, valeur: string])[];
  /** JSON laid out; any other text as it came. */
  readonly corps: string;
  readonly dureeMs: number;
}

const ENTETES_MONTRES = [
  'content-type',
  'x-correlation-id',
  'cache-control',
  'retry-after',
  'www-authenticate',
];

/**
 * A real call, by the token alone: the cookie of whoever looks at the page goes nowhere, or the try would tell more than
 * the program will see (ACC-09). Answers null when nothing came back.
 */
export async function envoyerEssai(
  { methode, chemin }: Pick<Operation, 'methode' | 'chemin'>,
  jeton: string,
  corps: string,
): Promise<Reponse | null> {
  const debut = performance.now();
  try {
    const reponse = await fetch(chemin, {
      method: methode,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${jeton}`,
        ...(methode === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(methode === 'POST' ? { body: corps } : {}),
    });
    const texte = await reponse.text();
    return {
      statut: reponse.status,
      entetes: ENTETES_MONTRES.flatMap((nom) => {
        const valeur = reponse.headers.get(nom);
        return valeur === null ? [] : [[nom, valeur] as const];
      }),
      corps: mettreEnPage(texte),
      dureeMs: Math.round(performance.now() - debut),
    };
  } catch {
    return null;
  }
}

function mettreEnPage(texte: string): string {
  try {
    return JSON.stringify(JSON.parse(texte), null, 2);
  } catch {
    return texte;
  }
}

export type DefautCorps = 'json-illisible' | 'pas-un-objet';

/** Why a typed body cannot be sent; null when it can. */
export function defautDuCorps(texte: string): DefautCorps | null {
  try {
    const lu: unknown = JSON.parse(texte);
    return typeof lu === 'object' && lu !== null && !Array.isArray(lu) ? null : 'pas-un-objet';
  } catch {
    return 'json-illisible';
  }
}

/** A token as it was pasted: often with blanks around, or with the word that the header begins with. */
export const lireJetonColle = (saisie: string): string => saisie.trim().replace(/^bearer\s+/i, '');

/** Only such a text is sent: a password pasted by mistake stays here. */
export const estUnJeton = (jeton: string): boolean => /^passerelle_[\w-]{20,89}$/.test(jeton);
