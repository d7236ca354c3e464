import { type EcueilMotDePasse, REGLE_MOT_DE_PASSE, type RegleMotDePasse } from './domain/mot-de-passe.ts';

/** What stands in the way of a password, and what to do about it (ACC-02). Never repeats what was typed. */
export function direEcueil(code: EcueilMotDePasse, regle: RegleMotDePasse = REGLE_MOT_DE_PASSE): string {
  switch (code) {
    case 'trop-court':
      return `Le mot de passe est trop court\u202f: il lui faut au moins ${regle.longueurMin} caractères.`;
    case 'trop-long':
      return `Le mot de passe est trop long\u202f: ${regle.longueurMax} caractères au plus.`;
    case 'trop-simple':
      return 'Le mot de passe est trop simple\u202f: allongez-le, mêlez majuscules, minuscules, chiffres et signes, ou écrivez sept mots sans lien entre eux.';
    case 'repetitif':
      return 'Le mot de passe se répète ou suit l’ordre du clavier\u202f: remplacez ces suites par des caractères sans ordre.';
    case 'contexte':
      return 'Le mot de passe contient votre nom, votre identifiant, votre adresse ou le nom de votre organisme\u202f: retirez-le.';
    case 'courant':
      return 'Le mot de passe ressemble à ceux qui sont essayés en premier\u202f: choisissez-en un qui ne soit pas fait d’un mot ou deux.';
  }
}

/** The whole rule in one line, for below the field and for the contract. */
export const direRegleMotDePasse = (regle: RegleMotDePasse = REGLE_MOT_DE_PASSE): string =>
  `De ${regle.longueurMin} à ${regle.longueurMax} caractères, de quatre sortes (majuscules, minuscules, chiffres, signes), ou 14 de trois sortes, ou sept mots\u202f; ni votre nom, ni celui de votre organisme, ni un mot de passe répandu.`;
