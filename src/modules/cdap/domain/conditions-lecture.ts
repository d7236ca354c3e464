import { jourDe, mois } from '../../../kernel/jour.ts';
import { type FaitsDossier, type FaitsDroit, type Moment, sirenDe } from './faits.ts';

/**
 * The closed register of reading conditions: the matrix picks codes, the program knows what they mean (CDAP-10). They
 * are asked of the file at each reading, and of each file that a search could list.
 */
export interface ConditionLecture {
  /** Facts of the file that the predicate reads: what the store must fetch, and no more. */
  readonly faits: readonly (keyof FaitsDossier)[];
  readonly predicat: (faits: FaitsDossier, droit: FaitsDroit, quand: Moment) => boolean;
}

/** A predicate sees only the facts that it declares: reading another does not compile. */
const conditionLecture = <F extends keyof FaitsDossier>(
  faits: readonly F[],
  predicat: (faits: Pick<FaitsDossier, F>, droit: FaitsDroit, quand: Moment) => boolean,
): ConditionLecture => ({ faits, predicat });

const aujourdHui = ({ instant, fuseau }: Moment): string => jourDe(instant, fuseau).toString();

/**
 * Last civil day on which a household that last drew RSA in `dernierMois` is still in scope: two years after the
 * last day of that month.
 *
 * Last RSA in February 2024 (29 days): in scope until 28 February 2026 included. Source: CDAP-13, H25 (T18, T19).
 */
export function finDesDeuxAns(dernierMois: string): string {
  const leMois = mois(dernierMois.slice(0, 7));
  return leMois.toPlainDate({ day: leMois.daysInMonth }).add({ years: 2 }).toString();
}

export const CODES_LECTURE = [
  'personne-informee',
  'numero-instructeur',
  'beneficiaire-rsa',
  'departement-du-dossier',
  'mutation-en-cours',
  'mesure-active',
  'logement-du-bailleur',
  'rsa-deux-ans',
  'trace-cmg',
  'dossier-etudiant',
] as const;
export type CodeLecture = (typeof CODES_LECTURE)[number];

export const CONDITIONS_LECTURE: Readonly<Record<CodeLecture, ConditionLecture>> = {
  /** CDAP-19: the same fact as the opposition, which closes the file under every profile with a neutral message. */
  'personne-informee': conditionLecture(['opposition'], ({ opposition }) => !opposition),
  /** CDAP-12: asked of the reader, before any file: see `exigerInstructeur`. Nothing more of the file. */
  'numero-instructeur': conditionLecture([], () => true),
  /** CDAP-12: T4 sees only files of RSA beneficiaries. */
  'beneficiaire-rsa': conditionLecture(['rsaEnCours'], ({ rsaEnCours }) => rsaEnCours),
  /** T5: a file of the departments that the right records. */
  'departement-du-dossier': conditionLecture(
    ['departement'],
    ({ departement }, { conditions }) =>
      departement !== null && (conditions.variante?.departements.includes(departement) ?? false),
  ),
  /** CDAP-31: the MSA reads only files with a transfer in progress; the other variants of T5 are not concerned. */
  'mutation-en-cours': conditionLecture(
    ['mutationEnCours'],
    ({ mutationEnCours }, { conditions }) => mutationEnCours || conditions.variante?.variante !== 'msa',
  ),
  /** CDAP-16: a measure in force today, held by the reader's legal person. */
  'mesure-active': conditionLecture(
    ['protecteur', 'protectionDu', 'protectionAu'],
    ({ protecteur, protectionDu, protectionAu }, { siret }, quand) => {
      if (protecteur !== sirenDe(siret) || protectionDu === null) return false;
      const jour = aujourdHui(quand);
      return jour >= protectionDu && (protectionAu === null || jour <= protectionAu);
    },
  ),
  /** CDAP-16: a dwelling owned by this landlord, with the aid paid to it. */
  'logement-du-bailleur': conditionLecture(
    ['bailleurTiersPayant'],
    ({ bailleurTiersPayant }, { siret }) => bailleurTiersPayant === sirenDe(siret),
  ),
  /** CDAP-13: RSA now, or within the last two years, counted in civil days of the Caf's zone. */
  'rsa-deux-ans': conditionLecture(
    ['rsaEnCours', 'rsaDernierMois'],
    ({ rsaEnCours, rsaDernierMois }, _droit, quand) =>
      rsaEnCours || (rsaDernierMois !== null && aujourdHui(quand) <= finDesDeuxAns(rsaDernierMois)),
  ),
  /** CDAP-15. */
  'trace-cmg': conditionLecture(['traceCmg'], ({ traceCmg }) => traceCmg),
  /** CDAP-16, derived. */
  'dossier-etudiant': conditionLecture(['etudiant'], ({ etudiant }) => etudiant),
};

export const estCodeLecture = (code: string): code is CodeLecture =>
  (CODES_LECTURE as readonly string[]).includes(code);
