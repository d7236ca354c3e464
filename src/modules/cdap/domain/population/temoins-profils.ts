import type { ContenuBloc } from '../blocs.ts';
import type { Adulte, Foyer } from './foyer.ts';
import { ecrireDernierJour, ecrireJour, ecrireMois, type NumeroMois } from './mois.ts';
import {
  ADULTE,
  avecCle,
  CONJOINT,
  coupleTemoin,
  enfant,
  FOYER_SEUL,
  type Retouche,
  type Temoin,
} from './temoins-foyers.ts';

/**
 * The landlord and the guardian whose files are among these. A file names them by their legal person: the
 * demonstration gives their SIRET to two of its partners, who can then read them (CDAP-16).
 */
export const BAILLEUR_TEMOIN = { nom: 'Le Logis de la Lys-Modèle', siret: '38999020100011' } as const;
export const PROTECTEUR_TEMOIN = {
  nom: 'Association tutélaire des Flandres-Inventées',
  siret: '44999019100016',
} as const;

/** Somebody of their own, so that a search by name or by NIR finds one file. */
const personne = (rang: number, nom: string, prenom: string, plus: Partial<Adulte> = {}): Adulte => ({
  ...ADULTE,
  nomNaissance: `${nom}-Exemple`,
  prenoms: [prenom],
  nir: avecCle(`2880459991${rang}`),
  ...plus,
});

/** The dwelling is the landlord's, and so are the payments of aid that a third-party payment sends to it. */
const chezLeBailleur =
  (plus: Partial<ContenuBloc<'logement'>> = {}): Retouche =>
  ({ logement, paiements }) => ({
    logement: logement && { ...logement, bailleur: { ...BAILLEUR_TEMOIN, social: true }, ...plus },
    paiements: paiements && {
      paiements: paiements.paiements.map((paiement) =>
        paiement.destinataire.nature === 'bailleur'
          ? { ...paiement, destinataire: { nature: 'bailleur', ...BAILLEUR_TEMOIN } }
          : paiement,
      ),
    },
  });

const sousProtection =
  (
    mesure: 'tutelle' | 'curatelle',
    du: NumeroMois,
    au: NumeroMois,
    organisme: { readonly nom: string; readonly siret: string },
  ): Retouche =>
  () => ({
    protection: {
      mesure,
      role: 'RDO',
      du: ecrireJour(du, 12),
      au: ecrireDernierJour(au),
      jugement: { tribunal: 'Tribunal de Villexemple', le: ecrireJour(du, 2) },
      organisme: { nom: organisme.nom, reference: 'AT-9001', siret: organisme.siret },
      tiersPaye: true,
    },
  });

const uneDette = (
  courant: NumeroMois,
  prestation: 'RSA' | 'APL' | 'ADE-CDI',
  initial: number,
  solde: number,
): ContenuBloc<'creances'>['creances'][number] => ({
  reference: `IN${prestation === 'APL' ? 110_011 : 110_012}`,
  nature: prestation === 'RSA' ? 'indu-rsa' : 'indu',
  prestation,
  du: ecrireMois(courant - 9),
  au: ecrireMois(courant - 7),
  constateeLe: ecrireJour(courant - 6, 15),
  montantInitialCentimes: initial,
  soldeCentimes: solde,
  retenueMensuelleCentimes: 4900,
});

const ARRIERES = (courant: NumeroMois, planApurement: boolean): ContenuBloc<'logement'>['impayes'] => ({
  depuis: ecrireMois(courant - 4),
  montantCentimes: 162_000,
  planApurement,
});

/** For each reading condition, a file that meets it and one that does not; their numbers begin with the profile's. */
export function temoinsDesProfils(courant: NumeroMois): readonly Temoin[] {
  const couple = coupleTemoin(courant);
  const locataire = (rang: number, nom: string, prenom: string): Foyer => ({
    ...FOYER_SEUL,
    situation: 'DIV',
    adultes: [personne(rang, nom, prenom, { activite: 'CDD', revenuMensuelEuros: 900 })],
    enfants: [enfant(courant, 'Lila', 9), enfant(courant, 'Tom', 7, { sexe: 'M' })],
  });
  const protege = (rang: number, nom: string): Foyer => ({
    ...FOYER_SEUL,
    adultes: [personne(rang, nom, 'Rose', { activite: 'SAV', revenuMensuelEuros: 0, aah: true })],
  });
  const versLaMsa = { sens: 'sortante', organisme: { nature: 'msa', code: '059' } } as const;
  return [
    [
      5001,
      'Transfert à la MSA demandé, pas encore fait, avec une aide au logement',
      { profils: ['T5'], foyer: locataire(101, 'Départ', 'Solène'), mutation: versLaMsa },
    ],
    [
      5002,
      'Transfert à la MSA demandé, sans aide au logement : les ressources de l’année restent fermées à la MSA',
      {
        profils: ['T5'],
        foyer: { ...locataire(102, 'Champ', 'Aubin'), statutLogement: 'PRO' },
        mutation: versLaMsa,
      },
    ],
    [
      5003,
      'Famille qui habite un autre département',
      {
        profils: ['T5'],
        foyer: locataire(103, 'Littoral', 'Marine'),
        commune: { nom: 'Port-Essai', codeInsee: '34991', codePostal: '34999' },
      },
    ],
    [
      9001,
      `Tutelle en cours, confiée à l’${PROTECTEUR_TEMOIN.nom}`,
      {
        profils: ['T9'],
        foyer: protege(104, 'Tutelle'),
        protection: true,
        retouche: sousProtection('tutelle', courant - 20, courant + 40, PROTECTEUR_TEMOIN),
      },
    ],
    [
      9002,
      'Curatelle terminée à la fin du mois dernier',
      {
        profils: ['T9'],
        foyer: protege(105, 'Curatelle'),
        retouche: sousProtection('curatelle', courant - 61, courant - 1, PROTECTEUR_TEMOIN),
      },
    ],
    [
      9003,
      'Tutelle en cours, confiée à un autre organisme',
      {
        profils: ['T9'],
        foyer: protege(106, 'Ailleurs'),
        protection: true,
        retouche: sousProtection('tutelle', courant - 20, courant + 40, {
          nom: 'Association tutélaire fictive',
          siret: '00000000000025',
        }),
      },
    ],
    [
      10_001,
      `Locataire du bailleur ${BAILLEUR_TEMOIN.nom}, en tiers payant, avec des impayés et une attestation de loyer attendue`,
      {
        profils: ['T10', 'T13', 'T16'],
        foyer: locataire(107, 'Loyer', 'Denise'),
        pieceLogement: true,
        retouche: chezLeBailleur({ impayes: ARRIERES(courant, false) }),
      },
    ],
    [
      10_002,
      'Locataire du même bailleur, sans tiers payant',
      {
        profils: ['T10'],
        foyer: { ...locataire(108, 'Quittance', 'Yvan'), tiersPayant: false },
        retouche: chezLeBailleur(),
      },
    ],
    [
      11_001,
      'Deux dettes envers la Caf, loyers impayés et plan d’apurement',
      {
        profils: ['T11', 'T13', 'T16'],
        foyer: locataire(109, 'Dette', 'Armelle'),
        retouche: ({ logement }) => ({
          logement: logement && { ...logement, impayes: ARRIERES(courant, true) },
          creances: {
            creances: [uneDette(courant, 'APL', 84_000, 51_000), uneDette(courant, 'RSA', 132_000, 118_500)],
          },
        }),
      },
    ],
    [
      14_001,
      'Veuve avec un orphelin, soutien familial depuis le décès',
      {
        profils: ['T14'],
        foyer: {
          ...FOYER_SEUL,
          situation: 'VEU',
          adultes: [personne(110, 'Veuvage', 'Edmée', { activite: 'CDI', revenuMensuelEuros: 1100 })],
          enfants: [enfant(courant, 'Maxence', 12, { sexe: 'M' })],
          asf: true,
        },
        retouche: ({ pensionsAlimentaires }) => ({
          pensionsAlimentaires: pensionsAlimentaires && {
            ...pensionsAlimentaires,
            asf: pensionsAlimentaires.asf && { ...pensionsAlimentaires.asf, situation: 'DC' },
          },
        }),
      },
    ],
    [
      20_001,
      'Parent qui travaille en Belgique : complément différentiel et sa base de calcul, un indu, une adresse récente',
      {
        profils: ['T20'],
        foyer: {
          ...couple,
          frontalier: true,
          adultes: [personne(111, 'Frontière', 'Adèle', { activite: 'SAL' }), CONJOINT],
        },
        retouche: ({ adresse, logement }) => {
          const actuelle = adresse?.actuelle ?? null;
          if (actuelle === null) return {};
          const depuis = ecrireJour(courant - 5, 1);
          return {
            adresse: {
              actuelle: { ...actuelle, depuis },
              precedentes: [
                {
                  ...actuelle,
                  voie: '3 rue de l’Ancienne-Adresse',
                  depuis: ecrireJour(courant - 50, 1),
                  jusqua: ecrireDernierJour(courant - 6),
                },
              ],
            },
            logement: logement && { ...logement, depuis },
            creances: { creances: [uneDette(courant, 'ADE-CDI', 26_000, 9_800)] },
          };
        },
      },
    ],
    [
      21_001,
      'Complément de mode de garde en cours pour un enfant de trois ans',
      {
        profils: ['T21'],
        foyer: { ...couple, cmg: true, adultes: [personne(112, 'Garde', 'Anaïs'), CONJOINT] },
      },
    ],
    [
      21_002,
      'Complément de mode de garde demandé et refusé : la demande a laissé une trace',
      {
        profils: ['T21'],
        foyer: {
          ...couple,
          demandeCmg: 'refusee',
          adultes: [personne(113, 'Refus', 'Bérénice'), CONJOINT],
        },
      },
    ],
    [
      22_001,
      'Étudiante boursière, locataire',
      {
        profils: ['T22'],
        foyer: {
          ...FOYER_SEUL,
          adultes: [
            personne(114, 'Campus', 'Naïla', {
              activite: 'EBO',
              activiteDepuis: courant - 14,
              revenuMensuelEuros: 250,
              dateNaissance: ecrireJour(courant - 20 * 12, 4),
            }),
          ],
        },
        parcours: { debut: courant - 14 },
      },
    ],
  ];
}
