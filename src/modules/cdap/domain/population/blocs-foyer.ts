import type { BlocsStockes, ContenuBloc } from '../blocs.ts';
import type { Alea } from './alea.ts';
import type { PlanDossier } from './dossier.ts';
import { type Enfant, estACharge } from './foyer.ts';
import { inventerVoie } from './lexique.ts';
import { ecrireDernierJour, ecrireJour, ecrireMois, type NumeroMois } from './mois.ts';

/** A town of the invented territory. */
export interface CommuneGeneree {
  readonly nom: string;
  readonly codeInsee: string;
  readonly codePostal: string;
}

type BlocsDuFoyer = Pick<
  BlocsStockes,
  'identite' | 'nir' | 'adresse' | 'famille' | 'situationPro' | 'protection' | 'affiliation'
>;

/**
 * Blocks that describe the household, where it lives and who holds its rights.
 *
 * `aideDepuis` is the month from which housing aid runs: the household was already in the dwelling.
 */
export function blocsFoyer(alea: Alea, plan: PlanDossier, aideDepuis: NumeroMois | null): BlocsDuFoyer {
  const { foyer, courant } = plan;
  return {
    identite: {
      adultes: foyer.adultes.map((adulte) => ({
        role: adulte.role,
        civilite: adulte.sexe === 'F' ? 'MME' : 'M',
        nomNaissance: adulte.nomNaissance,
        nomUsage: adulte.nomUsage,
        prenoms: adulte.prenoms,
        dateNaissance: adulte.dateNaissance,
        lieuNaissance: adulte.lieu,
        sexe: adulte.sexe,
      })),
    },
    nir: { adultes: foyer.adultes.map(({ role, nir }) => ({ role, nir })) },
    adresse: blocAdresse(alea, plan, aideDepuis),
    famille: {
      situation: foyer.situation,
      depuis: ecrireJour(foyer.situationDepuis, 1),
      conjoint:
        foyer.adultes.length === 2
          ? { vieCommuneDepuis: ecrireJour(foyer.situationDepuis - alea.entier(0, 24), 1) }
          : null,
      enfants: foyer.enfants.map((enfant, i) => blocEnfant(enfant, i + 1, courant)),
      naissancePrevue:
        foyer.adultes.length === 2 && alea.chance(0.02) ? ecrireMois(courant + alea.entier(1, 6)) : null,
    },
    situationPro: {
      adultes: foyer.adultes.map(({ role, activite, activiteDepuis, activitePrecedente }) => ({
        role,
        activite,
        depuis: ecrireJour(activiteDepuis, 1),
        precedentes:
          activitePrecedente === null
            ? []
            : [
                {
                  activite: activitePrecedente,
                  depuis: ecrireJour(activiteDepuis - 14, 1),
                  jusqua: ecrireDernierJour(activiteDepuis - 1),
                },
              ],
      })),
    },
    protection: plan.protection ? blocProtection(alea, plan) : null,
    affiliation: blocAffiliation(plan),
  };
}

function blocEnfant(
  enfant: Enfant,
  rang: number,
  courant: NumeroMois,
): ContenuBloc<'famille'>['enfants'][number] {
  const aCharge = estACharge(enfant, courant);
  const finDeCharge = enfant.naissance + 239;
  return {
    rang,
    nomNaissance: enfant.nomNaissance,
    nomUsage: null,
    prenoms: enfant.prenoms,
    dateNaissance: enfant.dateNaissance,
    communeNaissance: null,
    sexe: enfant.sexe,
    lien: 'LEG',
    aCharge,
    motifNonCharge: aCharge ? null : enfant.parti ? 'parti' : 'age',
    aChargeJusqua: !enfant.parti && finDeCharge - courant < 36 ? ecrireMois(finDeCharge) : null,
    gardeAlternee: enfant.gardeAlternee,
  };
}

function blocAdresse(
  alea: Alea,
  { commune, courant, parcours }: PlanDossier,
  aideDepuis: NumeroMois | null,
): ContenuBloc<'adresse'> {
  const tire = courant - alea.entier(1, 140);
  const depuis = Math.max(parcours.debut, Math.min(tire, aideDepuis ?? tire));
  const adresseDans = (voie: string, du: NumeroMois, au: NumeroMois | null) => ({
    complement: alea.chance(0.2) ? `Bâtiment ${alea.choisir(['A', 'B', 'C'])}` : null,
    complementGeographique: null,
    voie,
    lieuDit: null,
    codePostal: commune.codePostal,
    commune: commune.nom,
    codeInsee: commune.codeInsee,
    pays: 'France',
    nature: 'definitive' as const,
    depuis: ecrireJour(du, 1),
    jusqua: au === null ? null : ecrireDernierJour(au),
  });
  const nombrePrecedentes = alea.chance(0.45) ? (alea.chance(0.3) ? 2 : 1) : 0;
  const precedentes: ContenuBloc<'adresse'>['precedentes'] = [];
  let fin = depuis - 1;
  for (let i = 0; i < nombrePrecedentes; i += 1) {
    const debut = fin - alea.entier(5, 60);
    precedentes.push(adresseDans(inventerVoie(alea), debut, fin));
    fin = debut - 1;
  }
  return { actuelle: adresseDans(inventerVoie(alea), depuis, null), precedentes };
}

/** Invented bodies; the SIRET of each fails its own check, so that it is no one's. */
const PROTECTEURS = [
  { nom: 'Association tutélaire fictive', siret: '00000000000025' },
  { nom: 'Tutelles d’Imaginy', siret: '00000000200026' },
] as const;

function blocProtection(alea: Alea, { courant, numero }: PlanDossier): ContenuBloc<'protection'> {
  const du = courant - alea.entier(3, 40);
  return {
    mesure: alea.choisir(['tutelle', 'curatelle', 'curatelle-renforcee', 'accompagnement-judiciaire']),
    role: 'RDO',
    du: ecrireJour(du, 12),
    au: ecrireJour(du + 60, 12),
    jugement: { tribunal: 'Tribunal de Villexemple', le: ecrireJour(du, 2) },
    organisme: {
      ...(PROTECTEURS[numero % 5 === 0 ? 1 : 0] ?? PROTECTEURS[0]),
      reference: `AT-${alea.entier(1000, 9999)}`,
    },
    tiersPaye: true,
  };
}

function blocAffiliation({
  cafCode,
  suite,
  etat,
  parcours,
  origine,
  mutation,
  courant,
}: PlanDossier): ContenuBloc<'affiliation'> {
  const parti = etat === 'transfere' && suite !== null;
  const mutations: ContenuBloc<'affiliation'>['mutations'] = [];
  if (origine) {
    mutations.push({
      sens: 'entrante',
      organisme: { nature: 'caf', code: origine.code },
      numero: origine.numero,
      le: ecrireJour(parcours.debut, 1),
      etat: 'terminee',
    });
  }
  if (parti) {
    mutations.push({
      sens: 'sortante',
      organisme: { nature: suite.organisme, code: suite.code },
      numero: suite.numero,
      le: suite.depuis,
      etat: 'terminee',
    });
  }
  if (mutation) {
    const numero = mutation.sens === 'entrante' && mutation.organisme.nature === 'caf' ? '0099999' : null;
    mutations.push({ ...mutation, numero, le: ecrireJour(courant - 1, 15), etat: 'en-cours' });
  }
  return {
    organisme: parti ? { nature: suite.organisme, code: suite.code } : { nature: 'caf', code: cafCode },
    depuis: parti ? suite.depuis : ecrireJour(parcours.debut, 1),
    mutations,
    fusion:
      etat === 'fusionne' && suite?.numero
        ? { cafCode: suite.code, numero: suite.numero, le: suite.depuis }
        : null,
  };
}
