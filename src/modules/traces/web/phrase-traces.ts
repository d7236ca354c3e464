import { formatDate } from '../../../ui/format.ts';
import { groupIdentifier } from '../../../ui/identifier-groups.ts';
import type { LibellesTraces } from '../libelles-des-traces.ts';
import type { CriteresTraces } from './recherche-traces.ts';

interface QuiEtQuand {
  readonly libelles: LibellesTraces;
  /** Name of the person searched, null while it is not known. */
  readonly personne: string | null;
  readonly aujourdHui: string;
}

/**
 * A search as one sentence: « Toutes les actions de tout le monde, du 15 au 21 novembre 2026, tous les profils,
 * toutes les issues ». Written from what is searched and not from the controls, so that it cannot disagree.
 */
export function direRecherche(
  criteres: CriteresTraces,
  { libelles, personne, aujourdHui }: QuiEtQuand,
): string {
  const { action, profil, issue, dossier, session } = criteres;
  const acteur = criteres.personne ? (personne ?? 'une personne') : null;
  const quoi =
    action === undefined
      ? `Toutes les actions ${acteur === null ? 'de tout le monde' : de(acteur)}`
      : `« ${libelles.actions[action] ?? action} » par ${acteur ?? 'tout le monde'}`;
  return [
    quoi,
    ...(session ? ['dans une seule session'] : []),
    direPeriode(criteres, aujourdHui),
    ...(dossier ? [`dossier ${grouper(dossier)}`] : []),
    profil ? `profil ${profil}` : 'tous les profils',
    issue ? `issue « ${libelles.issues[issue] ?? issue} »` : 'toutes les issues',
  ].join(', ');
}

/** « du 15 au 21 novembre 2026 », « aujourd’hui », « depuis le 1er novembre 2026 ». */
export function direPeriode(
  { du, au }: { readonly du?: string; readonly au?: string },
  aujourdHui: string,
): string {
  if (du && au) {
    if (du === au) return du === aujourdHui ? 'aujourd’hui' : `le ${formatDate(du)}`;
    return `du ${debutDePeriode(du, au)} au ${formatDate(au)}`;
  }
  if (du) return `depuis le ${formatDate(du)}`;
  if (au) return `jusqu’au ${formatDate(au)}`;
  return 'sur les six mois gardés';
}

/** The first day without what the last one will say: « 15 », « 28 octobre », « 28 décembre 2025 ». */
function debutDePeriode(du: string, au: string): string {
  const entier = formatDate(du);
  if (du.slice(0, 7) === au.slice(0, 7)) return entier.split('\u00a0')[0] ?? entier;
  return du.slice(0, 4) === au.slice(0, 4) ? entier.slice(0, -5) : entier;
}

/** « de Mireille », « d’Anselme », « d’Honorine »: before a name, the mute h of French names elides too. */
const de = (nom: string): string => (/^[aeiouhàâéèêëîïôöùûü]/i.test(nom) ? `d’${nom}` : `de ${nom}`);

const grouper = (numero: string): string =>
  groupIdentifier(numero, 'dossier')
    .map(({ text }) => text)
    .join('\u202f');
