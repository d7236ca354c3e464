import { Readable } from 'node:stream';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Client, ouvrirSessionDirecte, type Reponse } from '../../../../tests/support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  unCompte,
  unDecor,
  uneCaf,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, HEURE, MINUTE, type Portail } from '../../../../tests/support/portail.ts';
import { type Saisie, saisiesDe } from '../../../../tests/support/saisies.ts';
import { tracesContrat } from '../contract.ts';

let portail: Portail;
let decor: Decor;
let chef: ComptePeuple;
let client: Client;

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail);
  chef = await unCompte(portail, decor.partenaire.organisation, { roles: ['administrateur-suppleant'] });
  client = await ouvrirSessionDirecte(portail, chef);
});
afterAll(() => portail.fermer());

const exporter = (format: 'csv' | 'xlsx', filtres: object = {}, qui = client): Promise<Reponse> =>
  qui.appeler(tracesContrat.exporter, { format, ...filtres });

/** Many traces at once; `motif` numbers them. */
const ajouter = (action: string, nombre: number, motif = "'n' || n"): Promise<unknown> =>
  portail.lignes(
    `insert into traces.trace (id, instant, caf_code, partenaire_id, compte_id, correlation, action, issue, motif)
     select gen_random_uuid(), $1::timestamptz - n * interval '1 second', '591', $2, $3, 'essai', $4, 'fait', ${motif} from generate_series(1, ${nombre}) n`,
    [portail.horloge.lire(), decor.partenaire.id, decor.agent.id, action],
  );

/** Rows of a CSV with « ; » and CRLF; quotes doubled inside quoted cells. */
function lireCsv(texte: string): string[][] {
  const rangees: string[][] = [];
  let rangee: string[] = [];
  for (const [, entre, nu = '', fin] of texte
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^;"\r\n]*))(;|\r\n|$)/g)) {
    rangee.push(entre === undefined ? nu : entre.replaceAll('""', '"'));
    if (fin === ';') continue;
    rangees.push(rangee);
    rangee = [];
    if (fin === '') break;
  }
  return rangees.filter((r) => r.length > 1);
}

async function lireXlsx({ octets }: Reponse): Promise<string[][]> {
  const [feuille] = await readXlsxFile(Readable.from([octets]));
  return (feuille?.data ?? []).map((rangee) =>
    rangee.map((cellule) => (cellule === null ? '' : String(cellule))),
  );
}

/** Cells under a title. */
const colonne = ([titres, ...lignes]: readonly string[][], titre: string): (string | undefined)[] => {
  const rang = titres?.indexOf(titre) ?? -1;
  if (rang < 0) throw new Error(`no column is called ${titre}`);
  return lignes.map((ligne) => ligne[rang]);
};

describe('TRA-08 export', () => {
  test('CSV : type, nom, ordre d’octets, titres français, une ligne par trace', async () => {
    await ajouter('export-csv', 3);
    const reponse = await exporter('csv', { action: 'export-csv' });
    expect(reponse.statut).toBe(200);
    expect(reponse.entetes['content-type']).toBe('text/csv; charset=utf-8');
    expect(reponse.entetes['content-disposition']).toBe('attachment; filename="traces-2026-11-20.csv"');
    expect(reponse.entetes['cache-control']).toBe('no-store');
    expect([...reponse.octets.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [titres, ...lignes] = lireCsv(reponse.texte);
    expect(titres?.slice(0, 5)).toEqual([
      'Jour',
      'Heure (Europe/Paris)',
      'Personne',
      'Identifiant',
      'Organisme',
    ]);
    expect(lignes).toHaveLength(3);
    const derniere = new Date(portail.horloge.lire().getTime() - 1000);
    expect(colonne([titres ?? [], ...lignes], 'Instant (UTC)')[0]).toBe(derniere.toISOString());
    expect(lignes[0]?.slice(0, 5)).toEqual([
      new Intl.DateTimeFormat('fr-CA', { dateStyle: 'short', timeZone: 'Europe/Paris' }).format(derniere),
      new Intl.DateTimeFormat('fr-FR', { timeStyle: 'medium', timeZone: 'Europe/Paris' }).format(derniere),
      `${decor.agent.prenom} ${decor.agent.nom}`,
      decor.agent.identifiant,
      decor.partenaire.raisonSociale,
    ]);
    for (const ligne of lignes) expect(ligne).toHaveLength(titres?.length ?? 0);
  });

  test('XLSX : rouvert, les mêmes cellules que le CSV', async () => {
    await ajouter('export-xlsx', 5);
    const csv = lireCsv((await exporter('csv', { action: 'export-xlsx' })).texte);
    const reponse = await exporter('xlsx', { action: 'export-xlsx' });
    expect(reponse.entetes['content-type']).toBe(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    );
    const xlsx = await lireXlsx(reponse);
    expect(xlsx).toHaveLength(6);
    expect(xlsx.map((rangee) => rangee.join('|').replace(/\|+$/, ''))).toEqual(
      csv.map((rangee) => rangee.join('|').replace(/\|+$/, '')),
    );
  });

  test.each(['csv', 'xlsx'] as const)(
    'TRA-01 ACC-09 %s : ce qui est fait par un jeton le dit, le reste non',
    async (format) => {
      const action = `jeton-${format}`;
      const { organisation, id: compte } = decor.agent;
      const [session, instant] = [portail.nouvelId(), portail.horloge.lire()];
      const expireLe = new Date(instant.getTime() + HEURE);
      await portail.lignes(
        `with ouverte as (
         insert into identite.session (id, compte_id, nature, caf_code, partenaire_id, jeton_empreinte, niveau, ouverte_le,
           activite_le, duree_inactivite, inactive_le, expire_le, genre)
         values ($1::uuid, $2, 'partenaire', $3, $4, sha256($7), 'complet', $5, $5, interval '1 hour', $6, $6, 'jeton')
         returning id, compte_id)
       insert into identite.jeton_api (id, compte_id, session_id, nom, debut, portees, cree_le, expire_le)
       select gen_random_uuid(), compte_id, id, 'Logiciel périscolaire', 'passerelle_abcd', '{cdap}', $5, $6 from ouverte`,
        [
          session,
          compte,
          organisation.cafCode,
          organisation.partenaireId,
          instant,
          expireLe,
          Buffer.from(session),
        ],
      );
      for (const id of [session, null])
        await portail.lignes(
          `insert into traces.trace (id, instant, caf_code, partenaire_id, compte_id, session_id, correlation, action, issue)
         values ($1, $2, '591', $3, $4, $5, 'jeton', $6, 'fait')`,
          [portail.nouvelId(), instant, decor.partenaire.id, compte, id, action],
        );
      const reponse = await exporter(format, { action });
      const feuille = format === 'csv' ? lireCsv(reponse.texte) : await lireXlsx(reponse);
      expect(colonne(feuille, 'Jeton').toSorted()).toEqual(['', 'par le jeton “Logiciel périscolaire”']);
    },
  );

  test('TRA-01 des mots pour qui lit, les codes à côté', async () => {
    await portail.lignes(
      `insert into traces.trace (id, instant, caf_code, partenaire_id, compte_id, correlation, role, action, issue, code_issue,
         profil, dossier_caf, dossier_numero, categories, mission)
       values ($1, $2, '591', $3, $4, 'mots', 'utilisateur', 'consultation-dossier', 'refuse', 'hors-perimetre', 'T19',
         '591', 12345, '{famille:composition,rsa}', 'controle-rsa')`,
      [portail.nouvelId(), portail.horloge.lire(), decor.partenaire.id, decor.agent.id],
    );
    const feuille = lireCsv((await exporter('csv', { action: 'consultation-dossier', profil: 'T19' })).texte);
    const ligne = Object.fromEntries((feuille[0] ?? []).map((titre) => [titre, colonne(feuille, titre)[0]]));
    expect(ligne).toMatchObject({
      Rôle: 'Utilisateur',
      Action: 'Consultation d’un dossier',
      Issue: 'Refusé',
      Raison: 'Dossier hors du champ du profil',
      'Code de l’action': 'consultation-dossier',
      'Code de l’issue': 'refuse',
      'Code de la raison': 'hors-perimetre',
      'Codes des rubriques': 'famille:composition, rsa',
      'Numéro de dossier': '0012345',
    });
    expect(ligne.Mission).toMatch(/RSA/);
    expect(ligne.Profil).toMatch(/^T19, /);
    expect(ligne['Rubriques montrées']).not.toContain('famille:composition');
    expect(Object.values(ligne).join()).not.toContain('non traduite');
  });

  test('SEC-04 une mission tapée « __proto__ » ou « toString » est un texte comme un autre', async () => {
    for (const [i, mission] of ['__proto__', 'toString', 'constructor'].entries()) {
      await portail.lignes(
        `insert into traces.trace (id, instant, caf_code, partenaire_id, correlation, role, action, issue, code_issue, profil, mission, objet)
         values ($1, $2, '591', $3, 'x', $4, 'hostile', 'refuse', $4, $4, $4, $5)`,
        [
          portail.nouvelId(),
          new Date(portail.horloge.lire().getTime() - i),
          decor.partenaire.id,
          mission,
          `{"${mission}":"x","du":"2026-11-15"}`,
        ],
      );
    }
    const feuille = lireCsv((await exporter('csv', { action: 'hostile' })).texte);
    expect(colonne(feuille, 'Mission')).toEqual(['__proto__', 'toString', 'constructor']);
    expect(colonne(feuille, 'Raison')).toEqual(Array(3).fill('Raison non traduite'));
    expect(colonne(feuille, 'Objet')[1]).toBe('champ inconnu : x ; premier jour : 2026-11-15');
    expect((await exporter('xlsx', { action: 'hostile' })).statut).toBe(200);
  });

  test('les heures sont celles de la Caf, l’instant universel est à côté', async () => {
    await uneCaf(portail, { code: '974', fuseau: 'Indian/Reunion' });
    const reunion = await unPartenaire(portail, '974');
    const autre = await unCompte(portail, reunion.organisation, { roles: ['administrateur-principal'] });
    const feuille = lireCsv((await exporter('csv', {}, await ouvrirSessionDirecte(portail, autre))).texte);
    const [instant] = colonne(feuille, 'Instant (UTC)');
    const [heure] = colonne(feuille, 'Heure (Indian/Reunion)');
    expect(heure).toBe(
      new Date(new Date(instant ?? '').getTime() + 4 * 3_600_000).toISOString().slice(11, 19),
    );
  });

  test('au-delà d’une page de lecture, aucune ligne perdue ni doublée', async () => {
    await ajouter('export-long', 4500);
    const motifs = colonne(lireCsv((await exporter('csv', { action: 'export-long' })).texte), 'Motif');
    expect(motifs).toHaveLength(4500);
    expect(new Set(motifs).size).toBe(4500);
  });

  test('TRA-07 l’export est tracé avant d’envoyer, avec ses filtres', async () => {
    await exporter('csv', { action: 'jamais-vu', issue: 'fait' });
    const [trace] = await portail.lignes(
      "select compte_id, issue, objet from traces.trace where action = 'export-traces' order by transaction desc limit 1",
    );
    expect(trace).toEqual({
      compte_id: chef.id,
      issue: 'fait',
      objet: JSON.stringify({ action: 'jamais-vu', issue: 'fait' }),
    });
  });

  test('ORG-01 rien d’un autre partenaire n’y est', async () => {
    const voisin = await unPartenaire(portail, '591');
    const autre = await unCompte(portail, voisin.organisation, { roles: ['administrateur-principal'] });
    const lignes = lireCsv((await exporter('csv', {}, await ouvrirSessionDirecte(portail, autre))).texte);
    // Its titles, and the trace of the export itself.
    expect(lignes).toHaveLength(2);
    expect(colonne(lignes, 'Code de l’action')).toEqual(['export-traces']);
  });

  test('une période à l’envers est un refus, et non un fichier', async () => {
    const reponse = await exporter('csv', { du: '2026-11-21', au: '2026-11-20' });
    expect(reponse.statut).toBe(422);
    expect(reponse.corps.code).toBe('periode-inversee');
    expect(
      await portail.lignes('select action, issue, code_issue from traces.trace where correlation = $1', [
        reponse.corps.reference,
      ]),
    ).toEqual([{ action: 'export-traces', issue: 'refuse', code_issue: 'periode-inversee' }]);
  });

  /** Runs `acte` when the third page of an export is about to be read. */
  async function aLaTroisiemePage<T>(acte: () => Promise<unknown>, pendant: () => Promise<T>): Promise<T> {
    const { pool } = portail.base.lecture;
    const connecter = pool.connect.bind(pool);
    let pages = 0;
    const espion = vi.spyOn(pool, 'connect').mockImplementation((async () => {
      pages += 1;
      if (pages === 3) await acte();
      return connecter();
    }) as typeof pool.connect);
    try {
      return await pendant();
    } finally {
      espion.mockRestore();
    }
  }
  const coupee = { code: 'LIGHT_ECONNRESET' };

  test.each(['csv', 'xlsx'] as const)(
    'FIAB-04 une base qui tombe pendant l’envoi coupe le fichier %s au lieu de le finir court',
    async (format) => {
      await ajouter(`coupe-${format}`, 4500);
      const tomber = () => Promise.reject(new Error('base coupée'));
      await expect(
        aLaTroisiemePage(tomber, () => exporter(format, { action: `coupe-${format}` })),
      ).rejects.toMatchObject(coupee);
      expect((await exporter(format, { action: `coupe-${format}` })).statut).toBe(200);
    },
  );

  test('SEC-09 deux exports à la fois pour une personne, et pas trois ; la place se libère', async () => {
    await ajouter('exports-de-front', 3000);
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => exporter('csv', { action: 'exports-de-front' })));
    expect([a, b, c].map((reponse) => reponse?.statut).sort()).toEqual([200, 200, 409]);
    const refusee = [a, b, c].find((reponse) => reponse?.statut === 409)?.corps;
    expect(refusee.code).toBe('exports-en-cours');
    expect(
      await portail.lignes('select action, issue, code_issue from traces.trace where correlation = $1', [
        refusee.reference,
      ]),
    ).toEqual([{ action: 'export-traces', issue: 'refuse', code_issue: 'exports-en-cours' }]);
    expect((await exporter('csv', { action: 'exports-de-front' })).statut).toBe(200);
  });

  test('ACC-06 ni au rôle qui le permet', async () => {
    await ajouter('coupe-role', 6500);
    const ancien = await unCompte(portail, decor.partenaire.organisation, {
      roles: ['administrateur-principal'],
    });
    let lues = 0;
    const horloge = vi.spyOn(Date, 'now').mockImplementation(() => {
      lues += 1;
      return 1_795_000_000_000 + lues * 3000;
    });
    const retirer = () =>
      portail.lignes('update identite.role_compte set periode = $2 where compte_id = $1', [
        ancien.id,
        `[2020-01-01,${portail.horloge.lire().toISOString()})`,
      ]);
    const client = await ouvrirSessionDirecte(portail, ancien);
    try {
      await expect(
        aLaTroisiemePage(retirer, () => exporter('csv', { action: 'coupe-role' }, client)),
      ).rejects.toMatchObject(coupee);
    } finally {
      horloge.mockRestore();
    }
  });

  test('ACC-06 l’envoi ne survit pas à la session : close en route, il est coupé', async () => {
    await ajouter('coupe-session', 6500);
    const partante = await ouvrirSessionDirecte(portail, chef);
    // The session is looked at every two seconds of true time: here each look at the clock lasts three.
    let lues = 0;
    const horloge = vi.spyOn(Date, 'now').mockImplementation(() => {
      lues += 1;
      return 1_795_000_000_000 + lues * 3000;
    });
    const fermer = () =>
      portail.lignes(
        "update identite.session set close_le = $2, close_motif = 'essai' where compte_id = $1",
        [chef.id, portail.horloge.lire()],
      );
    try {
      await expect(
        aLaTroisiemePage(fermer, () => exporter('csv', { action: 'coupe-session' }, partante)),
      ).rejects.toMatchObject(coupee);
    } finally {
      horloge.mockRestore();
      await portail.lignes(
        'update identite.session set close_le = null, close_motif = null where compte_id = $1',
        [chef.id],
      );
    }
  });
});

describe('SEC-06 aucune cellule ne peut s’exécuter', () => {
  const cas = saisiesDe('export_csv_cellule');
  const attendue = ({ value, valid, normalized }: Saisie) => String(valid ? value : normalized);

  beforeAll(async () => {
    await portail.horloge.avancer(MINUTE);
    for (const [i, { value }] of cas.entries()) {
      await portail.lignes(
        `insert into traces.trace (id, instant, caf_code, partenaire_id, correlation, action, issue, motif) values ($1, $2, '591', $3, 'essai', 'cellule', 'fait', $4)`,
        [
          portail.nouvelId(),
          new Date(portail.horloge.lire().getTime() - i * 1000),
          decor.partenaire.id,
          value,
        ],
      );
    }
  });

  test('CSV rouvert : chaque cellule hostile est neutralisée, les autres sont telles quelles', async () => {
    const { texte } = await exporter('csv', { action: 'cellule' });
    expect(colonne(lireCsv(texte), 'Motif')).toEqual(cas.map(attendue));
    // A neutralised cell is between quotes, so that the apostrophe is text for every reader.
    for (const { normalized } of cas.filter(({ valid }) => !valid))
      expect(texte).toContain(`"${normalized}"`);
  });

  test('XLSX rouvert : des textes, et pas une formule', async () => {
    const reponse = await exporter('xlsx', { action: 'cellule' });
    const motifs = colonne(await lireXlsx(reponse), 'Motif');
    expect(motifs.map((motif) => motif?.trim())).toEqual(cas.map((un) => attendue(un).trim()));
    expect(reponse.octets.toString('latin1')).not.toContain('<f>');
  });
});
