import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { BLOCS, SCHEMAS_BLOCS } from '../blocs.ts';
import { CODES_LECTURE, CONDITIONS_LECTURE, type CodeLecture } from '../conditions-lecture.ts';
import type { FaitsDroit } from '../faits.ts';
import { lecteurProjete, projeterBloc } from '../variantes.ts';
import { lireMois } from './mois.ts';
import { dossiersTemoins } from './temoins.ts';
import { BAILLEUR_TEMOIN, PROTECTEUR_TEMOIN, temoinsDesProfils } from './temoins-profils.ts';

const droit = (siret: string, conditions: FaitsDroit['conditions'] = {}): FaitsDroit => ({
  typePartenaire: 'departement',
  siret,
  usages: [],
  equipement: null,
  conditions,
});
const MSA = droit('51999016200017', { variante: { variante: 'msa', departements: ['59'] } });

/** For each reading condition: a right, the witnesses that meet it and those that do not. */
const TABLE: Readonly<
  Partial<Record<CodeLecture, { droit: FaitsDroit; dedans: readonly number[]; dehors: readonly number[] }>>
> = {
  'beneficiaire-rsa': { droit: droit(''), dedans: [13_579], dehors: [10_023, 12_345] },
  'rsa-deux-ans': { droit: droit(''), dedans: [13_579, 10_023, 10_024], dehors: [10_025, 12_345] },
  'departement-du-dossier': { droit: MSA, dedans: [5001, 12_345], dehors: [5003] },
  'mutation-en-cours': { droit: MSA, dedans: [5001, 5002], dehors: [12_345] },
  'mesure-active': { droit: droit(PROTECTEUR_TEMOIN.siret), dedans: [9001], dehors: [9002, 9003, 12_345] },
  'logement-du-bailleur': {
    droit: droit(BAILLEUR_TEMOIN.siret),
    dedans: [10_001],
    dehors: [10_002, 13_579, 12_345],
  },
  'trace-cmg': { droit: droit(''), dedans: [21_001, 21_002], dehors: [12_345] },
  'dossier-etudiant': { droit: droit(''), dedans: [22_001], dehors: [12_345] },
};

// Every month of a year that follows a leap one, on its first and last days: what a witness shows holds all along.
const JOURS = Array.from({ length: 12 }, (_, i) => {
  const mois = Temporal.PlainYearMonth.from('2028-09').add({ months: i });
  return [mois.toPlainDate({ day: 1 }), mois.toPlainDate({ day: mois.daysInMonth })].map(String);
}).flat();

describe('CDAP-10 des dossiers témoins pour chaque condition de lecture', () => {
  test('toutes les conditions du dossier y sont', () => {
    // These two are not of the file: the partner's opposition, and what is asked of the reader.
    const duDossier = CODES_LECTURE.filter(
      (code) => code !== 'personne-informee' && code !== 'numero-instructeur',
    );
    expect(Object.keys(TABLE).sort()).toEqual([...duDossier].sort());
  });

  test.each(JOURS)('le %s, chacune est remplie par les uns et pas par les autres', (jour) => {
    const temoins = dossiersTemoins('599', jour.slice(0, 7));
    const quand = {
      instant: Temporal.PlainDate.from(jour)
        .toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '12:00' })
        .toInstant(),
      fuseau: 'Europe/Paris',
    };
    for (const [code, { droit: leDroit, dedans, dehors }] of Object.entries(TABLE)) {
      const remplie = (numero: number) => {
        const dossier = temoins.find((temoin) => temoin.dossier.numero === numero)?.dossier;
        if (dossier === undefined) throw new Error(`no witness ${numero}`);
        return CONDITIONS_LECTURE[code as CodeLecture].predicat(
          { ...dossier, opposition: false },
          leDroit,
          quand,
        );
      };
      expect(dedans.filter(remplie), code).toEqual(dedans);
      expect(dehors.filter(remplie), code).toEqual([]);
    }
  });
});

describe('CDAP-10 ce que montrent les témoins des profils', () => {
  const temoins = dossiersTemoins('599', '2026-11');
  const dossier = (numero: number) => {
    const trouve = temoins.find((temoin) => temoin.dossier.numero === numero)?.dossier;
    if (trouve === undefined) throw new Error(`no witness ${numero}`);
    return trouve;
  };
  const quand = { instant: Temporal.Instant.from('2026-11-20T09:00:00Z'), fuseau: 'Europe/Paris' };

  test('chaque bloc a sa forme, et personne n’a le NIR d’un autre', () => {
    const ecrits = temoinsDesProfils(lireMois('2026-11')).map(([numero]) => dossier(numero));
    for (const { numero, blocs } of ecrits)
      for (const bloc of BLOCS)
        if (blocs[bloc] !== null)
          expect(SCHEMAS_BLOCS[bloc].safeParse(blocs[bloc]).error, `${numero}`).toBeUndefined();
    const nirs = ecrits.map(({ blocs }) => blocs.nir?.adultes[0]?.nir);
    expect(new Set(nirs).size).toBe(nirs.length);
  });

  test('T10 l’aide versée au bailleur, les impayés et la pièce attendue', () => {
    const { paiements, logement, demarches } = dossier(10_001).blocs;
    if (paiements === null) throw new Error('no payment');
    const lus = projeterBloc(
      { bloc: 'paiements', variante: 'a-ce-bailleur' },
      paiements,
      lecteurProjete(droit(BAILLEUR_TEMOIN.siret), quand),
    ) as { paiements: unknown[] };
    expect(lus.paiements.length).toBe(3);
    expect(logement?.impayes?.montantCentimes).toBeGreaterThan(0);
    expect(demarches?.attendus).toMatchObject([{ piece: 'attestation-loyer', bloque: ['APL'] }]);
  });

  test('T20 le complément différentiel dit sa base, et l’adresse est nouvelle', () => {
    const { paiements, adresse, droits } = dossier(20_001).blocs;
    const ade = paiements?.paiements.filter(({ prestation }) => prestation === 'ADE-CDI') ?? [];
    expect(ade.length).toBe(3);
    for (const { baseCalculCentimes, montantCentimes } of ade)
      expect(baseCalculCentimes).toBeGreaterThan(montantCentimes);
    expect(droits?.droits.some(({ prestation, etat }) => prestation === 'ADE-CDI' && etat === 'ouvert')).toBe(
      true,
    );
    expect(adresse?.precedentes.length).toBe(1);
  });
});
