import type { BlocsStockes, ContenuBloc } from '../blocs.ts';
import type { NatureRessource } from '../codes.ts';
import type { PlanDossier } from './dossier.ts';
import { type Adulte, estACharge, type Foyer } from './foyer.ts';
import { type Historique, montantDuMois } from './historique.ts';
import { ecrireJour, ecrireMois, type NumeroMois } from './mois.ts';
import { anneeDeReference } from './prestations.ts';

type BlocsDesRessources = Pick<
  BlocsStockes,
  'ressourcesAnnuelles' | 'ressourcesTrimestrielles' | 'baseRessourcesEaje'
>;

/** What the household earns, by year and by quarter, and the base of its crèche tariff. */
export function blocsRessources({ foyer, courant }: PlanDossier, historique: Historique): BlocsDesRessources {
  const ressourcesAnnuelles = blocRessources(foyer, courant, historique);
  return {
    ressourcesAnnuelles,
    ressourcesTrimestrielles: blocTrimestres(foyer, courant, historique),
    baseRessourcesEaje: blocEaje(foyer, courant, ressourcesAnnuelles),
  };
}

const natureDuRevenu = ({ activite }: Adulte): NatureRessource => {
  if (activite === 'CHO' || activite === 'ASS') return '010';
  if (activite === 'RET') return '022';
  if (activite === 'INV') return '021';
  if (activite === 'MAL' || activite === 'MAT') return '011';
  return activite === 'AEN' || activite === 'ETI' || activite === 'EXP' ? '030' : '001';
};

/** The year's total, shared between the adults as their incomes are; the last one takes the rounding. */
function blocRessources(
  foyer: Foyer,
  courant: NumeroMois,
  { mois }: Historique,
): ContenuBloc<'ressourcesAnnuelles'> {
  const annee = anneeDeReference(courant);
  const annuel = mois[0]?.annuel ?? null;
  if (annuel === null) return { annee, lignes: [], abattementsCentimes: 0, totalRetenuCentimes: null };
  const somme = foyer.adultes.reduce((total, { revenuMensuelEuros }) => total + revenuMensuelEuros, 0);
  let reste = annuel * 100;
  const lignes = foyer.adultes.map((adulte, i) => {
    const part =
      i === foyer.adultes.length - 1 || somme === 0
        ? reste
        : Math.round((annuel * 100 * adulte.revenuMensuelEuros) / somme);
    reste -= part;
    return {
      role: adulte.role,
      nature: part === 0 ? '000' : natureDuRevenu(adulte),
      montantCentimes: part,
    } as const;
  });
  return { annee, lignes, abattementsCentimes: 0, totalRetenuCentimes: annuel * 100 };
}

function blocTrimestres(
  foyer: Foyer,
  courant: NumeroMois,
  historique: Historique,
): ContenuBloc<'ressourcesTrimestrielles'> | null {
  const concerne = historique.mois
    .slice(0, 6)
    .some((_, i) => montantDuMois(historique, i, 'RSA') > 0 || montantDuMois(historique, i, 'PPA') > 0);
  if (!concerne) return null;
  const trimestre = (fin: NumeroMois): ContenuBloc<'ressourcesTrimestrielles'>['declarations'][number] => ({
    du: ecrireMois(fin - 2),
    au: ecrireMois(fin),
    declareeLe: ecrireJour(fin + 1, 6),
    mois: [fin - 2, fin - 1, fin].map((m) => ({
      mois: ecrireMois(m),
      lignes: foyer.adultes.map((adulte) => ({
        role: adulte.role,
        nature: adulte.revenuMensuelEuros === 0 ? '000' : natureDuRevenu(adulte),
        montantCentimes: adulte.revenuMensuelEuros * 100,
      })),
    })),
  });
  // The quarter that ended last month is declared after the 1st, the day of the data: it is not there yet.
  return { declarations: [trimestre(courant - 2), trimestre(courant - 5)] };
}

function blocEaje(
  foyer: Foyer,
  courant: NumeroMois,
  { annee, totalRetenuCentimes }: ContenuBloc<'ressourcesAnnuelles'>,
): ContenuBloc<'baseRessourcesEaje'> | null {
  const charges = foyer.enfants.filter((enfant) => estACharge(enfant, courant));
  if (charges.length === 0) return null;
  return {
    annee,
    baseAnnuelleEuros: totalRetenuCentimes === null ? null : Math.floor(totalRetenuCentimes / 100),
    nombreEnfantsACharge: charges.length,
    nombreEnfantsAeeh: charges.filter(({ aeeh, aeehDepuis }) => aeeh !== null && aeehDepuis <= courant)
      .length,
  };
}
