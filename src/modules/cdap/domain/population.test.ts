import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { cleNir } from '../../../kernel/nir.ts';
import { BLOCS, SCHEMAS_BLOCS } from './blocs.ts';
import { ETATS_DOSSIER } from './codes.ts';
import { CODES_LECTURE, CONDITIONS_LECTURE } from './conditions-lecture.ts';
import type { FaitsDroit } from './faits.ts';
import { CAS_PARTICULIERS } from './population/cas.ts';
import {
  type DossierGenere,
  dossiersTemoins,
  genererPopulation,
  type OptionsPopulation,
  PREMIER_NUMERO_GENERE,
} from './population.ts';
import { expliquerQuotient } from './quotient-familial.ts';

const OPTIONS: OptionsPopulation = {
  graine: 'essai',
  taille: 1000,
  moisCourant: '2026-11',
  cafs: [
    { code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] },
    { code: '802', communes: [{ nom: 'Bourg-Fictif', codeInsee: '80991', codePostal: '80999' }] },
    { code: '974', communes: [{ nom: 'Saint-Nulpart', codeInsee: '97499', codePostal: '97499' }] },
  ],
};
const mille = [...genererPopulation(OPTIONS)];
const empreinte = (options: OptionsPopulation) => {
  const hachage = createHash('sha256');
  for (const dossier of genererPopulation(options)) hachage.update(JSON.stringify(dossier));
  return hachage.digest('hex');
};
const cle = ({ cafCode, numero }: DossierGenere) => `${cafCode}/${numero}`;
const moisAvant = (n: number) => {
  const m = 2026 * 12 + 10 - n;
  return `${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}-01`;
};

describe('CDAP-30 population inventée', () => {
  test('même graine, mêmes octets ; autre graine, autres octets', () => {
    const petite = { ...OPTIONS, taille: 300 };
    expect(empreinte(petite)).toBe(empreinte(petite));
    expect(empreinte({ ...petite, graine: 'autre' })).not.toBe(empreinte(petite));
  });

  test('chaque bloc a sa forme', () => {
    for (const dossier of mille) {
      for (const bloc of BLOCS) {
        const contenu = dossier.blocs[bloc];
        if (contenu !== null)
          expect(SCHEMAS_BLOCS[bloc].safeParse(contenu).error, cle(dossier)).toBeUndefined();
      }
      expect(Object.keys(dossier.blocs).sort()).toEqual([...BLOCS].sort());
    }
  });

  test('les numéros sont uniques par Caf et laissent la place des témoins', () => {
    expect(new Set(mille.map(cle)).size).toBe(mille.length);
    for (const { numero } of mille) {
      expect(numero).toBeGreaterThanOrEqual(PREMIER_NUMERO_GENERE);
      expect(numero).toBeLessThanOrEqual(9_999_999);
    }
  });

  test('tous les états sont là dès mille dossiers', () => {
    expect(new Set(mille.map(({ etat }) => etat))).toEqual(new Set(ETATS_DOSSIER));
  });

  const adultes = mille.flatMap(({ blocs }) => blocs.identite?.adultes ?? []);
  const enfants = mille.flatMap(({ blocs }) => blocs.famille?.enfants ?? []);
  const nirs = mille.flatMap(({ blocs }) => blocs.nir?.adultes.flatMap(({ nir }) => nir ?? []) ?? []);
  const actuels = mille.flatMap(({ blocs }) => blocs.quotientFamilial?.actuel ?? []);
  test.each<[string, boolean]>([
    ['un adulte seul', mille.some(({ blocs }) => blocs.identite?.adultes.length === 1)],
    ['un couple', mille.some(({ blocs }) => blocs.identite?.adultes.length === 2)],
    ['jour de naissance inconnu', adultes.some(({ dateNaissance }) => dateNaissance?.length === 7)],
    ['jour et mois de naissance inconnus', adultes.some(({ dateNaissance }) => dateNaissance?.length === 4)],
    ['date de naissance inconnue', adultes.some(({ dateNaissance }) => dateNaissance === null)],
    ['enfant à la date de naissance inconnue', enfants.some(({ dateNaissance }) => dateNaissance === null)],
    ['naissance à l’étranger', adultes.some(({ lieuNaissance }) => lieuNaissance.codePays !== '99100')],
    ['naissance outre-mer', adultes.some(({ lieuNaissance }) => lieuNaissance.codeInsee?.startsWith('97'))],
    ['nom d’usage', adultes.some(({ nomUsage }) => nomUsage !== null)],
    ['prénom composé avec trait d’union', adultes.some(({ prenoms }) => prenoms[0]?.includes('-'))],
    ['garde alternée', enfants.some(({ gardeAlternee }) => gardeAlternee)],
    ['cinq enfants', mille.some(({ blocs }) => (blocs.famille?.enfants.length ?? 0) >= 5)],
    ['enfant majeur qui ne compte plus', enfants.some(({ motifNonCharge }) => motifNonCharge === 'age')],
    ['NIR provisoire', nirs.some((nir) => /^[78]/.test(nir))],
    ['NIR corse', nirs.some((nir) => /^.{5}2[AB]/.test(nir))],
    ['quotient non connu', actuels.some(({ etat }) => etat === 'inconnu')],
    [
      'sans droit avec dernière valeur',
      actuels.some((qf) => qf.etat === 'sans-droit' && qf.derniereValeur !== null),
    ],
    ['Caf d’outre-mer', mille.some(({ cafCode }) => cafCode === '974')],
    ['accès restreint', mille.some(({ accesRestreint }) => accesRestreint)],
    ['RSA en cours', mille.some(({ rsaEnCours }) => rsaEnCours)],
    ['AEEH', mille.some(({ blocs }) => (blocs.handicap?.aeeh.length ?? 0) > 0)],
    ['mesure de protection', mille.some(({ blocs }) => blocs.protection !== null)],
    ['complément de garde', mille.some(({ blocs }) => blocs.cmg !== null)],
    [
      'transfert à la MSA',
      mille.some(({ etat, suite }) => etat === 'transfere' && suite?.organisme === 'msa'),
    ],
  ])('un cas de : %s', (_, present) => {
    expect(present).toBe(true);
  });

  test.each([23, 24, 25])('CDAP-13 un RSA terminé il y a %d mois', (mois) => {
    const trouve = mille.find(({ rsaDernierMois }) => rsaDernierMois === moisAvant(mois));
    expect(trouve?.rsaEnCours).toBe(false);
    expect(trouve?.blocs.rsa?.dernierMois).toBe(moisAvant(mois).slice(0, 7));
  });

  test('CDAP-05 un passé récrit : un mois calculé après lui', () => {
    const recrit = mille.some(({ blocs }) =>
      blocs.quotientFamilial?.historique.some((qf) => qf.etat === 'valeur' && qf.moisCalcul > qf.mois),
    );
    expect(recrit).toBe(true);
  });

  test('CDAP-05 l’historique va du mois courant au plus ancien, 24 mois au plus, sans trou', () => {
    for (const { blocs, etat } of mille) {
      const qf = blocs.quotientFamilial;
      if (!qf || etat === 'en-affiliation') continue;
      expect(qf.historique[0]).toEqual(qf.actuel);
      expect(qf.historique.map(({ mois }) => `${mois}-01`)).toEqual(
        qf.historique.map((_, i) => moisAvant(i)),
      );
    }
  });

  test('CDAP-06 chaque quotient du mois se retrouve à partir de ses ingrédients', () => {
    let connus = 0;
    for (const { blocs } of mille) {
      const actuel = blocs.quotientFamilial?.actuel;
      if (actuel?.etat !== 'valeur') continue;
      connus += 1;
      const explication = expliquerQuotient(blocs);
      expect(explication?.quotient).toBe(actuel.valeur);
      const parts = explication?.parts.enfants?.reduce((somme, enfant) => somme + enfant.parts, 2);
      expect(parts).toBe(explication?.parts.total);
    }
    expect(connus).toBeGreaterThan(700);
  });

  test('CDAP-04 un transfert entre Caf mène à un dossier ouvert de la même famille', () => {
    const departs = mille.filter(({ etat, suite }) => etat === 'transfere' && suite?.organisme === 'caf');
    expect(departs.length).toBeGreaterThan(0);
    for (const depart of departs) {
      const arrivee = mille.find(
        ({ cafCode, numero }) => cafCode === depart.suite?.code && numero === Number(depart.suite.numero),
      );
      expect(arrivee?.etat).toBe('ouvert');
      expect(arrivee?.blocs.identite).toEqual(depart.blocs.identite);
      expect(arrivee?.blocs.affiliation?.mutations[0]?.numero).toBe(depart.blocs.numero?.numero);
    }
  });

  test('CDAP-04 une fusion mène à un dossier ouvert de la même Caf et de la même personne', () => {
    const fusions = mille.filter(({ etat }) => etat === 'fusionne');
    expect(fusions.length).toBeGreaterThan(0);
    for (const fusion of fusions) {
      const cible = mille.find(
        ({ cafCode, numero }) => cafCode === fusion.cafCode && numero === Number(fusion.suite?.numero),
      );
      expect(cible?.etat).toBe('ouvert');
      expect(cible?.blocs.identite).toEqual(fusion.blocs.identite);
      expect(fusion.blocs.droits).toBeNull();
    }
  });

  test('CDAP-03 les NIR ont leur clé, mais une commune ou un pays qui n’existe pas', () => {
    expect(nirs.length).toBeGreaterThan(1000);
    for (const nir of nirs) {
      expect(nir.slice(13)).toBe(cleNir(nir.slice(0, 13)));
      expect(nir.slice(5, 10)).toMatch(/^(99999|97\d99|(\d\d|2[AB])99\d)$/);
    }
  });

  test('le RSA en cours se voit dans les droits, et seulement alors', () => {
    for (const { rsaEnCours, rsaDernierMois, blocs } of mille) {
      const ouvert =
        blocs.droits?.droits.some(({ prestation, etat }) => prestation === 'RSA' && etat === 'ouvert') ??
        false;
      expect(rsaEnCours).toBe(ouvert);
      expect(blocs.rsa === null).toBe(rsaDernierMois === null);
    }
  });

  test('les répartitions gardent la forme attendue', () => {
    const grande = [...genererPopulation({ ...OPTIONS, taille: 8000 })].filter(
      ({ etat }) => etat === 'ouvert',
    );
    const part = (garde: (qf: NonNullable<DossierGenere['blocs']['quotientFamilial']>) => boolean) =>
      grande.filter(({ blocs }) => blocs.quotientFamilial && garde(blocs.quotientFamilial)).length /
      grande.length;
    expect(part(({ actuel }) => actuel.etat === 'inconnu')).toBeGreaterThan(0.05);
    expect(part(({ actuel }) => actuel.etat === 'inconnu')).toBeLessThan(0.08);
    expect(part(({ actuel }) => actuel.etat === 'sans-droit')).toBeGreaterThan(0.02);
    expect(part(({ actuel }) => actuel.etat === 'sans-droit')).toBeLessThan(0.04);

    const valeurs = grande.flatMap(({ blocs }) =>
      blocs.famille?.enfants.some(({ aCharge }) => aCharge) &&
      blocs.quotientFamilial?.actuel.etat === 'valeur'
        ? [blocs.quotientFamilial.actuel.valeur]
        : [],
    );
    const bornes = [0, 400, 600, 800, 1100, 1500, 2000, Infinity];
    const attendues = [15, 17, 14, 17, 15, 12, 10];
    for (const [i, attendue] of attendues.entries()) {
      const dans = valeurs.filter((qf) => qf >= (bornes[i] ?? 0) && qf < (bornes[i + 1] ?? 0)).length;
      expect(Math.abs((100 * dans) / valeurs.length - attendue), `tranche ${bornes[i]}`).toBeLessThan(5);
    }
  });

  const paiements = mille.flatMap(({ blocs }) => blocs.paiements?.paiements ?? []);
  const demandes = mille.flatMap(({ blocs }) => blocs.cmg?.demandes ?? []);
  const droits = mille.flatMap(({ blocs }) => blocs.droits?.droits ?? []);
  const bailleurs = mille.flatMap(({ blocs }) =>
    blocs.logement?.aide?.tiersPayant ? (blocs.logement.bailleur?.siret ?? []) : [],
  );
  test.each<[string, boolean]>([
    [
      'T20 un complément différentiel et sa base de calcul',
      paiements.some(
        ({ prestation, baseCalculCentimes }) => prestation === 'ADE-CDI' && baseCalculCentimes !== null,
      ),
    ],
    [
      'T22 un étudiant et un étudiant boursier',
      ['ETU', 'EBO'].every((code) =>
        mille.some(({ blocs }) => blocs.situationPro?.adultes.some(({ activite }) => activite === code)),
      ),
    ],
    [
      'T21 une demande de complément de garde dans chaque état',
      ['en-cours', 'ouverte', 'close', 'refusee'].every((code) => demandes.some(({ etat }) => etat === code)),
    ],
    [
      'T5 un transfert en cours dans chaque sens',
      ['entrante', 'sortante'].every((code) =>
        mille.some(({ blocs }) =>
          blocs.affiliation?.mutations.some(({ sens, etat }) => sens === code && etat === 'en-cours'),
        ),
      ),
    ],
    [
      'T10 un tiers payant vers plusieurs bailleurs et plusieurs établissements d’un même bailleur',
      new Set(bailleurs).size >= 4 && new Set(bailleurs.map((siret) => siret.slice(0, 9))).size >= 3,
    ],
    [
      'T6 les prestations qui ouvrent une couverture',
      (['CLCA', 'PREPARE', 'AJPP', 'AAH'] as const).every((code) =>
        droits.some(({ prestation }) => prestation === code),
      ),
    ],
    [
      'T16 une pièce attendue qui bloque l’aide au logement',
      mille.some(({ blocs }) => blocs.demarches?.attendus.some(({ bloque }) => bloque.includes('APL'))),
    ],
    [
      'T9 une mesure de protection et le SIRET de qui l’exerce',
      mille.some(({ blocs }) => blocs.protection?.organisme.siret),
    ],
  ])('CDAP-10 un cas de : %s', (_, present) => {
    expect(present).toBe(true);
  });

  test('la base de calcul n’est dite que pour le complément différentiel', () => {
    for (const { prestation, baseCalculCentimes } of paiements)
      expect(baseCalculCentimes === null).toBe(prestation !== 'ADE-CDI');
  });

  const droit = (siret: string, variante: 'departement' | 'msa') => ({
    typePartenaire: 'commune',
    siret,
    usages: [],
    equipement: null,
    conditions: { variante: { variante, departements: ['59'] } } as unknown as FaitsDroit['conditions'],
  });
  const quand = { instant: Temporal.Instant.from('2026-11-20T09:00:00Z'), fuseau: 'Europe/Paris' };
  test.each([
    ['beneficiaire-rsa', droit('', 'departement')],
    ['departement-du-dossier', droit('', 'departement')],
    ['mutation-en-cours', droit('', 'msa')],
    ['mesure-active', droit('00000000000025', 'departement')],
    ['logement-du-bailleur', droit('00000000000017', 'departement')],
    ['rsa-deux-ans', droit('', 'departement')],
    ['trace-cmg', droit('', 'departement')],
    ['dossier-etudiant', droit('', 'departement')],
  ] as const)(
    'CDAP-30 la condition de lecture %s est remplie par des dossiers et pas par d’autres, quelle que soit la graine',
    (code, leDroit) => {
      fc.assert(
        fc.property(fc.string({ maxLength: 8 }), (graine) => {
          let remplie = 0;
          let taille = 0;
          for (const dossier of genererPopulation({ ...OPTIONS, graine, taille: 1000 })) {
            taille += 1;
            if (CONDITIONS_LECTURE[code].predicat({ ...dossier, opposition: false }, leDroit, quand))
              remplie += 1;
          }
          expect(remplie).toBeGreaterThan(0);
          expect(remplie).toBeLessThan(taille);
        }),
        { numRuns: 3 },
      );
    },
  );

  test('CDAP-30 aucune condition de lecture du dossier n’est oubliée ci-dessus', () => {
    // These two are not of the file: the partner's opposition, and what is asked of the reader.
    expect(
      CODES_LECTURE.filter((code) => !['personne-informee', 'numero-instructeur'].includes(code)).length,
    ).toBe(8);
  });

  test('le transfert est à une place paire : le dossier suivant est celui où il mène', () => {
    const place = CAS_PARTICULIERS.indexOf('transfere');
    expect(place % 2).toBe(0);
    expect(CAS_PARTICULIERS[place + 1]).toBe('arrive');
  });

  test('une seule Caf suffit, et une Caf sans commune est refusée', () => {
    const seule = [...genererPopulation({ ...OPTIONS, taille: 100, cafs: OPTIONS.cafs.slice(0, 1) })];
    expect(
      seule.every(({ suite }) => suite === null || suite.organisme === 'msa' || suite.code === '591'),
    ).toBe(true);
    expect(() => [...genererPopulation({ ...OPTIONS, cafs: [{ code: '591', communes: [] }] })]).toThrow(
      RangeError,
    );
  });
});

describe('CDAP-30 dossiers témoins', () => {
  const temoins = dossiersTemoins('591', '2026-11');

  test('numéros fixes, distincts, hors de ceux de la population', () => {
    const numeros = temoins.map(({ dossier }) => dossier.numero);
    expect(new Set(numeros).size).toBe(numeros.length);
    expect(Math.max(...numeros)).toBeLessThan(PREMIER_NUMERO_GENERE);
    expect(temoins.every(({ description }) => description.length > 10)).toBe(true);
  });

  test('tous les états, et les mêmes octets à chaque appel', () => {
    expect(new Set(temoins.map(({ dossier }) => dossier.etat))).toEqual(new Set(ETATS_DOSSIER));
    expect(JSON.stringify(dossiersTemoins('591', '2026-11'))).toBe(JSON.stringify(temoins));
  });

  test.each([
    [13_579, true, '2026-09-01'],
    [10_023, false, '2024-12-01'],
    [10_024, false, '2024-11-01'],
    [10_025, false, '2024-10-01'],
    [12_345, false, null],
  ])('RSA du dossier %d', (numero, enCours, dernier) => {
    const dossier = temoins.find((temoin) => temoin.dossier.numero === numero)?.dossier;
    expect([dossier?.rsaEnCours, dossier?.rsaDernierMois]).toEqual([enCours, dernier]);
  });

  test('chaque bloc des témoins a sa forme', () => {
    for (const { dossier } of temoins) {
      for (const bloc of BLOCS) {
        const contenu = dossier.blocs[bloc];
        if (contenu !== null)
          expect(SCHEMAS_BLOCS[bloc].safeParse(contenu).error, cle(dossier)).toBeUndefined();
      }
    }
  });
});
