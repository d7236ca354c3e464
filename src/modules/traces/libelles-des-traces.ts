import type { Trace } from './contract.ts';

/**
 * French words of what a trace holds. Traces stand at the foot of the ladder of modules and record the acts of
 * all of them: the words of the higher ones come from the composition root, by code.
 */
export interface LibellesTraces {
  readonly actions: Readonly<Record<string, string>>;
  readonly issues: Readonly<Record<string, string>>;
  /** Reason of an outcome: « hors-perimetre ». */
  readonly codes: Readonly<Record<string, string>>;
  /** Field whose value was refused. */
  readonly champs: Readonly<Record<string, string>>;
  /** Category of data shown: « famille:composition ». */
  readonly rubriques: Readonly<Record<string, string>>;
  readonly profils: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly missions: Readonly<Record<string, string>>;
}

export const direAction = (action: string, libelles: LibellesTraces): string =>
  libelles.actions[action] ?? 'Action non traduite';

/**
 * Why an act ended as it did, in words; null when there is nothing more to say than its outcome.
 *
 * A bad input keeps the names of its fields, separated by commas, and never their values.
 */
export function direCodeIssue(
  trace: Pick<Trace, 'issue' | 'codeIssue'>,
  libelles: LibellesTraces,
): string | null {
  const { issue, codeIssue } = trace;
  if (codeIssue === null || codeIssue === '') return null;
  if (issue !== 'invalide') return libelles.codes[codeIssue] ?? 'Raison non traduite';
  const champs = codeIssue
    .split(',')
    .map((champ) => libelles.champs[champ.split('.')[0] ?? ''] ?? 'champ inconnu');
  return `À corriger : ${[...new Set(champs)].join(', ')}`;
}

/** TRA-01: with which token the person acted. */
export const direJeton = (nom: string): string => `par le jeton “${nom}”`;

/** Categories of data shown, in words; one without words is said rather than shown as a code. */
export const direCategories = (
  trace: Pick<Trace, 'categories'>,
  libelles: LibellesTraces,
): readonly string[] => [
  ...new Set(trace.categories.map((categorie) => libelles.rubriques[categorie] ?? 'Rubrique non traduite')),
];

export const direMission = (mission: string, libelles: LibellesTraces): string =>
  libelles.missions[mission] ?? mission;

/** « T2, Prestataires de services sociaux ». */
export const direProfil = (profil: string, libelles: LibellesTraces): string => {
  const nom = libelles.profils[profil];
  return nom === undefined ? profil : `${profil}, ${nom}`;
};

/** Roles held at the time of the act, from their codes separated by commas. */
export const direRoles = (roles: string, libelles: LibellesTraces): string =>
  roles
    .split(',')
    .map((role) => libelles.roles[role] ?? role)
    .join(', ');

/** How many files a search listed, from « resultats:3 » or « resultats:10+ »; any other object as it is. */
export function direResultats(objet: string | null): string | null {
  const trouve = /^resultats:(\d+)(\+?)(?:,(.*))?$/.exec(objet ?? '');
  if (trouve === null) return objet;
  const [, nombre = '', plus, suite] = trouve;
  const listes =
    nombre === '0' ? 'aucun dossier listé' : nombre === '1' ? '1 dossier listé' : `${nombre} dossiers listés`;
  return [listes + (plus === '+' ? ', d’autres répondaient' : ''), ...(suite ? [suite] : [])].join(' ; ');
}

/** Criteria of a recorded search, each under its name; any other object of an act as it is. */
export function direCriteres(objet: string | null, libelles: LibellesTraces): string | null {
  if (objet === null || !objet.startsWith('{')) return direResultats(objet);
  try {
    return Object.entries(JSON.parse(objet) as Record<string, unknown>)
      .map(([champ, valeur]) => `${libelles.champs[champ] ?? 'champ inconnu'} : ${String(valeur)}`)
      .join(' ; ');
  } catch {
    return objet;
  }
}
