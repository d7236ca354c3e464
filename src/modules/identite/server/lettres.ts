import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rendu } from '../../../platform/pdf/rendu.ts';
import { direEcheance, direJour } from './dire-echeance.ts';

export interface ParametresLettre {
  readonly expediteur: { readonly nom: string; readonly adresse: readonly string[] };
  readonly destinataire: {
    readonly nom: string;
    readonly fonction: string;
    readonly organisme: string;
    readonly adresse: readonly string[];
  };
  /** Address of the portal, as one types it. */
  readonly portail: string;
  /** What this letter carries. The other one goes in a letter of its own (ACC-01). */
  readonly genre: 'identifiant' | 'mot-de-passe';
  readonly valeur: string;
  /** First instant at which the first access serves no more. */
  readonly expireLe: Date | null;
  /** Zone of the Caf, in which dates are told. */
  readonly fuseau: string;
  readonly instant: Date;
}

interface ValeurLettre {
  readonly libelle: string;
  readonly groupes: readonly string[];
  /** Groups stand apart; those that hyphens separate already do not. */
  readonly ecarts: boolean;
  readonly aide: string;
}

interface DonneesLettre {
  readonly titre: string;
  readonly pied: string;
  readonly expediteur: readonly string[];
  readonly destinataire: readonly string[];
  readonly date: string;
  readonly appel: string;
  readonly annonce: readonly string[];
  readonly valeur: ValeurLettre;
  readonly etapes: readonly { readonly texte: string; readonly adresse: string | null }[];
  readonly asavoir: readonly string[];
  readonly secret: string;
}

const GABARIT = readFileSync(path.join(import.meta.dirname, 'lettre.typ'), 'utf8');

/**
 * A letter that gives somebody their identifier, or their first password, when the Caf prefers post (ACC-01). Two
 * letters: there is no way to put both on one sheet. The bytes hold a secret; whoever asks for them keeps none.
 *
 * Errors: ErreurRendu; Error when the value has a character that a reader could not type again.
 */
export const composerLettre = (rendu: Rendu, lettre: ParametresLettre): Promise<Buffer> =>
  rendu.rendre({ gabarit: GABARIT, donnees: direLettre(lettre), instant: lettre.instant });

function direLettre(lettre: ParametresLettre): DonneesLettre {
  const { expediteur, destinataire, genre, valeur, fuseau, instant } = lettre;
  // The renderer writes what its fonts have not as a number, and drops what cannot be seen.
  if (!/^[\x21-\x7e]{4,64}$/.test(valeur)) throw new Error('a letter was given a value that cannot be typed');
  const mots = genre === 'identifiant' ? motsIdentifiant(lettre) : motsMotDePasse(lettre);
  return {
    ...mots,
    pied: `${expediteur.nom}. Lettre personnelle et confidentielle.`,
    expediteur: [expediteur.nom, ...expediteur.adresse].filter(estEcrit),
    destinataire: [
      destinataire.nom,
      destinataire.fonction,
      destinataire.organisme,
      ...destinataire.adresse,
    ].filter(estEcrit),
    date: `Le ${direJour(instant, fuseau)}`,
    appel: 'Madame, Monsieur,',
    // ACC-13: the same reminder as on extracts and print sheets.
    secret:
      'Ce que le portail donne à lire est couvert par le secret professionnel (article 226-13 du code pénal), pendant et après vos fonctions. Rien ne peut en être remis à un autre organisme.',
  };
}

type Mots = Pick<DonneesLettre, 'titre' | 'annonce' | 'valeur' | 'etapes' | 'asavoir'>;

function motsIdentifiant({ destinataire, portail, valeur, expireLe, fuseau }: ParametresLettre): Mots {
  return {
    titre: 'Votre identifiant de connexion',
    annonce: [
      `Un accès au portail des partenaires est ouvert à votre nom, pour\u00a0: ${destinataire.organisme}. Cette lettre vous donne votre identifiant. Votre mot de passe provisoire vous est envoyé à part.`,
    ],
    valeur: montrer('Votre identifiant', valeur),
    etapes: [
      { texte: 'Attendez votre mot de passe provisoire\u00a0: il arrive à part.', adresse: null },
      ouvrirPortail(portail),
      { texte: 'Tapez cet identifiant, puis votre mot de passe provisoire.', adresse: null },
      DERNIERE_ETAPE,
    ],
    asavoir: [
      'Gardez votre identifiant\u00a0: il vous servira à chaque connexion, et ne change pas.',
      ...(expireLe === null
        ? []
        : [
            `La première connexion est possible jusqu’au ${direEcheance(expireLe, fuseau)}. Ensuite, demandez un nouveau mot de passe provisoire à la personne qui a ouvert votre accès.`,
          ]),
      jamaisDemande('votre mot de passe ou un code'),
    ],
  };
}

function motsMotDePasse({ destinataire, portail, valeur, expireLe, fuseau }: ParametresLettre): Mots {
  return {
    titre: 'Votre mot de passe provisoire',
    annonce: [
      `Un accès au portail des partenaires est ouvert à votre nom, pour\u00a0: ${destinataire.organisme}. Cette lettre vous donne votre mot de passe provisoire. Votre identifiant vous est envoyé à part.`,
    ],
    valeur: montrer('Votre mot de passe provisoire', valeur),
    etapes: [
      { texte: 'Prenez votre identifiant, que vous avez reçu à part.', adresse: null },
      ouvrirPortail(portail),
      { texte: 'Tapez votre identifiant, puis ce mot de passe provisoire.', adresse: null },
      DERNIERE_ETAPE,
    ],
    asavoir: [
      expireLe === null
        ? 'Ce mot de passe ne sert qu’une fois.'
        : `Ce mot de passe ne sert qu’une fois, jusqu’au ${direEcheance(expireLe, fuseau)}. Ensuite, demandez-en un nouveau à la personne qui a ouvert votre accès.`,
      'Si vous en recevez un autre, seul le plus récent fonctionne. Détruisez cette lettre dès qu’elle a servi.',
      jamaisDemande('ce mot de passe'),
    ],
  };
}

const ouvrirPortail = (portail: string) => ({
  texte: 'Sur votre poste de travail, tapez l’adresse du portail dans votre navigateur\u00a0:',
  adresse: portail,
});
const DERNIERE_ETAPE = {
  texte:
    'Suivez les écrans\u00a0: choisissez votre mot de passe, lisez les règles de confidentialité, puis enregistrez votre second facteur (une application de codes ou une clé d’accès).',
  adresse: null,
};
const jamaisDemande = (quoi: string): string =>
  `Personne ne vous demandera ${quoi} par téléphone, par courriel ou de vive voix\u00a0: ni la Caf, ni votre organisme.`;

const estEcrit = (ligne: string): boolean => ligne.trim() !== '';

function montrer(libelle: string, valeur: string): ValeurLettre {
  const casse = /[A-Z]/.test(valeur)
    ? 'Respectez les majuscules et les minuscules.'
    : 'Toutes les lettres sont des minuscules.';
  if (valeur.includes('-'))
    return {
      libelle,
      groupes: valeur.split(/(?<=-)/),
      ecarts: false,
      aide: `Tapez aussi les tirets. ${casse}`,
    };
  const aide = `Les espaces entre les groupes aident à lire et ne se tapent pas. ${casse}`;
  return { libelle, groupes: grouper(valeur), ecarts: true, aide };
}

/** Groups of three or four characters, the longer ones first. */
function grouper(valeur: string): string[] {
  const nombre = Math.ceil(valeur.length / 4);
  const bornes = Array.from({ length: nombre + 1 }, (_, rang) => Math.ceil((rang * valeur.length) / nombre));
  return bornes.slice(1).map((fin, rang) => valeur.slice(bornes[rang], fin));
}
