import { cleNir } from '../../../../kernel/nir.ts';
import type { Activite, RoleAdulte } from '../codes.ts';
import type { Alea } from './alea.ts';
import type { CasParticulier } from './cas.ts';
import type { Adulte } from './foyer.ts';
import { COMMUNES_NAISSANCE, inventerNom, inventerPrenoms, PAYS_NAISSANCE } from './lexique.ts';
import { anneeDe, type NumeroMois, rangDansAnnee } from './mois.ts';
import { dateDeNaissance, precisionAdulte } from './naissance.ts';

/** One adult or a couple, with names, birth, NIR, work and income. */
export function tirerAdultes(
  alea: Alea,
  couple: boolean,
  ageEnfant: number,
  parent: boolean,
  cas: CasParticulier | null,
  courant: NumeroMois,
): Adulte[] {
  const seulParent = parent && !couple;
  const sexe = alea.chance(seulParent ? 0.84 : 0.53) ? 'F' : 'M';
  const age =
    cas === 'etudiant' || cas === 'boursier'
      ? 20
      : parent
        ? ageEnfant + alea.entier(19, 38)
        : alea.entier(20, 67);
  // A household's incomes go together; this is what spreads the QF.
  const niveau = (parent ? (couple ? 1 : 0.8) : 0.62) * tirerNiveau(alea);
  const premier = tirerAdulte(alea, 'RDO', sexe, age, niveau, null, cas, courant);
  if (!couple) return [premier];
  const autre = sexe === 'F' ? (alea.chance(0.98) ? 'M' : 'F') : alea.chance(0.98) ? 'F' : 'M';
  return [
    premier,
    tirerAdulte(alea, 'CJT', autre, age + alea.entier(-4, 5), niveau, premier.nomNaissance, null, courant),
  ];
}

/** Standing of a household, 1 being the middle: four groups, spread so that the bands of the QF come out. */
function tirerNiveau(alea: Alea): number {
  const [bas, haut] = alea.peser([
    [[0.02, 0.35], 17],
    [[0.35, 1.05], 32],
    [[1.05, 2.4], 44],
    [[2.4, 3.3], 7],
  ] as const);
  return bas + (haut - bas) * alea.tirer();
}

function tirerAdulte(
  alea: Alea,
  role: RoleAdulte,
  sexe: 'F' | 'M',
  age: number,
  niveau: number,
  nomDuConjoint: string | null,
  cas: CasParticulier | null,
  courant: NumeroMois,
): Adulte {
  const naissance = courant - Math.max(18, age) * 12 - alea.entier(0, 11);
  const lieu = tirerLieu(alea, cas);
  const dateNaissance = dateDeNaissance(alea, naissance, precisionAdulte(cas));
  const nomNaissance = inventerNom(alea);
  const prenoms = inventerPrenoms(alea, sexe);
  if (cas === 'prenom-compose') prenoms[0] = sexe === 'F' ? 'Marie Ange' : 'Jean-Noël';
  const nomUsage =
    cas === 'nom-usage' ? inventerNom(alea) : sexe === 'F' && alea.chance(0.3) ? inventerNom(alea) : null;
  const activite = tirerActivite(alea, cas, niveau, age);
  return {
    role,
    sexe,
    nomNaissance,
    nomUsage: nomDuConjoint !== null && sexe === 'F' && alea.chance(0.4) ? nomDuConjoint : nomUsage,
    prenoms,
    dateNaissance,
    lieu,
    nir: inventerNir(alea, sexe, naissance, dateNaissance, lieu, cas),
    activite,
    activiteDepuis: courant - alea.entier(1, 96),
    activitePrecedente: alea.chance(0.35) ? alea.choisir(['CDD', 'CHO', 'SAL'] as const) : null,
    revenuMensuelEuros: tirerRevenu(alea, activite, niveau),
    aah: activite === 'SAV',
  };
}

function tirerLieu(alea: Alea, cas: CasParticulier | null): Adulte['lieu'] {
  if (cas === 'naissance-etranger' || (cas === null && alea.chance(0.14))) {
    const [pays, codePays] = alea.choisir(PAYS_NAISSANCE);
    return { commune: alea.choisir(['Exempla', 'Ficta', 'Nulletown']), codeInsee: null, pays, codePays };
  }
  const commune = alea.choisir(COMMUNES_NAISSANCE);
  const corse = cas === 'nir-corse' || (cas === null && alea.chance(0.004));
  const dom = cas === 'naissance-dom' || (cas === null && alea.chance(0.02));
  // Commune numbers from 990 on belong to no commune of France: nobody was born there.
  const codeInsee = corse
    ? `2${alea.choisir(['A', 'B'])}99${alea.entier(1, 9)}`
    : dom
      ? `97${alea.choisir([1, 2, 3, 4, 6])}99`
      : `${alea.choisir(['14', '33', '44', '59', '67', '69', '76', '80'])}99${alea.entier(1, 9)}`;
  return { commune, codeInsee, pays: 'France', codePays: '99100' };
}

/** NIR with its right key but of a commune or country number that does not exist. */
function inventerNir(
  alea: Alea,
  sexe: 'F' | 'M',
  naissance: NumeroMois,
  dateNaissance: string | null,
  lieu: Adulte['lieu'],
  cas: CasParticulier | null,
): string | null {
  const provisoire = cas === 'nir-provisoire' || (cas === null && alea.chance(0.006));
  const premier = sexe === 'M' ? (provisoire ? 7 : 1) : provisoire ? 8 : 2;
  const annee = String(anneeDe(naissance) % 100).padStart(2, '0');
  const leMois = (dateNaissance?.length ?? 0) >= 7 ? String(rangDansAnnee(naissance)).padStart(2, '0') : '20';
  const treize = `${premier}${annee}${leMois}${lieu.codeInsee ?? '99999'}${String(alea.entier(1, 999)).padStart(3, '0')}`;
  return cas === null && alea.chance(0.004) ? null : treize + cleNir(treize);
}

function tirerActivite(alea: Alea, cas: CasParticulier | null, niveau: number, age: number): Activite {
  if (cas === 'etudiant') return 'ETU';
  if (cas === 'boursier') return 'EBO';
  if (cas === 'aah') return 'SAV';
  if (age >= 64) return 'RET';
  if (niveau < 0.22)
    return alea.peser<Activite>([
      ['SSA', 6],
      ['CHO', 3],
      ['ASS', 2],
      ['SAV', 1],
    ]);
  return alea.peser<Activite>([
    ['CDI', 46],
    ['SAL', 9],
    ['CDD', 11],
    ['AEN', 3],
    ['ETI', 3],
    ['EXP', 0.3],
    ['CHO', 8],
    ['SSA', 10],
    ['SAV', 3],
    ['INV', 1.2],
    ['MAL', 1],
    ['MAT', 1],
    ['ETU', age < 27 ? 9 : 0],
    ['EBO', age < 27 ? 5 : 0],
    ['APP', age < 27 ? 2 : 0],
  ]);
}

/** Share of a full wage that each activity brings; what it leaves out brings nothing. */
const PART_DU_REVENU: Partial<Record<Activite, number>> = {
  CDI: 1,
  SAL: 0.95,
  CDD: 0.72,
  AEN: 0.6,
  ETI: 0.95,
  EXP: 0.7,
  CHO: 0.5,
  ASS: 0.3,
  MAL: 0.55,
  MAT: 0.8,
  INV: 0.4,
  RET: 0.7,
  ETU: 0.08,
  EBO: 0.06,
  APP: 0.35,
};

function tirerRevenu(alea: Alea, activite: Activite, niveau: number): number {
  const plein = 1750 * Math.max(0.15, niveau) * (0.85 + 0.3 * alea.tirer());
  return Math.round(plein * (PART_DU_REVENU[activite] ?? 0));
}
