/** One field of an input that the server refused, with what to correct. */
export interface FieldProblem {
  /** Name of the field in the route's input, dotted when nested (`contact.courriel`). */
  readonly champ: string;
  readonly message: string;
}

/**
 * Why an answer did not come.
 *
 * `reseau`: nothing came back; the act may or may not have been done. `session`: nobody is signed in any more.
 * `refus`: the server says no and says why. `defaut`: something broke on the server; only its reference is known.
 * `abandon`: the person gave up in the middle; a form says nothing of it.
 */
export type NatureErreur = 'reseau' | 'session' | 'refus' | 'defaut' | 'abandon';

interface ContenuErreur {
  readonly nature: NatureErreur;
  readonly status: number;
  readonly code: string;
  readonly titre: string;
  readonly suite?: string | undefined;
  readonly champs?: readonly FieldProblem[] | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  readonly reference?: string | undefined;
}

/** A refusal or a failure, as screens show it: what happened, what to do, and the reference for the desk. */
export class ErreurApi extends Error {
  readonly nature: NatureErreur;
  readonly status: number;
  /** Stable, kebab-case; a screen may word its own sentence from it. */
  readonly code: string;
  readonly titre: string;
  /** What to do next, when there is something. */
  readonly suite: string | undefined;
  readonly champs: readonly FieldProblem[];
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  /** « Référence à donner à l’assistance ». */
  readonly reference: string | undefined;

  constructor(contenu: ContenuErreur) {
    super(`${contenu.status} ${contenu.code}`);
    this.name = 'ErreurApi';
    this.nature = contenu.nature;
    this.status = contenu.status;
    this.code = contenu.code;
    this.titre = contenu.titre;
    this.suite = contenu.suite;
    this.champs = contenu.champs ?? [];
    this.details = contenu.details ?? {};
    this.reference = contenu.reference;
  }
}

/** Nothing came back: cable, proxy, server stopped. */
export const erreurReseau = (): ErreurApi =>
  new ErreurApi({
    nature: 'reseau',
    status: 0,
    code: 'reseau',
    titre: 'Le portail ne répond pas.',
    suite: 'Vérifiez la connexion de votre poste, puis réessayez. Ce que vous avez saisi est encore là.',
  });

/**
 * Reads a problem+json body (`{type, title, status, code, suite?, champs?, details?, reference?}`).
 *
 * A body of another kind (a proxy's page in front of a stopped server) becomes a plain failure rather than a
 * defect of the page.
 */
export function lireProbleme(status: number, corps: unknown): ErreurApi {
  if (!estObjet(corps) || typeof corps.title !== 'string' || typeof corps.code !== 'string') {
    return new ErreurApi({
      nature: 'defaut',
      status,
      code: 'reponse-illisible',
      titre: 'Le portail n’a pas pu répondre.',
      suite: 'Réessayez dans quelques instants.',
    });
  }
  return new ErreurApi({
    nature: natureDe(status, corps.code),
    status,
    code: corps.code,
    titre: corps.title,
    suite: texte(corps.suite),
    champs: Array.isArray(corps.champs) ? corps.champs.filter(estChamp) : [],
    details: estObjet(corps.details) ? (corps.details as ErreurApi['details']) : {},
    reference: texte(corps.reference),
  });
}

// A wrong password is a 401 too, but it ends no session: only this code does.
const natureDe = (status: number, code: string): NatureErreur => {
  if (code === 'session-absente') return 'session';
  // Announced and expected: nothing broke, and the desk has no use for its reference.
  return status >= 500 && code !== 'maintenance' ? 'defaut' : 'refus';
};

const texte = (valeur: unknown): string | undefined => (typeof valeur === 'string' ? valeur : undefined);

const estObjet = (valeur: unknown): valeur is Record<string, unknown> =>
  typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur);

const estChamp = (valeur: unknown): valeur is FieldProblem =>
  estObjet(valeur) && typeof valeur.champ === 'string' && typeof valeur.message === 'string';
