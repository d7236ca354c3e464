import { formatDate, formatMois } from '../../../ui/format.ts';
import { groupIdentifier } from '../../../ui/identifier-groups.ts';
import type { ProfilCdap } from '../contract.ts';
import { comprendreSaisie, type SaisieComprise } from '../domain/comprendre-saisie.ts';
import { MESSAGES_REFUS_RECHERCHE, messageSaisie } from '../libelles-recherche.ts';

/** What the field understood of what is typed, told before anything is sent (page 13, Cdap). */
export type Compris =
  | { readonly etat: 'vide' }
  | {
      readonly etat: 'compris';
      readonly saisie: Extract<SaisieComprise, { genre: 'numero' | 'nir' | 'nom' }>;
      readonly phrase: string;
    }
  | { readonly etat: 'faux'; readonly message: string };

const NARROW = '\u202f';

/** The seven figures as they are read aloud: « 0 012 345 ». */
export const grouperNumero = (numero: string): string =>
  groupIdentifier(numero, 'dossier')
    .map(({ text }) => text)
    .join(NARROW);

/** Blocks that a profile opens in full: the criteria of a search rest on them (CDAP-20). */
type Ouvertures = Pick<ProfilCdap, 'rubriques'>;

export const ouvreEnEntier = ({ rubriques }: Ouvertures, bloc: string): boolean =>
  rubriques.some((rubrique) => rubrique.bloc === bloc && rubrique.variante === 'complet');

/**
 * What is understood, by the rules of the server and for this profile: a criterion that it does not open is told at
 * once. A NIR is never repeated, a name is.
 */
export function comprendre(texte: string, profil: Ouvertures, aujourdHui: string): Compris {
  const saisie = comprendreSaisie(texte, aujourdHui);
  if (saisie.genre === 'vide') return { etat: 'vide' };
  if (saisie.genre === 'faux') {
    const message = messageSaisie(saisie.code);
    return { etat: 'faux', message: saisie.nom === null ? message : `Nom : ${saisie.nom}. ${message}` };
  }
  const ferme = critereFerme(saisie, profil);
  if (ferme !== null) {
    const { titre, suite } = MESSAGES_REFUS_RECHERCHE['critere-ferme']({ critere: ferme });
    return { etat: 'faux', message: `${titre} ${suite}` };
  }
  return { etat: 'compris', saisie, phrase: direSaisie(saisie) };
}

function critereFerme(saisie: SaisieComprise, profil: Ouvertures): string | null {
  if (saisie.genre === 'nir') return ouvreEnEntier(profil, 'nir') ? null : 'nir';
  if (saisie.genre !== 'nom') return null;
  if (!ouvreEnEntier(profil, 'identite')) return 'nom';
  return saisie.codePostal === null || ouvreEnEntier(profil, 'adresse') ? null : 'codePostal';
}

function direSaisie(saisie: Extract<SaisieComprise, { genre: 'numero' | 'nir' | 'nom' }>): string {
  if (saisie.genre === 'numero') return grouperNumero(saisie.numero);
  if (saisie.genre === 'nir') return 'Numéro de sécurité sociale';
  const { nom, prenom, naissance, codePostal } = saisie;
  return [
    `Nom : ${nom}`,
    ...(prenom === null ? [] : [`prénom : ${prenom}`]),
    ...(naissance === null ? [] : [`naissance : ${direNaissanceTapee(naissance)}`]),
    ...(codePostal === null ? [] : [`code postal : ${codePostal}`]),
  ].join(', ');
}

const direNaissanceTapee = (date: string): string =>
  date.length === 4 ? date : date.length === 7 ? formatMois(date) : formatDate(date);
