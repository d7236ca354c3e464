import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../../tests/support/saisies.ts';
import { estFormule, neutraliser } from './cellule.ts';
import { ecrireTableur } from './ecrire.ts';

async function* lignes(...rangees: string[][]) {
  yield* rangees;
}
// Not `text`, which drops the byte order mark.
const enCsv = async (...rangees: string[][]) =>
  (await buffer(ecrireTableur('csv', lignes(...rangees)))).toString('utf8');
const enXlsx = async (...rangees: string[][]) => {
  const [feuille] = await readXlsxFile(
    Readable.from([await buffer(ecrireTableur('xlsx', lignes(...rangees)))]),
  );
  return (feuille?.data ?? []).map((rangee) =>
    rangee.map((cellule) => (cellule === null ? '' : String(cellule))),
  );
};

/** Files of a workbook, by name, from the central directory of its archive. */
async function ouvrirXlsx(rangees: string[][]): Promise<Map<string, string>> {
  const octets = await buffer(ecrireTableur('xlsx', lignes(...rangees)));
  const fichiers = new Map<string, string>();
  for (let i = octets.indexOf('PK\u0001\u0002'); i >= 0; i = octets.indexOf('PK\u0001\u0002', i + 4)) {
    const [taille, longueur, debut] = [
      octets.readUInt32LE(i + 20),
      octets.readUInt16LE(i + 28),
      octets.readUInt32LE(i + 42),
    ];
    const contenu = debut + 30 + octets.readUInt16LE(debut + 26) + octets.readUInt16LE(debut + 28);
    const brut = octets.subarray(contenu, contenu + taille);
    const texte = octets.readUInt16LE(i + 10) === 0 ? brut : inflateRawSync(brut);
    fichiers.set(octets.toString('utf8', i + 46, i + 46 + longueur), texte.toString('utf8'));
  }
  return fichiers;
}

describe('SEC-06 cellules', () => {
  test.each(saisiesDe('export_csv_cellule'))('$titre', ({ value, valid, normalized }) => {
    expect(neutraliser(String(value))).toBe(valid ? value : normalized);
  });

  test.each([
    '\r=1+1',
    '\n=1',
    '  \t =1',
    '\u00a0=1',
    '＋1',
    '－2+3',
    '＠SUM(A1)',
    '+',
    '-',
    '@',
    '=',
    '-1-2',
    '+33 1 99 00 12 34'.replace('+', '='),
  ])('%j est neutralisé', (texte) => {
    expect(neutraliser(texte)).toBe(`'${texte}`);
  });

  test.each([
    '',
    '-1',
    '+1',
    '-1 234,50',
    '-1\u202f234,50',
    '+33199001234',
    'a=b',
    'a@b.fr',
    '1-2',
    "l'été",
    '2026-11-20',
  ])('%j est laissé tel quel', (texte) => {
    expect(neutraliser(texte)).toBe(texte);
  });

  test('neutraliser ne laisse jamais une formule, et ne change pas le reste', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n 1,. aé;"＝'.split('')), maxLength: 12 }),
        (texte) => {
          expect(estFormule(neutraliser(texte))).toBe(false);
          expect(neutraliser(texte).endsWith(texte)).toBe(true);
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });
});

describe('TRA-08 CSV', () => {
  test('marque d’ordre, point-virgule, fin de ligne de Windows, guillemets doublés', async () => {
    expect(await enCsv(['a', 'b;c'], ['d "e"', 'f\ng'])).toBe('\ufeffa;"b;c"\r\n"d ""e""";"f\ng"\r\n');
  });

  test.each(['\n', '\r', '\r\n'])(
    'un saut de ligne %j dans une cellule ne fait ni ligne ni formule de plus',
    async (saut) => {
      expect(await enCsv([`motif${saut}=1+1`, 'x'])).toBe(`\ufeff"motif${saut}=1+1";x\r\n`);
    },
  );

  test('une cellule neutralisée est entre guillemets', async () => {
    expect(await enCsv(['=1+1', 'x'])).toBe('\ufeff"\'=1+1";x\r\n');
  });

  test('sans ligne : rien que la marque', async () => {
    expect(['', '\ufeff']).toContain(await enCsv());
  });
});

describe('TRA-08 XLSX', () => {
  test('rouvert : mêmes textes, accents, zéros de tête, caractères de balise', async () => {
    const rangees = [
      ['Date', 'Été', '0012345'],
      ['<b>&"\'', '👍', '1,5'],
      ['-250,00', '', 'fin'],
    ];
    expect(await enXlsx(...rangees)).toEqual(rangees);
  });

  test('A11Y-02 les titres sont gras et restent en vue', async () => {
    const parties = await ouvrirXlsx([
      ['Jour', 'Heure'],
      ['2026-11-21', '10:42:00'],
    ]);
    const feuille = parties.get('xl/worksheets/sheet1.xml') ?? '';
    expect(feuille).toContain('<c r="A1" s="1"');
    expect(feuille).toContain('<c r="A2" t=');
    expect(feuille).toContain('state="frozen"');
    expect(parties.get('xl/styles.xml')).toContain('<b/>');
    expect(parties.get('xl/_rels/workbook.xml.rels')).toContain('styles.xml');
  });

  test('les formules sont des textes neutralisés', async () => {
    expect(await enXlsx(['=1+1', '@SUM(A1)'])).toEqual([["'=1+1", "'@SUM(A1)"]]);
  });

  test('les caractères que XML ne peut pas porter sont retirés, le fichier reste lisible', async () => {
    expect(await enXlsx(['a\u0000b\u0008c\uffffd', 'e'])).toEqual([['abcd', 'e']]);
  });

  test('un demi-codet isolé ne rend pas le fichier illisible', async () => {
    const [rangee] = await enXlsx(['a\ud83db', 'e']);
    expect(rangee?.[1]).toBe('e');
  });

  test('des colonnes au-delà de la vingt-sixième restent à leur place', async () => {
    const large = Array.from({ length: 60 }, (_, i) => `c${i}`);
    expect(await enXlsx(large, large.toReversed())).toEqual([large, large.toReversed()]);
  });
});

describe('TRA-08 au fil de l’eau', () => {
  async function* coupees() {
    yield ['a', 'b'];
    throw new Error('base coupée');
  }

  test.each(['csv', 'xlsx'] as const)('%s : une source qui casse casse le fichier', async (format) => {
    await expect(buffer(ecrireTableur(format, coupees()))).rejects.toThrow('base coupée');
  });

  test.each(['csv', 'xlsx'] as const)('%s : la mémoire ne suit pas le nombre de lignes', async (format) => {
    let faites = 0;
    async function* beaucoup() {
      for (let i = 0; i < 200_000; i += 1) {
        faites += 1;
        yield [`ligne ${i}`, 'x'.repeat(50)];
      }
    }
    const flux = ecrireTableur(format, beaucoup());
    flux.once('readable', () => {});
    // Nobody reads: the source must stop by itself, long before its end.
    await new Promise((suite) => setTimeout(suite, 300));
    expect(faites).toBeLessThan(60_000);
    flux.destroy();
  });
});
