import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ecrireDernierJour, ecrireJour, ecrireMois, lireMois } from './population/mois.ts';
import { type DossierGenere, dossiersTemoins, genererPopulation } from './population.ts';

const CAFS = [
  { code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] },
  { code: '802', communes: [{ nom: 'Bourg-Fictif', codeInsee: '80991', codePostal: '80999' }] },
];

/** Sixty files hold every particular case; the drawn month takes the changes of year with it. */
const familles = fc
  .record({
    graine: fc.string({ maxLength: 8 }),
    moisCourant: fc.integer({ min: lireMois('2024-01'), max: lireMois('2030-12') }).map(ecrireMois),
  })
  .map((options) => [
    ...genererPopulation({ ...options, taille: 60, cafs: CAFS }),
    ...dossiersTemoins('591', options.moisCourant).map(({ dossier }) => dossier),
  ]);

/** Checks the rule on every file; the files it spoke of are counted, so that a rule never met is seen. */
function partout(verifier: (dossier: DossierGenere) => boolean, auMoins = 20): void {
  let concernes = 0;
  fc.assert(
    fc.property(familles, (dossiers) => {
      for (const dossier of dossiers) if (verifier(dossier)) concernes += 1;
    }),
    { numRuns: 40 },
  );
  expect(concernes).toBeGreaterThanOrEqual(auMoins);
}

const nom = ({ cafCode, numero }: DossierGenere) => `${cafCode}/${numero}`;
const moisDe = (jour: string) => jour.slice(0, 7);

/** What looks ahead by nature; every other date of a file is a fact, known when the data are taken. */
const PREVISIONS = new Set(['aChargeJusqua', 'naissancePrevue', 'protection.au']);

function* datesDe(valeur: unknown, chemin: string): Generator<[string, string]> {
  if (typeof valeur === 'string' && /^\d{4}-\d{2}(-\d{2})?$/.test(valeur)) yield [chemin, valeur];
  if (typeof valeur !== 'object' || valeur === null) return;
  for (const [cle, fils] of Object.entries(valeur)) {
    if (PREVISIONS.has(cle) || PREVISIONS.has(`${chemin}.${cle}`)) continue;
    yield* datesDe(fils, Array.isArray(valeur) || chemin === '' ? cle : `${chemin}.${cle}`);
  }
}

describe('CDAP-30 une famille inventée ne se contredit pas', () => {
  test('le RSA majoré est celui d’un parent seul avec un enfant de moins de trois ans', () => {
    const verifier = (dossier: DossierGenere): boolean => {
      const { rsa, identite, famille } = dossier.blocs;
      if (rsa?.nature !== 'RSI') return false;
      const dernier = lireMois(dossier.rsaDernierMois ?? '');
      const petits = famille?.enfants.filter(
        ({ dateNaissance }) =>
          dateNaissance === null || dateNaissance >= ecrireMois(dernier - 36).slice(0, 4),
      );
      expect(identite?.adultes.length, nom(dossier)).toBe(1);
      expect(petits?.length, nom(dossier)).toBeGreaterThan(0);
      return true;
    };
    partout(verifier, 0);
    // Few households are in this case: a population large enough must still hold some.
    const grande = [
      ...genererPopulation({ graine: 'majoré', moisCourant: '2026-11', taille: 3000, cafs: CAFS }),
    ];
    expect(grande.filter(verifier).length).toBeGreaterThan(3);
  });

  test('l’aide au logement et les autres aides commencent le même mois dans toutes les rubriques', () => {
    partout((dossier) => {
      const { droits, logement, handicap, pensionsAlimentaires } = dossier.blocs;
      const ouvertDepuis = (code: string) =>
        droits?.droits.find(({ prestation, etat }) => prestation === code && etat === 'ouvert')?.du;
      for (const { depuis, montantMensuelCentimes } of handicap?.aah ?? [])
        if (montantMensuelCentimes > 0) expect(depuis, nom(dossier)).toBe(ouvertDepuis('AAH'));
      if (pensionsAlimentaires?.asf)
        expect(pensionsAlimentaires.asf.depuis, nom(dossier)).toBe(ouvertDepuis('ASF'));
      const aide = logement?.aide;
      if (!aide) return false;
      expect(aide.depuis, nom(dossier)).toBe(ouvertDepuis(aide.prestation));
      return true;
    });
  });

  test('le logement est celui de l’adresse, et l’aide ne le précède pas', () => {
    partout(({ blocs: { adresse, logement }, ...reste }) => {
      if (!logement) return false;
      expect(logement.depuis, `${reste.cafCode}/${reste.numero}`).toBe(adresse?.actuelle?.depuis);
      if (logement.aide)
        expect(logement.aide.depuis >= moisDe(logement.depuis ?? ''), `${reste.numero}`).toBe(true);
      return true;
    });
  });

  test('le dernier mois versé du RSA est celui de son dernier paiement', () => {
    partout((dossier) => {
      const { rsa, paiements } = dossier.blocs;
      const payes = (paiements?.paiements ?? []).flatMap(({ prestation, mois }) =>
        prestation === 'RSA' ? [mois] : [],
      );
      const dernierPaye = payes.sort().at(-1) ?? null;
      if (dernierPaye !== null) expect(rsa?.dernierMois, nom(dossier)).toBe(dernierPaye);
      // Three months of payments are listed: what was last paid within them is there.
      const plusAncienListe = ecrireMois(lireMois(moisDe(dossier.dateDonnees)) - 4);
      if (rsa?.dernierMois && rsa.dernierMois >= plusAncienListe)
        expect(rsa.dernierMois, nom(dossier)).toBe(dernierPaye);
      if (dossier.rsaEnCours) expect(rsa?.etat, nom(dossier)).toBe('2');
      return dernierPaye !== null;
    });
  });

  test('rien n’est daté d’après le jour des données', () => {
    partout((dossier) => {
      for (const [chemin, date] of datesDe(dossier.blocs, '')) {
        const borne = dossier.dateDonnees.slice(0, date.length);
        expect(date <= borne, `${nom(dossier)} ${chemin} : ${date} après ${borne}`).toBe(true);
      }
      return true;
    });
  });

  test('les adresses se suivent sans trou ni chevauchement, les activités aussi', () => {
    const veille = (jour: string) =>
      new Date(Date.parse(`${jour}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    partout((dossier) => {
      const { adresse, situationPro } = dossier.blocs;
      for (const { depuis, precedentes } of situationPro?.adultes ?? [])
        for (const { jusqua } of precedentes) expect(jusqua, nom(dossier)).toBe(veille(depuis ?? ''));
      if (!adresse?.actuelle) return false;
      let suivante = adresse.actuelle;
      for (const precedente of adresse.precedentes) {
        expect(precedente.jusqua, nom(dossier)).toBe(veille(suivante.depuis ?? ''));
        suivante = precedente;
      }
      return adresse.precedentes.length > 0;
    });
  });

  test('un dossier en cours d’affiliation l’est depuis qu’il est affilié', () => {
    partout((dossier) => {
      if (dossier.etat !== 'en-affiliation') return false;
      expect(dossier.blocs.affiliation?.depuis, nom(dossier)).toBe(dossier.blocs.numero?.depuis);
      return true;
    });
  });

  test('le dernier jour d’un mois, année bissextile ou non', () => {
    fc.assert(
      fc.property(fc.integer({ min: lireMois('1890-01'), max: lireMois('2110-12') }), (m) => {
        const lendemain = new Date(Date.parse(`${ecrireDernierJour(m)}T00:00:00Z`) + 86_400_000);
        expect(lendemain.toISOString().slice(0, 10)).toBe(ecrireJour(m + 1, 1));
      }),
    );
  });
});
