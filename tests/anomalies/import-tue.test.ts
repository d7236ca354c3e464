import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ecrireDossier } from '../../src/modules/cdap/domain/import/lire-dossier.ts';
import { genererPopulation } from '../../src/modules/cdap/domain/population.ts';
import { commencerImport } from '../../src/modules/cdap/index.ts';
import { uneCaf } from '../support/peuplement.ts';
import { creerPortail, type Portail } from '../support/portail.ts';

/** CDAP-29 FIAB-01: kill -9 of an import at any place; taken up again, it ends as if nothing had happened. */

let portail: Portail;
let dossier: string;
let chemin: string;
const CAF = { nature: 'caf' as const, cafCode: '591', partenaireId: null, compteId: null };
const CAFS = [{ code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] }];
const TAILLE = 1500;
const CHAMPS = ['lues', 'nouvelles', 'remplacees', 'inchangees', 'anciennes', 'refusees'] as const;

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail, { code: '591' });
  dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-import-tue-'));
  chemin = path.join(dossier, 'dossiers.jsonl');
  const lignes = [
    ...genererPopulation({ graine: 'tué', taille: TAILLE, cafs: CAFS, moisCourant: '2026-11' }),
  ].map(ecrireDossier);
  // A refused line, the same number twice, and a line that says nothing new.
  lignes.splice(
    700,
    0,
    '{',
    lignes[3] ?? '',
    (lignes[4] ?? '').replace('"accesRestreint":false', '"accesRestreint":true'),
  );
  await writeFile(chemin, `${lignes.join('\n')}\n`);
});
afterAll(async () => {
  await portail.fermer();
  await rm(dossier, { recursive: true, force: true });
});

const vider = () =>
  portail.lignes(
    'truncate cdap.import_dossiers, cdap.ligne_refusee, cdap.cle_personne, cdap.dossier cascade',
  );
const empreinte = async () => ({
  dossiers: await portail.lignes(
    "select count(*)::int as n, md5(string_agg(d::text, '|' order by numero)) as somme from cdap.dossier d",
  ),
  cles: await portail.lignes(
    "select count(*)::int as n, md5(string_agg(c::text, '|' order by c::text)) as somme from cdap.cle_personne c",
  ),
  refus: await portail.lignes('select ligne::int, champ, raison from cdap.ligne_refusee order by ligne'),
  comptes: await portail.lignes(`select ${CHAMPS.join(', ')}, position_octets from cdap.import_dossiers`),
});

async function lancer(): Promise<{ enfant: ChildProcess; lignes: AsyncIterableIterator<string> }> {
  const { id } = await commencerImport(
    (acte) => portail.enTransaction(CAF, acte),
    { caf: '591', chemin, origine: 'commande', compteId: null },
    portail.horloge.lire(),
  );
  const enfant = spawn(
    process.execPath,
    [
      path.resolve(import.meta.dirname, '../support/import-a-tuer.ts'),
      portail.base.adresse('passerelle_alimentation'),
      id,
      '591',
      chemin,
      '2026-11-20',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], timeout: 60_000, killSignal: 'SIGKILL' },
  );
  const sortie = enfant.stdout;
  if (sortie === null) throw new Error('no output');
  return { enfant, lignes: createInterface({ input: sortie })[Symbol.asyncIterator]() };
}

/** Kills after so many committed batches; true when it ended before. */
async function tuerApres(lots: number): Promise<boolean> {
  const { enfant, lignes } = await lancer();
  const fin = once(enfant, 'exit');
  for (let vus = 0; vus < lots; vus += 1) {
    const { value, done } = await lignes.next();
    if (done === true || value === 'fini') {
      await fin;
      return true;
    }
  }
  enfant.kill('SIGKILL');
  await fin;
  // The server notices a dead client at its next word: its lock must be free for the next run.
  for (;;) {
    const [reste] = await portail.lignes<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where application_name = 'import-a-tuer' and datname = current_database()",
    );
    if (reste?.n === 0) return false;
  }
}

describe('CDAP-29 FIAB-01 un import tué par kill -9', () => {
  test('repris autant de fois qu’il le faut, il finit comme un import sans coupure, comptes compris', async () => {
    expect(await tuerApres(Number.POSITIVE_INFINITY)).toBe(true);
    const attendu = await empreinte();
    expect(attendu.dossiers[0]?.n).toBe(TAILLE);
    expect(attendu.comptes[0]).toMatchObject({ lues: '1503', nouvelles: '1500', refusees: '1' });
    await vider();
    let coupures = 0;
    for (const lots of [1, 3, 2, 7, 1, 5, Number.POSITIVE_INFINITY]) {
      if (await tuerApres(lots)) break;
      coupures += 1;
      const [ici] = await portail.lignes<{ lues: string; nouvelles: string; dossiers: string }>(
        'select lues, nouvelles, (select count(*) from cdap.dossier) as dossiers from cdap.import_dossiers',
      );
      // What is counted is stored, and what is stored is counted, at every cut.
      expect(ici?.dossiers).toBe(ici?.nouvelles);
    }
    expect(coupures).toBe(6);
    expect(await empreinte()).toEqual(attendu);
  }, 120_000);
});
