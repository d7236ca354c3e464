import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ecrireDossier, lireDossier } from '../../domain/import/lire-dossier.ts';
import { dossiersTemoins } from '../../domain/population.ts';
import { COLONNES_CSV, decouper, EnteteCsvInvalide, LIGNE_MAX } from './decouper.ts';

let dossier: string;
beforeAll(async () => {
  dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-decouper-'));
});
afterAll(() => rm(dossier, { recursive: true, force: true }));

const DEBUT = { position: 0, ligne: 0 };
let compte = 0;
async function ecrire(contenu: string | Buffer): Promise<string> {
  compte += 1;
  const chemin = path.join(dossier, `essai-${compte}`);
  await writeFile(chemin, contenu);
  return chemin;
}
const morceaux = async (contenu: string | Buffer, format: 'jsonl' | 'csv' = 'jsonl', depart = DEBUT) => [
  ...decouper(await ecrire(contenu), format, depart),
];
const resume = async (contenu: string | Buffer, format: 'jsonl' | 'csv' = 'jsonl') =>
  (await morceaux(contenu, format)).map(({ enregistrement: e }) =>
    'faute' in e
      ? [e.ligne, e.faute.champ, e.faute.raison]
      : [e.ligne, Buffer.from(e.texte, 'latin1').toString()],
  );

describe('CDAP-29 découpage en lignes de JSON', () => {
  test('lignes vides passées, fin de ligne Windows, dernière ligne sans fin', async () => {
    expect(await resume('{"a":1}\r\n\n  \n{"b":"é"}')).toEqual([
      [1, '{"a":1}'],
      [4, '{"b":"é"}'],
    ]);
  });

  test('la marque d’ordre des octets est passée', async () => {
    expect(await resume('\uFEFF{"a":1}\n')).toEqual([[1, '{"a":1}']]);
  });

  test('une ligne qui n’est pas en UTF-8 est refusée, et les autres lues', async () => {
    const contenu = Buffer.concat([
      Buffer.from('{"a":1}\n{"b":"'),
      Buffer.from([0xe9]),
      Buffer.from('"}\n{"c":1}\n'),
    ]);
    expect(await resume(contenu)).toEqual([
      [1, '{"a":1}'],
      [2, '', 'utf8-invalide'],
      [3, '{"c":1}'],
    ]);
  });

  test.each([LIGNE_MAX, LIGNE_MAX + 1, 3_000_000])('une ligne de %i octets', async (taille) => {
    const lignes = await resume(`{"a":1}\n${'x'.repeat(taille)}\n{"c":1}\n`);
    expect(lignes.length).toBe(3);
    expect(lignes[1]?.slice(0, 3)).toEqual(
      taille > LIGNE_MAX ? [2, '', 'ligne-trop-longue'] : [2, 'x'.repeat(taille)],
    );
    expect(lignes[2]).toEqual([3, '{"c":1}']);
  });

  test('un fichier d’une seule ligne trop longue, sans fin', async () => {
    expect(await resume('x'.repeat(5_000_000))).toEqual([[1, '', 'ligne-trop-longue']]);
  });

  test('repris à chaque place, la suite est la même', async () => {
    const contenu = Array.from({ length: 40 }, (_, i) => `{"n":${i},"t":"${'é'.repeat(i * 900)}"}`).join(
      '\n',
    );
    const tout = await morceaux(contenu);
    for (const [i, { position, ligne }] of tout.entries())
      expect(await morceaux(contenu, 'jsonl', { position, ligne })).toEqual(tout.slice(i + 1));
    expect(tout.at(-1)?.position).toBe(Buffer.byteLength(contenu));
  });
});

const temoins = dossiersTemoins('591', '2026-11').map((temoin) => temoin.dossier);
const cellule = (texte: string) => `"${texte.replaceAll('"', '""')}"`;
const rangee = (d: (typeof temoins)[number], separateur: string) => {
  const { blocs, ...reste } = JSON.parse(ecrireDossier(d));
  return COLONNES_CSV.map((nom) => {
    const valeur = nom.startsWith('blocs.') ? blocs[nom.slice(6)] : reste[nom];
    return valeur === null
      ? ''
      : cellule(typeof valeur === 'object' ? JSON.stringify(valeur, null, 1) : String(valeur));
  }).join(separateur);
};

describe('CDAP-29 découpage d’un CSV', () => {
  test.each([';', ','])(
    'séparateur « %s », blocs mis en page sur plusieurs lignes : les mêmes dossiers',
    async (separateur) => {
      const csv = `\uFEFF${COLONNES_CSV.join(separateur)}\r\n${temoins.map((d) => rangee(d, separateur)).join('\r\n')}\r\n`;
      const lus = (await morceaux(csv, 'csv')).map(({ enregistrement: e }) => {
        if ('faute' in e) throw new Error(`${e.faute.champ} ${e.faute.raison}`);
        return lireDossier(e.texte, '591', '2026-11-20');
      });
      expect(lus.length).toBe(temoins.length);
      for (const [i, lu] of lus.entries()) {
        if ('faute' in lu) throw new Error(`${lu.faute.champ} ${lu.faute.raison}`);
        const attendu = lireDossier(
          Buffer.from(ecrireDossier(temoins[i] as (typeof temoins)[number])).toString('latin1'),
          '591',
          '2026-11-20',
        );
        if ('faute' in attendu) throw new Error('the witness is refused');
        expect(lu.faits).toEqual(attendu.faits);
        expect(lu.blocs.map((b) => JSON.parse(b ?? 'null'))).toEqual(
          attendu.blocs.map((b) => JSON.parse(b ?? 'null')),
        );
      }
    },
  );

  const entete = 'numero;etat;donneesLe;accesRestreint;blocs.cmg\n';
  test('une cellule ne peut rien dire de sa voisine', async () => {
    expect(await resume(`${entete}1;ouvert;2026-11-01;non;"null,""nir"":null"\n`, 'csv')).toEqual([
      [2, 'blocs.cmg', 'json-invalide'],
    ]);
  });

  test('colonnes manquantes, guillemet mal placé : refusés, et la ligne suivante lue', async () => {
    expect(
      await resume(`${entete}1;ouvert\n2;ou"vert";2026-11-01;non;\n3;ouvert;2026-11-01;non;\n`, 'csv'),
    ).toEqual([
      [2, '', 'csv-colonnes'],
      [3, '', 'csv-guillemets'],
      [
        4,
        '{"numero":3,"etat":"ouvert","donneesLe":"2026-11-01","accesRestreint":false,"blocs":{"blocs.cmg":null}}'.replace(
          'blocs.cmg',
          'cmg',
        ),
      ],
    ]);
  });

  test.each([
    ['', undefined],
    ['oui', true],
    ['Non', false],
    ['true', true],
    ['peut-être', ''],
    ['null', ''],
  ])('accès restreint « %s » : jamais supposé', async (cellule, attendu) => {
    const [[, texte]] = (await resume(`${entete}1;ouvert;2026-11-01;${cellule};\n`, 'csv')) as [
      [number, string],
    ];
    expect(JSON.parse(texte).accesRestreint).toBe(attendu);
  });

  test('un guillemet jamais refermé ne prend que sa ligne', async () => {
    const lignes = await resume(
      `${entete}1;"ouvert;2026-11-01;non;\n${'2;ouvert;2026-11-01;non;\n'.repeat(3)}`,
      'csv',
    );
    expect(lignes.map(([ligne, , raison]) => [ligne, raison])).toEqual([
      [2, 'csv-guillemets'],
      [3, undefined],
      [4, undefined],
      [5, undefined],
    ]);
  });

  test.each([
    ['numero;etat;nir\n', /colonne inconnue/],
    ['numero;etat;etat;donneesLe\n', /deux fois/],
    ['numero;etat\n', /donneesLe/],
    ['numero;etat;donneesLe;blocs.cmg\n', /ne nomme pas la colonne accesRestreint/],
    ['', /colonne inconnue|ne nomme pas/],
  ])('première ligne refusée : %j', async (texte, message) => {
    const chemin = await ecrire(texte);
    expect(() => [...decouper(chemin, 'csv', DEBUT)]).toThrow(EnteteCsvInvalide);
    expect(() => [...decouper(chemin, 'csv', DEBUT)]).toThrow(message);
  });
});
