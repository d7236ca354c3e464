import type { SituationFamiliale, StatutLogement } from '../codes.ts';
import type { Alea } from './alea.ts';
import type { CasParticulier } from './cas.ts';
import { AGE_LIMITE_MOIS, type Enfant, type Foyer } from './foyer.ts';
import { inventerNom, inventerPrenoms } from './lexique.ts';
import type { NumeroMois } from './mois.ts';
import { dateDeNaissance, precisionEnfant } from './naissance.ts';
import { tirerAdultes } from './tirage-adultes.ts';

/** Shares of household types, after the distributions of 2010-2019: [adults, children], weight. */
const TYPES_FOYER: readonly (readonly [readonly [1 | 2, number], number])[] = [
  [[1, 0], 36],
  [[2, 0], 4],
  [[2, 1], 11.6],
  [[2, 2], 22.4],
  [[2, 3], 7],
  [[2, 4], 1.7],
  [[2, 5], 0.5],
  [[1, 1], 8.5],
  [[1, 2], 5],
  [[1, 3], 2.6],
  [[1, 4], 0.7],
];

/** Draws a household: its form first, then its children, its adults and its dwelling. */
export function tirerFoyer(alea: Alea, cas: CasParticulier | null, courant: NumeroMois): Foyer {
  const [nombreAdultes, nombreEnfants] = formeDuCas(cas) ?? alea.peser(TYPES_FOYER);
  const couple = nombreAdultes === 2;
  const enfants = tirerEnfants(alea, nombreEnfants, cas, courant);
  const agePremier = enfants[0] ? Math.floor((courant - enfants[0].naissance) / 12) : 0;
  const adultes = tirerAdultes(alea, couple, agePremier, enfants.length > 0, cas, courant);
  const jeune = enfants.some((enfant) => courant - enfant.naissance < 72 && courant >= enfant.naissance);
  const locataire = alea.chance(couple && enfants.length > 0 ? 0.5 : 0.78) || cas === 'piece-logement';
  const statutLogement = cas === 'bailleur-social' || locataire ? 'LOC' : tirerStatutLogement(alea);
  const bailleurSocial = cas === 'bailleur-social' || alea.chance(0.45);
  return {
    situation: couple
      ? alea.peser<SituationFamiliale>([
          ['MAR', 5],
          ['VIM', 3],
          ['PAC', 2],
          ['RVM', 0.1],
        ])
      : tirerSituationSeule(alea, enfants.length > 0),
    situationDepuis: courant - alea.entier(2, 180),
    adultes,
    enfants,
    asf: !couple && enfants.length > 0 && alea.chance(0.45),
    cmg: cas === 'cmg' || (jeune && alea.chance(0.18) && !demandeImposee(cas)),
    prepare: enfants.some((e) => courant - e.naissance < 24) && (alea.chance(0.05) || cas === 'prepare'),
    statutLogement,
    loyerEuros: 320 + 55 * enfants.length + alea.entier(0, 380),
    bailleurSocial,
    tiersPayant: cas === 'bailleur-social' || alea.chance(bailleurSocial ? 0.9 : 0.3),
    evolution: 0.95 + alea.tirer() * 0.14,
    ajpp: cas === 'ajpp' || (enfants.length > 0 && alea.chance(0.004)),
    clca: cas === 'clca' || (enfants.length > 1 && alea.chance(0.003)),
    frontalier: cas === 'frontalier' || (enfants.length > 0 && alea.chance(0.012)),
    demandeCmg:
      cas === 'cmg-en-cours'
        ? 'en-cours'
        : cas === 'cmg-refuse'
          ? 'refusee'
          : jeune && alea.chance(0.02)
            ? alea.choisir(['en-cours', 'refusee'] as const)
            : null,
  };
}

const demandeImposee = (cas: CasParticulier | null): boolean =>
  cas === 'cmg-en-cours' || cas === 'cmg-refuse';

function formeDuCas(cas: CasParticulier | null): readonly [1 | 2, number] | null {
  switch (cas) {
    case 'famille-nombreuse':
      return [2, 5];
    case 'garde-alternee':
    case 'enfant-naissance-mois':
    case 'enfant-naissance-inconnue':
      return [1, 2];
    case 'parent-seul':
      return [1, 1];
    case 'personne-seule':
    case 'etudiant':
    case 'boursier':
    case 'aah':
    case 'rsa-23-mois':
    case 'rsa-24-mois':
    case 'rsa-25-mois':
      return [1, 0];
    case 'enfant-majeur':
    case 'aeeh':
    case 'cmg':
    case 'cmg-en-cours':
    case 'cmg-refuse':
    case 'frontalier':
    case 'ajpp':
    case 'clca':
    case 'prepare':
    case 'couple':
    case 'passe-reecrit':
      return [2, 2];
    default:
      return null;
  }
}

const tirerSituationSeule = (alea: Alea, parent: boolean): SituationFamiliale =>
  parent
    ? alea.peser<SituationFamiliale>([
        ['ISO', 4],
        ['DIV', 3],
        ['SEF', 2],
        ['CEL', 2],
        ['VEU', 0.4],
        ['SEL', 0.3],
      ])
    : alea.peser<SituationFamiliale>([
        ['CEL', 7],
        ['DIV', 1.5],
        ['ISO', 1],
        ['VEU', 0.4],
        ['ABA', 0.02],
      ]);

const tirerStatutLogement = (alea: Alea): StatutLogement =>
  alea.peser<StatutLogement>([
    ['ACC', 6],
    ['PRO', 4],
    ['HGP', 3],
    ['HOP', 0.5],
    ['HCO', 0.8],
    ['HOT', 0.2],
    ['SRG', 0.3],
    ['OLI', 0.2],
  ]);

/** Ages 0 to 22 for most; older ones stay in the household without counting. */
function tirerEnfants(alea: Alea, nombre: number, cas: CasParticulier | null, courant: NumeroMois): Enfant[] {
  const nomFamille = inventerNom(alea);
  const partage = cas === 'garde-alternee' || alea.chance(0.05);
  const enfants: Enfant[] = [];
  let naissance = courant - alea.entier(nombre > 2 ? 40 : 4, nombre > 1 ? 215 : 200);
  if (cas === 'enfant-majeur') naissance = courant - 21 * 12;
  if (cas === 'cmg' || cas === 'cmg-en-cours' || cas === 'cmg-refuse') naissance = courant - 50;
  if (cas === 'prepare') naissance = courant - 20;
  for (let i = 0; i < nombre; i += 1) {
    const sexe = alea.chance(0.5) ? 'F' : 'M';
    const aeeh = (cas === 'aeeh' && i === 0) || alea.chance(0.015);
    enfants.push({
      nomNaissance: alea.chance(0.12) ? inventerNom(alea) : nomFamille,
      prenoms: inventerPrenoms(alea, sexe),
      sexe,
      naissance,
      dateNaissance: dateDeNaissance(alea, naissance, i === 0 ? precisionEnfant(cas) : null),
      gardeAlternee: partage && courant - naissance < AGE_LIMITE_MOIS,
      parti: alea.chance(courant - naissance > 216 ? 0.3 : 0),
      aeeh: aeeh ? alea.entier(0, 3) : null,
      aeehDepuis: Math.max(naissance, courant - alea.entier(1, 60)),
    });
    // The next one is younger; from the present month on there is no next one.
    naissance += alea.entier(
      14,
      Math.max(15, Math.min(60, Math.floor((courant - naissance) / (nombre - i)))),
    );
    if (naissance >= courant) break;
  }
  return enfants;
}
