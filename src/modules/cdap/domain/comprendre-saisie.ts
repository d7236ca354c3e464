import { ressembleAUnNir } from '../../../kernel/nir.ts';
import { normaliser } from './cles-recherche.ts';
import {
  type CodeRefusCritere,
  type CritereNir,
  type CriteresNom,
  estAssezPrecis,
  LONGUEUR_NOM_MAX,
  lireCodePostal,
  lireNaissance,
  lireNirCherche,
  lireNomCherche,
  lirePrenomCherche,
  type Naissance,
} from './criteres-recherche.ts';
import { type CodeRefusNumero, lireNumeroDossier } from './numero-dossier.ts';

/** What the one field understood: a file number, a NIR, a person, or which mistake it is (page 13, Cdap). */
export type SaisieComprise =
  | { readonly genre: 'vide' }
  | { readonly genre: 'numero'; readonly numero: string }
  | CritereNir
  | CriteresNom
  | {
      readonly genre: 'faux';
      readonly code: CodeRefusNumero | CodeRefusCritere;
      /** A name has been read: something is missing beside it rather than wrong. */
      readonly nom: string | null;
    };

const LETTRE = /\p{L}/u;
const BLANCS = /[\s\u00A0\u2009\u202F]+/g;

/**
 * Understands what is typed in the field, by the rules that the server applies.
 *
 * Without letters it is a number or a NIR (whose only letters are those of Corsica); with letters it is a person.
 */
export function comprendreSaisie(saisie: string, aujourdHui: string): SaisieComprise {
  const texte = saisie.replace(BLANCS, ' ').trim();
  if (texte === '') return { genre: 'vide' };
  if (ressembleAUnNir(texte)) {
    const lu = lireNirCherche(texte);
    return lu.ok ? { genre: 'nir', nir: lu.valeur } : faux(lu.refus.code);
  }
  if (LETTRE.test(texte)) {
    const lu = lireNumeroDossier(texte);
    // « 12345A »: the letter of a file number, not somebody called A.
    if (!lu.ok && lu.refus.code === 'numero-avec-lettre') return faux(lu.refus.code);
    return comprendrePersonne(texte, aujourdHui);
  }
  const lu = lireNumeroDossier(texte);
  if (lu.ok) return { genre: 'numero', numero: lu.valeur.affiche };
  return faux(estNirRate(texte) ? 'nir-forme' : /[*%?_]/.test(texte) ? 'joker' : lu.refus.code);
}

const faux = (code: CodeRefusNumero | CodeRefusCritere, nom: string | null = null): SaisieComprise => ({
  genre: 'faux',
  code,
  nom,
});

/** Thirteen or fifteen figures that no file number has and that do not make a NIR. */
const estNirRate = (texte: string): boolean => /^[1-9](?:\d{12}|\d{14})$/.test(texte.replace(BLANCS, ''));

const MOIS =
  'janv(?:ier)?|f[ée]v(?:r(?:ier)?)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?';
const D = String.raw`(?<![\p{L}\d])`;
const F = String.raw`(?![\p{L}\d])`;
/** Where a birth date may stand in a text, the most precise first. */
const DATES: readonly RegExp[] = [
  new RegExp(`${D}\\d{4}-\\d{1,2}-\\d{1,2}${F}`, 'u'),
  new RegExp(`${D}\\d{1,2} ?[/.-] ?\\d{1,2} ?[/.-] ?(?:\\d{4}|\\d{2})${F}`, 'u'),
  new RegExp(`${D}\\d{1,2} \\d{1,2} \\d{4}${F}`, 'u'),
  new RegExp(`${D}\\d{1,2}(?:er)? ?(?:${MOIS})\\.? ?\\d{4}${F}`, 'iu'),
  new RegExp(`${D}(?:${MOIS})\\.? ?\\d{4}${F}`, 'iu'),
  new RegExp(`${D}\\d{1,2} ?[/.-] ?\\d{4}${F}`, 'u'),
  new RegExp(`${D}(?:\\d{8}|\\d{6})${F}`, 'u'),
  new RegExp(`${D}\\d{4}${F}`, 'u'),
];
const CODE_POSTAL = new RegExp(`${D}\\d{5}${F}`, 'u');
/** « né le », « née en », as pasted from a form. */
const ANNONCE_NAISSANCE = /(?<!\p{L})n[ée]e?(?:\(e\))? (?:le|en)(?!\p{L})/giu;

/** « NOM Prénom 12/03/1985 59000 », in any order of the last three. */
function comprendrePersonne(texte: string, aujourdHui: string): SaisieComprise {
  let reste = texte.replace(ANNONCE_NAISSANCE, ' ');
  let naissance: Naissance | null = null;
  const date = DATES.map((forme) => forme.exec(reste)?.[0]).find((trouvee) => trouvee !== undefined);
  if (date !== undefined) {
    const lue = lireNaissance(date, aujourdHui);
    if (!lue.ok) return faux(lue.refus.code);
    naissance = lue.valeur;
    reste = reste.replace(date, ' ');
  }
  let codePostal: string | null = null;
  const postal = CODE_POSTAL.exec(reste)?.[0];
  if (postal !== undefined) {
    const lu = lireCodePostal(postal);
    if (!lu.ok) return faux(lu.refus.code);
    codePostal = lu.valeur;
    reste = reste.replace(postal, ' ');
  }
  reste = reste.replace(BLANCS, ' ').trim();
  if (reste.length > LONGUEUR_NOM_MAX) return faux('nom-trop-long');
  const entiere = lireNomCherche(reste.replace(/^,|,$/g, ''));
  if (!entiere.ok) return faux(entiere.refus.code);
  const { nom: nomTape, prenom: prenomTape } = separer(reste);
  const nom = lireNomCherche(nomTape);
  if (!nom.ok) return faux(nom.refus.code);
  const prenom = prenomTape === null ? null : lirePrenomCherche(prenomTape);
  if (prenom !== null && !prenom.ok) return faux(prenom.refus.code);
  const criteres: CriteresNom = {
    genre: 'nom',
    nom: nom.valeur,
    prenom: prenom?.valeur ?? null,
    naissance,
    codePostal,
  };
  return estAssezPrecis(criteres) ? criteres : faux('criteres-insuffisants', nom.valeur);
}

/** Words that begin a name and never stand for one. */
const PARTICULES: ReadonlySet<string> = new Set(
  'de du des d la le les l el al ben bin ibn ould abd abou von van der den da do dos das di san saint sainte mac mc ait n o'.split(
    ' ',
  ),
);
const estParticule = (mot: string): boolean => PARTICULES.has(normaliser(mot));
const estEnCapitales = (mot: string): boolean =>
  normaliser(mot).length > 1 && mot === mot.toUpperCase() && mot !== mot.toLowerCase();

/**
 * Tells the name from the forename: a comma between them, else the words in capitals, else the last word is the
 * forename and what comes before it, with its particles, the name.
 */
function separer(texte: string): { readonly nom: string; readonly prenom: string | null } {
  const virgule = texte.indexOf(',');
  if (virgule > 0) {
    const prenom = texte.slice(virgule + 1).trim();
    return { nom: texte.slice(0, virgule).trim(), prenom: prenom === '' ? null : prenom };
  }
  const mots = texte.split(' ').filter((mot) => normaliser(mot) !== '');
  const enCapitales = mots.map(estEnCapitales);
  if (enCapitales.includes(true) && enCapitales.includes(false)) {
    const premier = enCapitales.indexOf(true);
    const dernier = enCapitales.lastIndexOf(true);
    let debut = premier;
    // « de VALDOUX »: a small particle belongs to the capitals that it precedes.
    while (debut > 0 && estParticule(mots[debut - 1] ?? '')) debut -= 1;
    const autres = [...mots.slice(0, debut), ...mots.slice(dernier + 1)];
    return {
      nom: mots.slice(debut, dernier + 1).join(' '),
      prenom: autres.length === 0 ? null : autres.join(' '),
    };
  }
  const dernier = mots.at(-1);
  const avant = mots.slice(0, -1);
  if (dernier === undefined || avant.every(estParticule)) return { nom: mots.join(' '), prenom: null };
  return { nom: avant.join(' '), prenom: dernier };
}
