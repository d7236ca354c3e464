import { deduireFaits } from '../faits-deduits.ts';
import { creerAlea } from './alea.ts';
import type { CommuneGeneree } from './blocs-foyer.ts';
import { assemblerDossier, type DossierGenere } from './dossier.ts';
import type { Foyer } from './foyer.ts';
import { ecrireJour, lireMois, type NumeroMois } from './mois.ts';
import {
  ADULTE,
  avecCle,
  CONJOINT,
  coupleTemoin,
  enfant,
  FOYER_SEUL,
  type Retouche,
  type Surcharge,
  type Temoin,
} from './temoins-foyers.ts';
import { temoinsDesProfils } from './temoins-profils.ts';

/** A file written by hand, with one line that says what it shows. */
export interface DossierTemoin {
  /** What it shows, in French, for the demonstration. */
  readonly description: string;
  /** Profiles whose conditions it meets or fails on purpose; empty: it shows a state of files, under any profile. */
  readonly profils: readonly string[];
  readonly dossier: DossierGenere;
}

const VILLEXEMPLE: CommuneGeneree = { nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' };

/** Person without work, whose RSA runs or ended `fini` months before the current one. */
const foyerRsa: Foyer = {
  ...FOYER_SEUL,
  adultes: [{ ...ADULTE, prenoms: ['Sacha'], activite: 'SSA', revenuMensuelEuros: 0 }],
};

const PROFILS_RSA = ['T4', 'T18', 'T19'] as const;

/** The hand-made files: number, description, what differs from an ordinary open file of a lone person. */
function listeTemoins(courant: NumeroMois, cafCode: string): readonly Temoin[] {
  const couple = coupleTemoin(courant);
  const parentSeul: Foyer = {
    ...FOYER_SEUL,
    situation: 'ISO',
    enfants: [enfant(courant, 'Lou', 5)],
    asf: true,
  };
  const rsaFini = (mois: number): Surcharge => ({
    profils: PROFILS_RSA,
    foyer: foyerRsa,
    parcours: { rsa: { du: courant - mois - 18, au: courant - mois } },
  });
  return [
    [12_345, 'Couple avec deux enfants, dossier ouvert, quotient connu', { foyer: couple }],
    [11_111, 'Parent seul avec un enfant, soutien familial', { foyer: parentSeul }],
    [
      22_222,
      'Garde alternée : la part des enfants est divisée par deux',
      {
        foyer: {
          ...parentSeul,
          asf: false,
          enfants: [
            enfant(courant, 'Maëlys', 11, { gardeAlternee: true }),
            enfant(courant, 'Gaël', 8, { gardeAlternee: true, sexe: 'M' }),
          ],
        },
      },
    ],
    [
      24_680,
      'Famille nombreuse : cinq enfants, dont un avec AEEH et un majeur qui ne compte plus',
      {
        foyer: {
          ...couple,
          enfants: [
            enfant(courant, 'Hugo', 20, { sexe: 'M' }),
            enfant(courant, 'Alice', 15),
            enfant(courant, 'Marie Ange', 12, { aeeh: 2 }),
            enfant(courant, 'Rémi', 9, { sexe: 'M' }),
            enfant(courant, 'Inès', 6, { dateNaissance: ecrireJour(courant - 77, 1).slice(0, 4) }),
          ],
        },
      },
    ],
    [
      33_333,
      'Quotient non connu : les ressources manquent depuis janvier',
      { foyer: couple, parcours: { inconnuDepuis: courant - (courant % 12) } },
    ],
    [
      44_444,
      'Pas de droit ce mois-ci, dernière valeur connue avec sa date',
      { parcours: { sansDroitDepuis: courant - 1 } },
    ],
    [
      55_555,
      'Dossier suspendu',
      { etat: 'suspendu', etatDepuis: courant - 2, parcours: { sansDroitDepuis: courant - 2 } },
    ],
    [
      54_321,
      'Dossier en cours d’affiliation',
      { etat: 'en-affiliation', etatDepuis: courant - 1, foyer: couple, parcours: { debut: courant - 1 } },
    ],
    [
      66_666,
      'Dossier radié',
      { etat: 'radie', etatDepuis: courant - 6, parcours: { sansDroitDepuis: courant - 6 } },
    ],
    [
      77_777,
      'Allocataire décédé',
      { etat: 'decede', etatDepuis: courant - 3, parcours: { sansDroitDepuis: courant - 3 } },
    ],
    [
      88_888,
      'Dossier transféré à la MSA',
      {
        etat: 'transfere',
        etatDepuis: courant - 4,
        foyer: couple,
        suite: { organisme: 'msa', code: cafCode, numero: null, depuis: ecrireJour(courant - 4, 1) },
        parcours: { sansDroitDepuis: courant - 4 },
      },
    ],
    [
      99_999,
      'Dossier fusionné avec le 0012345',
      {
        etat: 'fusionne',
        etatDepuis: courant - 8,
        foyer: couple,
        suite: { organisme: 'caf', code: cafCode, numero: '0012345', depuis: ecrireJour(courant - 8, 1) },
      },
    ],
    [10_000, 'Accès restreint : non consultable', { accesRestreint: true, foyer: parentSeul }],
    [
      13_579,
      'RSA en cours',
      { profils: PROFILS_RSA, foyer: foyerRsa, parcours: { rsa: { du: courant - 20, au: courant } } },
    ],
    [10_023, 'RSA terminé depuis 23 mois', rsaFini(23)],
    [10_024, 'RSA terminé depuis 24 mois', rsaFini(24)],
    [10_025, 'RSA terminé depuis 25 mois', rsaFini(25)],
    [
      20_202,
      'Numéro provisoire, naissance à l’étranger, jour et mois de naissance inconnus',
      {
        foyer: {
          ...FOYER_SEUL,
          adultes: [
            {
              ...ADULTE,
              sexe: 'M',
              nomNaissance: 'D’Ailleurs-Lointain',
              prenoms: ['Élie', 'Moussa'],
              dateNaissance: '1990',
              lieu: { commune: 'Exempla', codeInsee: null, pays: 'Mali', codePays: '99335' },
              nir: avecCle('7902099999003'),
            },
          ],
        },
      },
    ],
    [
      20_002,
      'Née en Corse, passé récrit : des mois ont été recalculés après coup',
      {
        passeReecrit: true,
        foyer: {
          ...couple,
          adultes: [
            {
              ...ADULTE,
              lieu: { commune: 'Bourg-Fictif', codeInsee: '2A991', pays: 'France', codePays: '99100' },
              nir: avecCle('288042A991004'),
            },
            CONJOINT,
          ],
        },
      },
    ],
    ...temoinsDesProfils(courant),
  ];
}

/**
 * Files with fixed, memorable numbers, one per state and edge case, for the demonstration and the tests.
 *
 * Their content depends on the Caf and the month only. Numbers are below those that `genererPopulation` gives.
 */
export function dossiersTemoins(cafCode: string, moisCourant: string): DossierTemoin[] {
  const courant = lireMois(moisCourant);
  return listeTemoins(courant, cafCode).map(
    ([numero, description, { profils = [], retouche, ...surcharge }]) => ({
      description,
      profils,
      dossier: retoucher(
        retouche,
        assemblerDossier(creerAlea(numero, 1), {
          cafCode,
          numero,
          commune: VILLEXEMPLE,
          courant,
          foyer: FOYER_SEUL,
          etat: 'ouvert',
          etatDepuis: courant - 60,
          suite: null,
          accesRestreint: false,
          motifInconnu: 'ressources-manquantes',
          passeReecrit: false,
          protection: false,
          origine: null,
          ...surcharge,
          parcours: {
            debut: courant - 60,
            inconnuDepuis: null,
            sansDroitDepuis: null,
            finClca: courant,
            rsa: null,
            ...surcharge.parcours,
          },
        }),
      ),
    }),
  );
}

function retoucher(retouche: Retouche | undefined, dossier: DossierGenere): DossierGenere {
  if (retouche === undefined) return dossier;
  const blocs = { ...dossier.blocs, ...retouche(dossier.blocs) };
  return { ...dossier, ...deduireFaits(dossier.etat, blocs), blocs };
}
