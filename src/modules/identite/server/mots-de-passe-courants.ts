import { createRequire } from 'node:module';
import { demasquer, plier } from '../domain/mot-de-passe.ts';

const require = createRequire(import.meta.url);

/** Missing from the lists: what people of our trade type, and French turns of the kind `changezmoi`. */
const CLASSIQUES = [
  ...['monmotdepasse', 'motdepass', 'motsdepasse', 'passepartout', 'ouvretoi', 'changezmoi', 'changemoi'],
  ...['azertyuiopqsdfghjklm', 'azertyuiopq', 'qsdfghjklm', 'wxcvbn', 'azqswx', 'nepasoublier'],
  ...['cafpro', 'cdap', 'afas', 'cnaf', 'caf', 'passerelle', 'portail', 'partenaire', 'allocataire'],
  ...['allocation', 'allocations', 'allocationsfamiliales', 'mairie', 'creche', 'ccas', 'connexion'],
  ...['admin', 'administrateur', 'utilisateur', 'provisoire', 'temporaire', 'bienvenue', 'doudou'],
];

/** Three letters are a word by chance too often, unless it is one of the most used. */
const MOTS_BREFS = 1000;
const NOYAU_MIN = 4;
/** The same, once what stood between the letters is left out: scattered letters make short words by chance. */
const RECOLLE_MIN = 6;
/** How many digits and signs at an edge are tried one by one: `trustno1` is listed with its digit. */
const BORD = 16;
/** Beyond, what surrounds the words has a strength of its own. */
const ENTRE_MAX = 6;

interface Listes {
  /** In the form that `demasquer` gives. */
  readonly items: ReadonlySet<string>;
  readonly plusLong: number;
}

let listes: Listes | null = null;

/**
 * Read at the first password that is judged: some 80 ms, 12 MB of heap and 30 of memory in all, that
 * a portal where nobody changes a password does not spend. Then a judgement takes microseconds. Titles of Wikipedia are left out: rare words are what a passphrase is made of.
 */
function lireListes(): Listes {
  const communs = require('@zxcvbn-ts/language-common') as typeof import('@zxcvbn-ts/language-common');
  const francais = require('@zxcvbn-ts/language-fr') as typeof import('@zxcvbn-ts/language-fr');
  const { 'commonWords-fr': mots, ...suites } = francais.dictionary;
  const items = new Set<string>();
  let plusLong = 0;
  const ajouter = (texte: string, longueurMin: number) => {
    const item = demasquer(plier(texte));
    if (item.length < longueurMin) return;
    items.add(item);
    plusLong = Math.max(plusLong, item.length);
  };
  for (const texte of communs.dictionary['passwords-common']) ajouter(texte, 3);
  for (const [rang, texte] of mots.entries()) ajouter(texte, rang < MOTS_BREFS ? 3 : 4);
  for (const [nom, textes] of Object.entries(suites))
    if (nom !== 'wikipedia-fr') for (const texte of textes) ajouter(texte, 4);
  for (const texte of CLASSIQUES) ajouter(texte, 3);
  return { items, plusLong };
}

/**
 * True for a password that is tried first (ACC-02): listed as common, or made of one or two listed passwords, French
 * words or names, whatever the case, the accents, the look-alikes, and the digits and signs put around.
 */
export function estMotDePasseCourant(motDePasse: string): boolean {
  listes ??= lireListes();
  const { items, plusLong } = listes;
  const plie = plier(motDePasse.normalize('NFC'));

  const estConnu = (texte: string, itemMin: number, longueurMin: number): boolean => {
    if (texte.length < longueurMin || texte.length > 2 * plusLong) return false;
    const item = demasquer(texte);
    if (items.has(item)) return true;
    for (let i = itemMin; i <= item.length - itemMin; i += 1)
      if (items.has(item.slice(0, i)) && items.has(item.slice(i))) return true;
    return false;
  };

  if (estConnu(plie, 3, NOYAU_MIN)) return true;
  const debut = plie.search(/[a-z]/);
  if (debut < 0) return false;
  // From the end, and not by a pattern: one that ends with `$` is quadratic on a long text.
  let fin = 0;
  while (!/[a-z]/.test(plie.charAt(plie.length - 1 - fin))) fin += 1;
  for (const i of bords(debut))
    for (const j of bords(fin)) {
      const noyau = plie.slice(i, plie.length - j);
      if (estConnu(noyau, 3, NOYAU_MIN)) return true;
      if (estConnu(noyau.replace(/[^a-z0-9]/g, ''), 4, RECOLLE_MIN)) return true;
    }
  const lettres = plie.replace(/[^a-z]/g, '');
  return plie.length - lettres.length <= ENTRE_MAX && estConnu(lettres, 4, RECOLLE_MIN);
}

/** How many characters to take off an edge that has `longueur` digits and signs: all of them, or the first ones. */
const bords = (longueur: number): number[] => [
  longueur,
  ...Array.from({ length: Math.min(longueur, BORD) }, (_, rang) => rang),
];
