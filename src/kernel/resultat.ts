/**
 * What a rule or an action answers: a value, or a refusal that keeps its reason.
 *
 * A refusal is a value so that its trace is written like any other outcome; an exception is a defect.
 */
export type Resultat<T, R extends Refus = Refus> = { ok: true; valeur: T } | { ok: false; refus: R };

/**
 * Decides the HTTP status once, at the door: invalide 422, introuvable 404, interdit 403, conflit 409, ralenti 429
 * when it comes too soon after the last time, and indisponible 503 when what it takes to answer lies elsewhere and
 * cannot be had.
 */
export type NatureRefus = 'invalide' | 'introuvable' | 'interdit' | 'conflit' | 'ralenti' | 'indisponible';

/**
 * A business refusal. `code` is stable and kebab-case; each module declares its own with the article it
 * comes from and the French words in its `libelles.ts`. Details are figures and codes, never file data.
 */
export interface Refus {
  readonly code: string;
  readonly nature: NatureRefus;
  /** Field of the input that the refusal is about, when there is one. */
  readonly champ?: string;
  /** Figures and codes that the screen needs to explain the refusal. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export const accepte = <T>(valeur: T): { ok: true; valeur: T } => ({ ok: true, valeur });

export const refuse = <R extends Refus>(refus: R): { ok: false; refus: R } => ({ ok: false, refus });
