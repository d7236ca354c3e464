import { formatCompte, formatNombre, formatPourcent } from '../../../ui/format.ts';
import type { StatusTone } from '../../../ui/status-tag.tsx';
import type { EtatImport } from '../domain/import/etats-import.ts';
import type { Import } from '../domain/import/imports.ts';

export const ETATS: Readonly<Record<EtatImport, { readonly mot: string; readonly ton: StatusTone }>> = {
  'en-cours': { mot: 'En cours', ton: 'attente' },
  interrompu: { mot: 'Interrompu', ton: 'attention' },
  termine: { mot: 'Terminé', ton: 'fait' },
  abandonne: { mot: 'Abandonné', ton: 'neutre' },
  echoue: { mot: 'Arrêté par une panne', ton: 'stop' },
};

/** Type of the body, by the end of the name; null for a file that is neither. */
export function typeDuFichier(nom: string): 'application/x-ndjson' | 'text/csv' | null {
  if (/\.csv$/i.test(nom)) return 'text/csv';
  return /\.(jsonl|ndjson)$/i.test(nom) ? 'application/x-ndjson' : null;
}

/** « 12,4 Mo »: sizes of files in thousands, as file managers say them. */
export function direTaille(octets: number): string {
  const unites = ['octets', 'ko', 'Mo', 'Go'];
  let valeur = octets;
  let rang = 0;
  while (valeur >= 1000 && rang < unites.length - 1) {
    valeur /= 1000;
    rang += 1;
  }
  return `${formatNombre(rang === 0 || valeur >= 100 ? Math.round(valeur) : Math.round(valeur * 10) / 10)}\u202F${unites[rang]}`;
}

/** What an import did, in one line. */
export function direComptes(
  i: Pick<
    Import,
    'nouvelles' | 'remplacees' | 'inchangees' | 'anciennes' | 'refusees' | 'restrictionsLevees'
  >,
): string {
  const mots = [
    i.nouvelles > 0 ? formatCompte(i.nouvelles, 'nouveau', 'nouveaux') : '',
    i.remplacees > 0 ? formatCompte(i.remplacees, 'remplacé', 'remplacés') : '',
    i.restrictionsLevees > 0
      ? formatCompte(i.restrictionsLevees, 'accès restreint levé', 'accès restreints levés')
      : '',
    i.inchangees > 0 ? formatCompte(i.inchangees, 'inchangé', 'inchangés') : '',
    i.anciennes > 0 ? formatCompte(i.anciennes, 'plus ancien, laissé', 'plus anciens, laissés') : '',
    i.refusees > 0 ? formatCompte(i.refusees, 'ligne refusée', 'lignes refusées') : '',
  ].filter((mot) => mot !== '');
  return mots.length === 0 ? 'Rien encore' : mots.join(', ');
}

/** How far it has come: « 42 %, 420 000 lignes lues ». */
export const direAvance = ({ part, lues }: Pick<Import, 'part' | 'lues'>): string =>
  `${formatPourcent(part)}, ${formatCompte(lues, 'ligne lue', 'lignes lues')}`;
