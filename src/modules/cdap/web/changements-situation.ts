import type { ChartMark } from '../../../ui/line-chart.tsx';
import type { Consultation } from '../contract.ts';
import type { Bloc, ContenuBloc } from '../domain/blocs.ts';
import {
  LIBELLES_ACTIVITES,
  LIBELLES_LOGEMENT,
  LIBELLES_PRESTATIONS,
  LIBELLES_SITUATIONS,
} from '../libelles.ts';
import type { Contenu } from './rubriques/contenu.ts';
import { foyerDe } from './rubriques/foyer-contexte.ts';

/** Marks of the curve beyond this would hide it; the oldest are left to the blocks below. */
const MARQUES_AU_PLUS = 8;

type Lue = Pick<Consultation, 'rubriques' | 'donneesLe'>;

/**
 * What changed in the household during the months of the QF's history, as far as the reader's profile shows it
 * (CDAP-24): births, couple, work, address, housing, rights that began or ended.
 *
 * Only opened blocks are looked at. Oldest first, one mark by month and fact.
 */
export function changementsDeSituation(lue: Lue, premierMois: string, dernierMois: string): ChartMark[] {
  const foyer = foyerDe(lue);
  const marques: ChartMark[] = [];
  const noter = (date: string | null | undefined, label: string) => {
    const month = date?.slice(0, 7);
    // A month alone is known to the month; a year alone is no month.
    if (month?.length === 7 && month >= premierMois && month <= dernierMois) marques.push({ month, label });
  };
  for (const { bloc, variante, contenu } of lue.rubriques) {
    if (contenu === null) continue;
    LECTURES[bloc]?.(contenu, variante, noter, foyer);
  }
  const uniques = [...new Map(marques.map((m) => [`${m.month} ${m.label}`, m])).values()];
  return uniques.sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0)).slice(-MARQUES_AU_PLUS);
}

type Noter = (date: string | null | undefined, label: string) => void;
type Lecture = (contenu: unknown, variante: string, noter: Noter, foyer: ReturnType<typeof foyerDe>) => void;

const LECTURES: Partial<Record<Bloc, Lecture>> = {
  famille: (contenu, variante, noter) => {
    if (variante === 'complet' || variante === 'situation') {
      const { situation, depuis } = contenu as Contenu<'famille', 'situation'>;
      noter(depuis, LIBELLES_SITUATIONS[situation]);
    }
    if (variante !== 'complet' && variante !== 'composition') return;
    for (const { prenoms, dateNaissance } of (contenu as Contenu<'famille', 'composition'>).enfants)
      noter(dateNaissance, `naissance de ${prenoms[0]}`);
    if (variante !== 'complet') return;
    for (const { prenoms, aChargeJusqua } of (contenu as ContenuBloc<'famille'>).enfants)
      noter(aChargeJusqua, `dernier mois à charge de ${prenoms[0]}`);
  },
  situationPro: (contenu, _variante, noter, { nommerAdulte }) => {
    for (const { role, activite, depuis } of (contenu as Contenu<'situationPro', 'actuelle'>).adultes)
      noter(depuis, `${nommerAdulte(role)} : ${LIBELLES_ACTIVITES[activite].toLowerCase()}`);
  },
  adresse: (contenu, variante, noter) => {
    if (variante === 'complet')
      noter((contenu as ContenuBloc<'adresse'>).actuelle?.depuis, 'nouvelle adresse');
  },
  logement: (contenu, variante, noter) => {
    if (variante !== 'complet' && variante !== 'occupation') return;
    const { statut, depuis } = contenu as Contenu<'logement', 'occupation'>;
    noter(depuis, `logement : ${LIBELLES_LOGEMENT[statut].toLowerCase()}`);
  },
  droits: (contenu, variante, noter) => {
    if (variante === 'existence' || variante === 'rsa-aah-oui-non-fin') return;
    for (const { prestation, etat, du, au } of (contenu as ContenuBloc<'droits'>).droits) {
      if (etat === 'refuse') continue;
      noter(du, `${LIBELLES_PRESTATIONS[prestation]} : début`);
      if (etat === 'clos') noter(au, `${LIBELLES_PRESTATIONS[prestation]} : fin`);
    }
  },
};
