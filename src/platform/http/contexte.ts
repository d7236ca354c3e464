import type { FastifyBaseLogger } from 'fastify';
import type { Acteur } from '../../kernel/acteur.ts';
import type { Locataire, Tx } from '../db/base.ts';

/** Where a request comes from, as traces keep it (TRA-01). */
export interface Provenance {
  readonly adresse: string | null;
  readonly navigateur: string | null;
  readonly correlation: string;
}

/**
 * What an action has in hand: time, identifiers, transactions, provenance. It never sees a pool: inside a
 * transaction only `tx` exists.
 */
export interface Contexte extends Provenance {
  /** Business instant of the request, read once. */
  readonly instant: Date;
  readonly nouvelId: () => string;
  readonly enTransaction: <T>(locataire: Locataire, acte: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly journal: FastifyBaseLogger;
}

/** Tenant of the acting person, for `enTransaction`. */
export const locataireDe = (acteur: Acteur): NonNullable<Locataire> => ({
  nature: acteur.nature,
  cafCode: acteur.cafCode,
  partenaireId: acteur.partenaireId,
  compteId: acteur.compteId,
});
