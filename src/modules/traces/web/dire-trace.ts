import type { StatusTone } from '../../../ui/status-tag.tsx';
import type { Trace } from '../contract.ts';
import { direResultats, type LibellesTraces } from '../libelles-des-traces.ts';
import { direRecherche } from './phrase-traces.ts';
import type { CriteresTraces, IssueTrace } from './recherche-traces.ts';

/** How an outcome is shown; each tone has its shape, and the word goes with it. */
export const TONS_ISSUES: Readonly<Record<IssueTrace, StatusTone>> = {
  fait: 'fait',
  refuse: 'stop',
  invalide: 'attention',
  echec: 'stop',
};

/** Criteria of a recorded search, as they were kept; null when the object of the act is not a search. */
function lireCriteres(trace: Pick<Trace, 'action' | 'objet'>): CriteresTraces | null {
  if (trace.objet === null || !['lecture-traces', 'export-traces'].includes(trace.action)) return null;
  try {
    const lu: unknown = JSON.parse(trace.objet);
    if (typeof lu !== 'object' || lu === null) return null;
    const textes = Object.entries(lu).map(([cle, valeur]) => [cle, String(valeur)]);
    return Object.fromEntries(textes) as CriteresTraces;
  } catch {
    return null;
  }
}

/** What an act bore on: the search that was made, in a sentence; else the reference of a thing. */
export function direObjet(
  trace: Pick<Trace, 'action' | 'objet'>,
  contexte: { readonly libelles: LibellesTraces; readonly nommer: (id: string) => string | null },
): string | null {
  const criteres = lireCriteres(trace);
  if (criteres === null) return direResultats(trace.objet);
  const personne = criteres.personne ? contexte.nommer(criteres.personne) : null;
  return direRecherche(criteres, { libelles: contexte.libelles, personne, aujourdHui: '' });
}

const NAVIGATEURS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\bFxiOS\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/\bCriOS\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+).*Safari\//, 'Safari'],
];
const SYSTEMES: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** « Firefox 145, Linux » from what a browser says of itself; null when it is none that is known. */
export function nommerNavigateur(signature: string): string | null {
  for (const [forme, nom] of NAVIGATEURS) {
    const version = forme.exec(signature)?.[1];
    if (version === undefined) continue;
    const systeme = SYSTEMES.find(([motif]) => motif.test(signature))?.[1];
    return [`${nom}\u00a0${version}`, ...(systeme ? [systeme] : [])].join(', ');
  }
  return null;
}

/** Whether lines come from several organisations, which an auditor must then see on each. */
export const plusieursOrganismes = (lignes: readonly Trace[]): boolean =>
  new Set(lignes.map(({ organisme }) => organisme)).size > 1;
