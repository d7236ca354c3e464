import type { CodeRefusRecherche } from './domain/autoriser-recherche.ts';
import type { CodeRefusCritere } from './domain/criteres-recherche.ts';
import type { CodeRefusNumero } from './domain/numero-dossier.ts';
import { messageNumero } from './libelles.ts';

/** French words of a search (CDAP-20). None repeats what was typed: a NIR is often typed in the wrong field. */

const MESSAGES_CRITERE: Readonly<Record<CodeRefusCritere, string>> = {
  'nom-illisible': 'Un nom s’écrit en lettres latines, avec traits d’union et apostrophes.',
  'nom-trop-court': 'Tapez au moins trois lettres du nom.',
  'nom-trop-long': 'Un nom a cent caractères au plus.',
  joker: 'Les jokers (* % ? _) ne servent pas ici : tapez le nom entier, une lettre fausse est admise.',
  'prenom-illisible': 'Un prénom s’écrit en lettres latines, avec traits d’union et apostrophes.',
  'prenom-trop-long': 'Un prénom a cent caractères au plus.',
  'naissance-illisible': 'Écrivez la date de naissance comme 12/03/1985, ou seulement l’année.',
  'naissance-inexistante': 'Cette date de naissance n’existe pas : vérifiez le jour et le mois.',
  'naissance-future': 'Cette date de naissance n’est pas encore passée.',
  'naissance-lointaine': 'Cette date de naissance est trop ancienne : vérifiez l’année.',
  'nir-forme': 'Ce n’est pas un numéro de sécurité sociale : il a treize caractères, ou quinze avec sa clé.',
  'nir-cle': 'La clé de ce numéro de sécurité sociale est fausse : vérifiez chaque chiffre.',
  'code-postal-illisible': 'Un code postal a cinq chiffres.',
  'criteres-insuffisants': 'Ajoutez le prénom ou la date de naissance.',
};

export const messageCritere = (code: CodeRefusCritere): string => MESSAGES_CRITERE[code];

export const estCodeCritere = (code: string): code is CodeRefusCritere =>
  Object.hasOwn(MESSAGES_CRITERE, code);

/** Message of what the one field could not use. */
export const messageSaisie = (code: CodeRefusNumero | CodeRefusCritere): string =>
  estCodeCritere(code) ? messageCritere(code) : messageNumero(code);

const CRITERES: Readonly<Record<string, string>> = {
  nir: 'par numéro de sécurité sociale',
  nom: 'par nom',
  codePostal: 'par code postal',
};

/** Refusals that only a search has: what it is, and what to do. */
export const MESSAGES_REFUS_RECHERCHE: Readonly<
  Record<CodeRefusRecherche, (details: Readonly<Record<string, unknown>>) => { titre: string; suite: string }>
> = {
  'critere-ferme': ({ critere }) => ({
    titre: `Votre profil ne permet pas de chercher ${CRITERES[String(critere)] ?? 'ainsi'}.`,
    suite: 'Retirez ce critère, ou cherchez par numéro de dossier.',
  }),
  'criteres-trop-larges': ({ champs }) => ({
    titre: 'Trop de personnes répondent à ce que vous avez tapé : précisez.',
    suite: direPrecisions(champs),
  }),
  'recherche-ralentie': ({ reprise }) => ({
    titre: `Attendez ${direSecondes(Number(reprise))} avant de chercher de nouveau.`,
    suite:
      'Vous avez fait beaucoup de recherches en une heure. Demandez à la personne son numéro de dossier : il s’ouvre sans attendre.',
  }),
};

const A_PRECISER: Readonly<Record<string, string>> = {
  neLe: 'la date de naissance entière',
  prenom: 'le prénom',
};

/** « Ajoutez la date de naissance entière et le prénom. » */
function direPrecisions(champs: unknown): string {
  const mots = String(champs)
    .split(',')
    .flatMap((champ) => A_PRECISER[champ] ?? []);
  return mots.length === 0
    ? 'Demandez à la personne son numéro de dossier.'
    : `Ajoutez ${mots.join(' et ')}, ou demandez à la personne son numéro de dossier.`;
}

const direSecondes = (secondes: number): string =>
  secondes > 1 ? `${secondes}\u202fsecondes` : '1\u202fseconde';
