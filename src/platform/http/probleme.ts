import type { NatureRefus, Refus } from '../../kernel/resultat.ts';

/** Body of every refusal and fault, as problem+json. `title` is for a person; `code` for a program. */
export interface Probleme {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** What to do next, when there is something. */
  readonly suite?: string;
  readonly champs?: readonly { readonly champ: string; readonly message: string }[];
  readonly details?: Refus['details'];
  /** Correlation id, to be quoted to the desk. */
  readonly reference: string;
}

/** The one mapping from the nature of a refusal to HTTP. */
export const STATUTS: Readonly<Record<NatureRefus, number>> = {
  invalide: 422,
  introuvable: 404,
  interdit: 403,
  conflit: 409,
  ralenti: 429,
  indisponible: 503,
};

/** French words of a refusal: what happened, and what to do. Each module gives its own. */
export type DireRefus = (refus: Refus) => { readonly titre: string; readonly suite?: string };

const CODES_BASE_ABSENTE = /^(08|53|57P0[1-3]|ECONN|ENOENT|EPIPE|ETIMEDOUT)/;

/** Whether an error says that the database is down, starting, cut or saturated: a 503 and not a defect. */
export function estBaseIndisponible(erreur: unknown): boolean {
  if (!(erreur instanceof Error)) return false;
  const code = 'code' in erreur && typeof erreur.code === 'string' ? erreur.code : '';
  return (
    CODES_BASE_ABSENTE.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
      erreur.message,
    )
  );
}
