import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { uneCaf } from '../../../../../tests/support/peuplement.ts';
import { creerPortail, type Portail } from '../../../../../tests/support/portail.ts';
import { enTransaction } from '../../../../platform/db/base.ts';
import { ecrireDossier } from '../../domain/import/lire-dossier.ts';
import { genererPopulation } from '../../domain/population.ts';
import { findImport, findImportOuvert, writeLot } from '../store/imports.ts';
import { commencerImport } from './commencer-import.ts';
import { conclureImport } from './executer-import.ts';
import { ImportPris, importer } from './importer.ts';
import { COLONNES_DOSSIER } from './preparer-lot.ts';

let portail: Portail;
let dossier: string;
const CAF = { nature: 'caf' as const, cafCode: '591', partenaireId: null, compteId: null };

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail, { code: '591' });
  await uneCaf(portail, { code: '802' });
  dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-importer-'));
});
afterAll(async () => {
  await portail.fermer();
  await rm(dossier, { recursive: true, force: true });
});
beforeEach(async () => {
  await portail.lignes(
    'truncate cdap.import_dossiers, cdap.ligne_refusee, cdap.cle_personne, cdap.dossier cascade',
  );
});

const CAFS = [{ code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] }];
const population = [
  ...genererPopulation({ graine: 'import', taille: 60, cafs: CAFS, moisCourant: '2026-11' }),
];
const lignes = population.map(ecrireDossier);
// biome-ignore lint/suspicious/noExplicitAny: a file taken apart by the test
const changer = (ligne: string | undefined, avec: (d: any) => void): string => {
  const d = JSON.parse(ligne ?? '{}');
  avec(d);
  return JSON.stringify(d);
};

async function fichier(contenu: readonly string[], nom = 'dossiers.jsonl'): Promise<string> {
  const chemin = path.join(dossier, nom);
  await writeFile(chemin, `${contenu.join('\n')}\n`);
  return chemin;
}

type Plus = Partial<Parameters<typeof importer>[0]>;
async function importerFichier(chemin: string, plus: Plus = {}) {
  const instant = portail.horloge.lire();
  const ouvert = await commencerImport(
    (acte) => portail.enTransaction(CAF, acte),
    { caf: '591', chemin, origine: 'commande', compteId: null },
    instant,
  );
  const issue = await importer({
    alimentation: portail.base.alimentation,
    id: ouvert.id,
    caf: '591',
    chemin,
    jour: '2026-11-20',
    horloge: portail.horloge.lire,
    tailleLot: 7,
    ...plus,
  });
  await portail.enTransaction(CAF, (tx) =>
    conclureImport(tx, { instant, nouvelId: portail.nouvelId }, ouvert.id, issue),
  );
  const lu = await portail.enTransaction(CAF, (tx) => findImport(tx, ouvert.id));
  if (lu === undefined) throw new Error('no import');
  const { lues, nouvelles, remplacees, inchangees, anciennes, refusees, levees } = lu;
  return {
    ...ouvert,
    issue,
    etat: lu.etat,
    comptes: { lues, nouvelles, remplacees, inchangees, anciennes, refusees },
    levees,
  };
}

const etatDeLaBase = async () => ({
  dossiers: await portail.lignes('select * from cdap.dossier order by caf_code, numero'),
  cles: await portail.lignes('select * from cdap.cle_personne order by numero, rang, nom, nom_son, nir'),
});
const COMPTES = { lues: 60, nouvelles: 0, remplacees: 0, inchangees: 0, anciennes: 0, refusees: 0 };

describe('CDAP-29 import de dossiers', () => {
  test('chaque dossier est enregistré avec ses blocs, ses faits et ses clés', async () => {
    const { comptes, etat } = await importerFichier(await fichier(lignes));
    expect([comptes, etat]).toEqual([{ ...COMPTES, nouvelles: 60 }, 'termine']);
    const { dossiers, cles } = await etatDeLaBase();
    const parNumero = new Map(dossiers.map((d) => [d.numero, d]));
    for (const d of population) {
      const lu = parNumero.get(d.numero);
      expect(lu?.quotient_familial).toEqual(d.blocs.quotientFamilial);
      expect(lu?.identite).toEqual(d.blocs.identite);
      expect(lu?.numero_bloc).toEqual(d.blocs.numero);
      expect([lu?.rsa_en_cours, lu?.departement, lu?.etudiant, lu?.trace_cmg]).toEqual([
        d.rsaEnCours,
        d.departement,
        d.etudiant,
        d.traceCmg,
      ]);
      expect(cles.some(({ numero }) => numero === d.numero)).toBe(true);
    }
  });

  test('le même fichier une deuxième fois ne change rien', async () => {
    const chemin = await fichier(lignes);
    await importerFichier(chemin);
    const avant = await etatDeLaBase();
    expect((await importerFichier(chemin)).comptes).toEqual({ ...COMPTES, inchangees: 60 });
    expect(await etatDeLaBase()).toEqual(avant);
  });

  test('plus récent ou du même jour, un dossier remplace ; plus ancien, il est laissé', async () => {
    await importerFichier(await fichier(lignes));
    const nom = (d: { blocs: { identite: { adultes: { nomNaissance: string }[] } } }, n: string) => {
      for (const adulte of d.blocs.identite.adultes) adulte.nomNaissance = n;
    };
    const apres = [
      changer(lignes[0], (d) => {
        d.donneesLe = '2026-11-02';
        nom(d, 'Récente');
      }),
      changer(lignes[1], (d) => nom(d, 'Lejour')),
      changer(lignes[2], (d) => {
        d.donneesLe = '2026-10-31';
        nom(d, 'Ancienne');
      }),
    ];
    expect((await importerFichier(await fichier(apres))).comptes).toEqual({
      ...COMPTES,
      lues: 3,
      remplacees: 2,
      anciennes: 1,
    });
    const noms = async (i: number) =>
      new Set(
        (
          await portail.lignes<{ nom: string }>(
            'select nom from cdap.cle_personne where numero = $1 and nir is not null',
            [population[i]?.numero],
          )
        ).map((r) => r.nom),
      );
    expect(await noms(0)).toEqual(new Set(['recente']));
    expect(await noms(1)).toEqual(new Set(['lejour']));
    expect((await noms(2)).has('ancienne')).toBe(false);
  });

  test.each([1, 2, 7, 1000])(
    'un même numéro plusieurs fois : le dernier de la date la plus tardive, par lots de %i',
    async (tailleLot) => {
      const une = (donneesLe: string, acces: boolean) =>
        changer(lignes[0], (d) => {
          d.donneesLe = donneesLe;
          d.accesRestreint = acces;
        });
      const chemin = await fichier([
        une('2026-11-01', false),
        lignes[1] ?? '',
        une('2026-11-03', true),
        une('2026-11-02', false),
        une('2026-11-03', true),
        une('2026-11-03', false),
        lignes[1] ?? '',
      ]);
      expect((await importerFichier(chemin, { tailleLot })).comptes).toEqual({
        lues: 7,
        nouvelles: 2,
        remplacees: 2,
        inchangees: 2,
        anciennes: 1,
        refusees: 0,
      });
      expect(
        await portail.lignes('select acces_restreint, donnees_le::text from cdap.dossier where numero = $1', [
          population[0]?.numero,
        ]),
      ).toEqual([{ acces_restreint: false, donnees_le: '2026-11-03' }]);
    },
  );

  test.each([1, 2, 1000])(
    'un dossier fermé ne se rouvre que si le fichier le dit ; les accès levés sont comptés et tracés, par lots de %i',
    async (tailleLot) => {
      const acces = (i: number, restreint?: boolean) =>
        changer(lignes[i], (d) => {
          d.accesRestreint = restreint;
        });
      const fermes = async () =>
        (
          await portail.lignes<{ numero: number }>(
            'select numero from cdap.dossier where acces_restreint order by numero',
          )
        ).map(({ numero }) => numero);
      const numeros = [0, 1, 2, 3].map((i) => population[i]?.numero ?? 0).sort((a, b) => a - b);
      await importerFichier(await fichier([0, 1, 2, 3].map((i) => acces(i, true))), { tailleLot });
      expect(await fermes()).toEqual(numeros);
      const oubli = await importerFichier(await fichier([0, 1, 2, 3].map((i) => acces(i))), { tailleLot });
      expect([oubli.comptes.refusees, oubli.levees, await fermes()]).toEqual([4, 0, numeros]);
      // Opened, opened, closed again, left closed; opened, closed and opened within one file counts twice.
      const lu = await importerFichier(
        await fichier([
          acces(0, false),
          acces(1, false),
          acces(1, true),
          acces(2, false),
          acces(2, true),
          acces(2, false),
        ]),
        { tailleLot },
      );
      expect(lu.levees).toBe(4);
      expect(await fermes()).toEqual(
        [population[1]?.numero, population[3]?.numero].sort((a, b) => (a ?? 0) - (b ?? 0)),
      );
      expect(await portail.lignes('select motif from traces.trace where objet = $1', [lu.id])).toEqual([
        { motif: 'Accès restreints levés : 4' },
      ]);
    },
  );

  test('les lignes refusées sont gardées par leur numéro, leur champ et leur raison, et n’arrêtent rien', async () => {
    const contenu = [...lignes];
    contenu[3] = changer(lignes[3], (d) => {
      d.blocs.nir.adultes[0].nir = '184075900100245';
    });
    contenu[30] = '{';
    const recus: unknown[] = [];
    const { comptes, id } = await importerFichier(await fichier(contenu), {
      surRefus: async (refus) => {
        recus.push(...refus);
      },
    });
    expect(comptes).toEqual({ ...COMPTES, nouvelles: 58, refusees: 2 });
    const gardees = await portail.lignes(
      'select ligne::int, champ, raison from cdap.ligne_refusee where import_id = $1 order by ligne',
      [id],
    );
    expect(gardees).toEqual([
      { ligne: 4, champ: 'blocs.nir.adultes.1.nir', raison: 'nir-cle' },
      { ligne: 31, champ: '', raison: 'json-invalide' },
    ]);
    expect(recus).toEqual(gardees);
  });

  test.each([1, 2, 3, 5, 9])(
    'FIAB-03 le lot %i échoue : rien de lui n’est gardé, et la reprise finit comme si de rien n’était',
    async (rang) => {
      const chemin = await fichier([...lignes.slice(0, 30), '{', ...lignes.slice(30), ...lignes.slice(0, 5)]);
      await importerFichier(chemin);
      const attendu = await etatDeLaBase();
      await portail.lignes(
        'truncate cdap.import_dossiers, cdap.ligne_refusee, cdap.cle_personne, cdap.dossier cascade',
      );
      let lots = 0;
      const casser: typeof writeLot = async (tx, caf, lot, sorts) => {
        await writeLot(tx, caf, lot, sorts);
        lots += 1;
        if (lots === rang) throw new Error('disk full');
      };
      await expect(importerFichier(chemin, { ecrire: casser })).rejects.toThrow('disk full');
      const [partiel] = await portail.lignes<{ lues: string; ecrites: string }>(
        `select lues, (select count(*) from cdap.dossier) as ecrites from cdap.import_dossiers`,
      );
      // What is counted is stored, and nothing more.
      expect(Number(partiel?.ecrites)).toBeGreaterThanOrEqual(Number(partiel?.lues) - 6);
      expect(Number(partiel?.ecrites)).toBeLessThanOrEqual(Number(partiel?.lues));
      const { comptes, reprisLigne } = await importerFichier(chemin);
      expect(reprisLigne).toBe(Number(partiel?.lues));
      expect(comptes).toEqual({
        lues: 66,
        nouvelles: 60,
        remplacees: 0,
        inchangees: 5,
        anciennes: 0,
        refusees: 1,
      });
      expect(await etatDeLaBase()).toEqual(attendu);
    },
  );

  test('arrêté, puis relancé : repris à la ligne où il en était', async () => {
    const chemin = await fichier(lignes);
    const arret = new AbortController();
    const premier = await importerFichier(chemin, { arret: arret.signal, surAvance: () => arret.abort() });
    expect([premier.issue, premier.etat]).toEqual(['interrompu', 'interrompu']);
    expect(premier.comptes.lues).toBeLessThan(60);
    const second = await importerFichier(chemin);
    expect([second.id, second.reprisLigne, second.etat]).toEqual([
      premier.id,
      premier.comptes.lues,
      'termine',
    ]);
    expect(second.comptes).toEqual({ ...COMPTES, nouvelles: 60 });
  });

  test('un fichier allongé n’est pas le même : l’import arrêté est abandonné, et rien n’est doublé', async () => {
    const chemin = await fichier(lignes.slice(0, 40));
    const arret = new AbortController();
    const premier = await importerFichier(chemin, { arret: arret.signal, surAvance: () => arret.abort() });
    await appendFile(chemin, `${lignes.slice(40).join('\n')}\n`);
    const second = await importerFichier(chemin);
    expect([second.id === premier.id, second.abandonne]).toEqual([
      false,
      { id: premier.id, fichier: 'dossiers.jsonl' },
    ]);
    expect(second.comptes.nouvelles + second.comptes.inchangees).toBe(60);
    expect((await etatDeLaBase()).dossiers.length).toBe(60);
  });

  test('abandonné pendant qu’il court, il n’écrit plus', async () => {
    const chemin = await fichier(lignes);
    const abandonner = async () => {
      await portail.lignes("update cdap.import_dossiers set etat = 'abandonne', termine_le = now()");
    };
    let fois = 0;
    await expect(
      importerFichier(chemin, {
        ecrire: async (tx, caf, lot, sorts) => {
          fois += 1;
          if (fois === 3) await abandonner();
          await writeLot(tx, caf, lot, sorts);
        },
      }),
    ).rejects.toThrow(ImportPris);
    expect((await etatDeLaBase()).dossiers.length).toBeLessThan(60);
  });

  test('un deuxième import de la même Caf est refusé tant que le premier court', async () => {
    const chemin = await fichier(lignes);
    let second: unknown;
    await importerFichier(chemin, {
      surAvance: () => {},
      ecrire: async (tx, caf, lot, sorts) => {
        second ??= await importerFichier(chemin).catch((erreur: unknown) => erreur);
        await writeLot(tx, caf, lot, sorts);
      },
    });
    expect(second).toBeInstanceOf(ImportPris);
  });

  test('un fichier coupé au milieu d’une ligne : la dernière est refusée, les autres restent', async () => {
    const chemin = path.join(dossier, 'coupe.jsonl');
    await writeFile(chemin, lignes.join('\n').slice(0, -100));
    expect((await importerFichier(chemin)).comptes).toEqual({ ...COMPTES, nouvelles: 59, refusees: 1 });
  });

  test('TRA-15 la fin d’un import est tracée, sans rien de son contenu', async () => {
    const { id } = await importerFichier(await fichier(lignes.slice(0, 3)));
    const traces = await portail.lignes(
      'select action, issue, caf_code, dossier_numero from traces.trace where objet = $1',
      [id],
    );
    expect(traces).toEqual([{ action: 'fin-import', issue: 'fait', caf_code: '591', dossier_numero: null }]);
  });
});

describe('SEC-02 la connexion qui écrit des dossiers', () => {
  const alimenter = <T>(acte: Parameters<typeof enTransaction<T>>[3], caf = '591') =>
    enTransaction(portail.base.alimentation, { ...CAF, cafCode: caf }, portail.horloge.lire(), acte);
  const blocs = COLONNES_DOSSIER.filter(
    ({ sql, nom }) => sql === 'json[]' || nom === 'suite' || nom === 'etat',
  ).map(({ nom }) => nom);

  test.each(blocs)('ne lit pas la colonne %s', async (nom) => {
    await expect(
      alimenter((tx) =>
        tx
          .selectFrom('cdap.dossier' as never)
          .select(nom as never)
          .execute(),
      ),
    ).rejects.toThrow(/permission denied|droit refusé/);
  });

  test('ne voit ni n’écrit les dossiers d’une autre Caf', async () => {
    await importerFichier(await fichier(lignes.slice(0, 3)));
    const vus = await alimenter(
      (tx) =>
        tx
          .selectFrom('cdap.dossier' as never)
          .select('numero' as never)
          .execute(),
      '802',
    );
    expect(vus).toEqual([]);
    expect(await alimenter((tx) => findImportOuvert(tx, '591'), '802')).toBeUndefined();
  });

  test('ne lit ni les traces, ni les comptes, ni les droits', async () => {
    for (const table of ['traces.trace', 'identite.compte', 'habilitations.habilitation', 'organismes.caf'])
      await expect(
        alimenter((tx) =>
          tx
            .selectFrom(table as never)
            .selectAll()
            .execute(),
        ),
      ).rejects.toThrow(/permission denied|droit refusé/);
  });
});
