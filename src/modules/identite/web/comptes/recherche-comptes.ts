import type { EntreeDe } from '../../../../ui/api.ts';
import type { identiteContrat } from '../../contract.ts';

export type Organisme = EntreeDe<typeof identiteContrat.chercherComptes>['organisme'];

export const ETATS_CHERCHES = ['ouverts', 'attente', 'actif', 'suspendu', 'clos', 'tous'] as const;
export type EtatCherche = (typeof ETATS_CHERCHES)[number];
export const MANQUES = ['sans-principal', 'sans-suppleant'] as const;
export type Manque = (typeof MANQUES)[number];
export const COLONNES_TRIEES = ['nom', 'etat', 'connexion'] as const;
export type ColonneTriee = (typeof COLONNES_TRIEES)[number];
export type Tri = ColonneTriee | `-${ColonneTriee}`;

/**
 * What the address of the accounts keeps, so that it can be shared and found again. Names that are searched stay out
 * of it: they are personal data, and addresses end in histories and access logs.
 */
export interface RechercheComptes {
  /** Identifier of a partner, code of a Caf, or « cnaf ». */
  readonly organisme?: string;
  readonly etat?: EtatCherche;
  readonly page?: number;
  readonly tri?: Tri;
  /** On the list of organisations: those that lack an administrator, and the name looked for. */
  readonly manque?: Manque;
  readonly nomme?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CAF = /^[0-9]{3}$/;
const TRIS: readonly Tri[] = COLONNES_TRIEES.flatMap((colonne): Tri[] => [colonne, `-${colonne}`]);

/** Reads an address; what is not understood is dropped, so that an old bookmark still opens the page. */
export function validerRechercheComptes(adresse: Record<string, unknown>): RechercheComptes {
  // The router reads « 599 » as a number.
  const cle = typeof adresse.organisme === 'number' ? String(adresse.organisme) : adresse.organisme;
  const page = Number(adresse.page);
  const lue = {
    organisme: typeof cle === 'string' && organismeDe(cle) !== null ? cle : undefined,
    etat: ETATS_CHERCHES.find((etat) => etat === adresse.etat && etat !== 'ouverts'),
    page: Number.isInteger(page) && page > 1 && page <= 1000 ? page : undefined,
    tri: TRIS.find((tri) => tri === adresse.tri),
    manque: MANQUES.find((manque) => manque === adresse.manque),
    nomme:
      typeof adresse.nomme === 'string' && adresse.nomme !== '' ? adresse.nomme.slice(0, 100) : undefined,
  };
  return Object.fromEntries(Object.entries(lue).filter(([, valeur]) => valeur !== undefined));
}

/** The key of an organisation in an address. */
export const cleDe = (organisme: Organisme): string =>
  'partenaire' in organisme ? organisme.partenaire : 'caf' in organisme ? organisme.caf : 'cnaf';

export function organismeDe(cle: string): Organisme | null {
  if (cle === 'cnaf') return { cnaf: true };
  if (CAF.test(cle)) return { caf: cle };
  return UUID.test(cle) ? { partenaire: cle } : null;
}

export const estPartenaire = (organisme: Organisme): boolean => 'partenaire' in organisme;
