import { readFileSync } from 'node:fs';
import type { Bloc } from '../../src/modules/cdap/domain/blocs.ts';
import type { Reponse } from '../support/client.ts';
import type { Portail } from '../support/portail.ts';
import { BLOCS_CANARIS, type Feuille, feuillesDe, motifDe } from './dossier-canari.ts';

interface LigneDeCatalogue {
  readonly code: string;
  readonly blocs: readonly string[];
  readonly blocsReduits: Readonly<Record<string, string>>;
}

/** Read as a file and not through the program: what is judged must not write its own expectation. */
const CATALOGUE: { profils: LigneDeCatalogue[] } = JSON.parse(
  readFileSync(new URL('../../src/modules/cdap/domain/catalogue-2025.json', import.meta.url), 'utf8'),
);

const canari = BLOCS_CANARIS;
const [ainee, cadet] = canari.famille?.enfants ?? [];
const enfantCompose = (enfant: typeof ainee) => {
  const { rang, nomNaissance, nomUsage, prenoms, dateNaissance, aCharge } = enfant ?? {};
  return { rang, nomNaissance, nomUsage, prenoms, dateNaissance, aCharge };
};

/** Profiles of the catalogue; those that the portal does not serve yet open nothing at all. */
export const PROFILS: readonly string[] = CATALOGUE.profils.map(({ code }) => code);
export const PROFILS_SERVIS: readonly string[] = ['T2', 'T11', 'T14', 'T18', 'T19'];

const { activite, depuis: actifDepuis, role } = canari.situationPro?.adultes[0] ?? {};

/** Reduced forms of the profiles served, by hand and field by field: nothing here calls the program's projection. */
const FORMES_REDUITES: Readonly<Record<string, unknown>> = {
  'famille:composition': { nombreACharge: 1, enfants: [enfantCompose(ainee), enfantCompose(cadet)] },
  'handicap:nombre-aeeh': { nombreEnfantsAeeh: 2 },
  'handicap:etat': { aah: true, aeeh: true },
  'situationPro:actuelle': { adultes: [{ role, activite, depuis: actifDepuis }] },
  'ressourcesAnnuelles:total': {
    annee: 2197,
    totalRetenuCentimes: canari.ressourcesAnnuelles?.totalRetenuCentimes,
  },
  'droits:existence': { ouverts: ['AJPP'] },
  'rsa:etat': {
    etat: '6',
    demandeLe: canari.rsa?.demandeLe,
    clotureLe: canari.rsa?.clotureLe,
    dernierMois: canari.rsa?.dernierMois,
  },
  'pensionsAlimentaires:asf': { asf: canari.pensionsAlimentaires?.asf },
  'protection:existence': { du: canari.protection?.du, au: canari.protection?.au },
  'affiliation:ailleurs': { ailleurs: true, organisme: { nature: 'msa', code: '984' }, depuis: '2199-12-31' },
};

/** CDAP-17: which blocks of T2 each use closes. */
const FERMES_PAR_USAGE: Readonly<Record<string, readonly string[]>> = {
  creche: ['quotientFamilial'],
  tarif: ['baseRessourcesEaje', 'handicap'],
  'cantine-un-euro': ['baseRessourcesEaje', 'handicap'],
  'creche,tarif': [],
};

/** Content of each block that a profile must be shown of the canary file, and of no other. */
export function attendu(profil: string, usages: readonly string[]): Map<string, unknown> {
  const ligne = CATALOGUE.profils.find(({ code }) => code === profil);
  if (!ligne) throw new Error(`profile ${profil} is not in the catalogue`);
  const fermes = profil === 'T2' ? FERMES_PAR_USAGE[usages.join()] : [];
  if (!fermes) throw new Error(`no expectation for the uses ${usages.join()}`);
  const contenus: [string, unknown][] = [
    ...ligne.blocs.map((bloc): [string, unknown] => [bloc, canari[bloc as Bloc]]),
    ...Object.entries(ligne.blocsReduits).map(([bloc, forme]): [string, unknown] => {
      const cle = `${bloc}:${forme}`;
      if (!Object.hasOwn(FORMES_REDUITES, cle)) throw new Error(`no expectation for the form ${cle}`);
      return [bloc, FORMES_REDUITES[cle]];
    }),
  ];
  return new Map(contenus.filter(([bloc]) => !fermes.includes(bloc)));
}

const toutesLesFeuilles = (): Feuille[] =>
  Object.entries(canari).flatMap(([bloc, contenu]) => feuillesDe(contenu, bloc));

const fil = ({ texte, entetes }: Reponse): string => `${JSON.stringify(entetes)}\n${texte}`;

/** Canaries of the file found in some bytes, by the path of their field. */
export const canarisDans = (octets: string): string[] =>
  toutesLesFeuilles().flatMap((feuille) => (motifDe(feuille)?.test(octets) ? [feuille.chemin] : []));

/** SEC-03 on one authorised answer: everything that the profile opens is there, and nothing else. */
export function violationsDeLecture(reponse: Reponse, profil: string, usages: readonly string[]): string[] {
  const nom = `${profil} (${usages.join(', ') || 'sans usage'})`;
  if (reponse.statut !== 200) return [`${nom} : ${reponse.statut} ${reponse.corps?.code}`];
  const voulus = attendu(profil, usages);
  const montres = new Map<string, unknown>(
    reponse.corps.rubriques.map(({ bloc, contenu }: { bloc: string; contenu: unknown }) => [bloc, contenu]),
  );
  const violations: string[] = [];
  for (const bloc of Object.keys(canari)) {
    if (montres.has(bloc) && !voulus.has(bloc)) violations.push(`${nom} : le bloc ${bloc} est montré`);
    if (!montres.has(bloc) && voulus.has(bloc)) violations.push(`${nom} : le bloc ${bloc} manque`);
    if (voulus.has(bloc) && montres.has(bloc) && trie(montres.get(bloc)) !== trie(voulus.get(bloc))) {
      violations.push(`${nom} : le bloc ${bloc} n’a pas la forme voulue`);
    }
  }
  const permis = new Set(
    [...voulus].flatMap(([bloc, contenu]) => feuillesDe(contenu, bloc).map(({ valeur }) => valeur)),
  );
  const octets = fil(reponse);
  for (const feuille of toutesLesFeuilles()) {
    const motif = motifDe(feuille);
    if (motif === null) continue;
    const vu = motif.test(octets);
    if (vu && !permis.has(feuille.valeur)) violations.push(`${nom} : ${feuille.chemin} fuit dans la réponse`);
    if (!vu && permis.has(feuille.valeur)) violations.push(`${nom} : ${feuille.chemin} manque à la réponse`);
  }
  return violations;
}

/** Same content whatever the order of keys: jsonb does not keep it. */
function trie(contenu: unknown): string {
  return JSON.stringify(contenu, (_cle, valeur) =>
    typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur)
      ? Object.fromEntries(Object.entries(valeur).sort(([a], [b]) => (a < b ? -1 : 1)))
      : valeur,
  );
}

/** SEC-03 on one refusal: the code that is wanted, and not one canary in its bytes or headers. */
export function violationsDeRefus(reponse: Reponse, code: string): string[] {
  const fuites = canarisDans(fil(reponse)).map((chemin) => `refus ${code} : ${chemin} fuit`);
  return reponse.statut >= 400 && reponse.corps?.code === code
    ? fuites
    : [...fuites, `refus ${code} : ${reponse.statut} ${reponse.corps?.code}`];
}

/** TRA-02, TRA-03: the answer has its one trace, found by its reference, and no trace row holds a canary. */
export async function violationsDeTrace(portail: Portail, reponses: readonly Reponse[]): Promise<string[]> {
  const violations: string[] = [];
  for (const { statut, corps } of reponses) {
    // An answer names its trace; a refusal gives the reference of its request.
    const [colonne, reference] =
      statut === 200 ? ['id::text', corps?.trace] : ['correlation', corps?.reference];
    const traces = await portail.lignes<{ issue: string }>(
      `select issue from traces.trace where ${colonne} = $1`,
      [reference],
    );
    const voulue = statut === 200 ? 'fait' : 'refuse';
    if (traces.length !== 1 || traces[0]?.issue !== voulue) {
      violations.push(
        `réponse ${statut} ${corps?.code ?? ''} : ${traces.length} trace(s) ${traces[0]?.issue ?? ''}`,
      );
    }
  }
  // Numbers that the database draws (transaction, instant, identifiers) can hold a short canary by chance.
  const rangees = await portail.lignes<{ t: unknown }>(
    "select to_jsonb(t) - 'transaction' - 'instant' as t from traces.trace t",
  );
  const texte = JSON.stringify(rangees).replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
  for (const chemin of canarisDans(texte)) violations.push(`traces : ${chemin} y est recopié`);
  return violations;
}
