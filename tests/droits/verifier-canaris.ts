import { readFileSync } from 'node:fs';
import type { Bloc, BlocsStockes } from '../../src/modules/cdap/domain/blocs.ts';
import type { Reponse } from '../support/client.ts';
import type { Portail } from '../support/portail.ts';
import { codeDuProfil } from '../support/profils-cdap.ts';
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

const canari = BLOCS_CANARIS as { [B in Bloc]: NonNullable<BlocsStockes[B]> };
const [ainee, cadet, grand] = canari.famille.enfants;
const enfantCompose = (enfant: typeof ainee) => {
  const { rang, nomNaissance, nomUsage, prenoms, dateNaissance, aCharge } = enfant ?? {};
  return { rang, nomNaissance, nomUsage, prenoms, dateNaissance, aCharge };
};

/** Profiles of the catalogue. */
export const PROFILS: readonly string[] = CATALOGUE.profils.map(({ code }) => code);

const { activite, depuis: actifDepuis, role } = canari.situationPro.adultes[0] ?? {};
const [ajpp, rsa, aah, cmg, apl, _ancien, ppa] = canari.droits.droits;
const [_noel, aplVersee, differentiel, cmgVerse, alsVersee] = canari.paiements.paiements;
const [_penalite, induRsa, induApl, _pret, induCmg] = canari.creances.creances;
const [_jugement, rib] = canari.demarches.attendus;
const [_aah, demandeLogement] = canari.demarches.enCours;
const [declaration] = canari.ressourcesTrimestrielles.declarations;
const attenduAide = { piece: rib?.piece, demandeeLe: rib?.demandeeLe, bloque: ['APL'] };
const annuel = canari.ressourcesAnnuelles.totalRetenuCentimes ?? 0;
const qfActuel = canari.quotientFamilial.actuel;
const troisMois = [...new Set(canari.paiements.paiements.map(({ mois }) => mois))].sort().slice(-3);

/** Reduced forms of every profile, by hand and field by field: nothing here calls the program's projection. */
const FORMES_REDUITES: Readonly<Record<string, unknown>> = {
  'nir:cinq-derniers': {
    adultes: [
      { role: 'RDO', cinqDerniers: '00244' },
      { role: 'CJT', cinqDerniers: '87612' },
    ],
  },
  'adresse:nouvelle-connue': { nouvelleConnue: true, depuis: canari.adresse.actuelle?.depuis },
  'famille:composition': {
    nombreACharge: 1,
    enfants: [enfantCompose(ainee), enfantCompose(cadet), enfantCompose(grand)],
  },
  'famille:nombre': { nombreAdultes: 2, nombreEnfantsACharge: 1 },
  'famille:situation': { situation: 'RVM', depuis: canari.famille.depuis },
  'famille:enfants-moins-6': { enfants: [enfantCompose(ainee), enfantCompose(cadet)] },
  'handicap:nombre-aeeh': { nombreEnfantsAeeh: 2 },
  'handicap:etat': { aah: true, aeeh: true },
  'handicap:majoration': { majoration: true },
  'situationPro:actuelle': { adultes: [{ role, activite, depuis: actifDepuis }] },
  'ressourcesAnnuelles:total': { annee: 2197, totalRetenuCentimes: annuel },
  'ressourcesAnnuelles:tranche': {
    annee: 2197,
    deCentimes: annuel - (annuel % 500_000),
    aCentimes: annuel - (annuel % 500_000) + 500_000,
  },
  'ressourcesAnnuelles:msa-aide-logement': canari.ressourcesAnnuelles,
  'ressourcesTrimestrielles:total': {
    declarations: [
      {
        du: declaration?.du,
        au: declaration?.au,
        totalCentimes: declaration?.mois.reduce((somme, m) => somme + (m.lignes[0]?.montantCentimes ?? 0), 0),
      },
    ],
  },
  'quotientFamilial:actuel': { actuel: qfActuel },
  'quotientFamilial:sous-seuil': { etat: 'valeur', mois: qfActuel.mois, seuil: 923, sousSeuil: false },
  'droits:rsa-ppa': { droits: [rsa, ppa] },
  'droits:rsa': { droits: [rsa] },
  'droits:aide-logement': { droits: [apl] },
  'droits:logement-rsa': { droits: [rsa, apl] },
  'droits:cmg': { droits: [cmg] },
  'droits:existence': { ouverts: ['AJPP', 'RSA', 'CMG', 'APL', 'PPA'] },
  'droits:aah-clca-prepare-ajpp-rsa-existence': { droits: [ajpp, rsa, aah], prestationFamiliale: true },
  'droits:rsa-aah-oui-non-fin': {
    rsa: { beneficiaire: true, fin: rsa?.au },
    aah: { beneficiaire: false, fin: null },
  },
  'droits:deux-ans': { droits: [ajpp, rsa, aah, cmg, apl, ppa] },
  'paiements:logement': { paiements: [aplVersee, alsVersee] },
  'paiements:cmg': { paiements: [cmgVerse] },
  'paiements:a-ce-bailleur': { paiements: [aplVersee] },
  'paiements:complement-differentiel': { paiements: [differentiel] },
  'paiements:trois-derniers': {
    paiements: canari.paiements.paiements.filter(({ mois }) => troisMois.includes(mois)),
  },
  'creances:rsa': { creances: [induRsa] },
  'creances:aide-logement': { creances: [induApl] },
  'creances:logement': { creances: [induApl] },
  'creances:cmg': { creances: [induCmg] },
  'creances:indus': { creances: [induRsa, induApl, induCmg] },
  'creances:nature-solde': {
    creances: canari.creances.creances.map(({ nature, soldeCentimes }) => ({ nature, soldeCentimes })),
  },
  'logement:occupation': { statut: 'SRO', depuis: canari.logement.depuis },
  'logement:forfait-css': { forfait: true, motif: 'aide-logement' },
  'rsa:etat': {
    etat: '6',
    demandeLe: canari.rsa.demandeLe,
    clotureLe: canari.rsa.clotureLe,
    dernierMois: canari.rsa.dernierMois,
  },
  'pensionsAlimentaires:asf': { asf: canari.pensionsAlimentaires.asf },
  'protection:existence': { du: canari.protection.du, au: canari.protection.au },
  'cmg:etat': { etats: ['refusee'] },
  'demarches:bloque-aide': { attendus: [attenduAide] },
  'demarches:logement': { attendus: [attenduAide], enCours: [demandeLogement] },
  'affiliation:ailleurs': { ailleurs: true, organisme: { nature: 'msa', code: '984' }, depuis: '2199-12-31' },
};

/** CDAP-17: which blocks of T2 each use closes. */
const FERMES_PAR_USAGE: Readonly<Record<string, readonly string[]>> = {
  creche: ['quotientFamilial'],
  tarif: ['baseRessourcesEaje', 'handicap'],
  'cantine-un-euro': ['baseRessourcesEaje', 'handicap'],
  'creche,tarif': [],
};

/** CDAP-17, CDAP-31: blocks of the row that a right closes by what it records. */
function fermesParLeDroit(nom: string, usages: readonly string[]): readonly string[] {
  if (nom === 'T2') {
    const fermes = FERMES_PAR_USAGE[usages.join()];
    if (!fermes) throw new Error(`no expectation for the uses ${usages.join()}`);
    return fermes;
  }
  return nom === 'T5' || nom === 'T5-association' ? ['ressourcesAnnuelles'] : [];
}

/** Content of each block that a profile ('T5-msa': with its variant) must be shown of the canary file, and of no other. */
export function attendu(nom: string, usages: readonly string[]): Map<string, unknown> {
  const ligne = CATALOGUE.profils.find(({ code }) => code === codeDuProfil(nom));
  if (!ligne) throw new Error(`profile ${nom} is not in the catalogue`);
  const fermes = fermesParLeDroit(nom, usages);
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
