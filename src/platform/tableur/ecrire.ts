import { PassThrough, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import yazl from 'yazl';
import { neutraliser } from './cellule.ts';

export type Format = 'csv' | 'xlsx';
export const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Writes rows to a spreadsheet as they come: memory does not grow with their number. The first row holds the
 * titles. No cell can run: formulas are disarmed in CSV, and XLSX holds inline text only (SEC-06).
 */
export function ecrireTableur(format: Format, lignes: AsyncIterable<readonly string[]>): Readable {
  return format === 'csv' ? ecrireCsv(lignes) : ecrireXlsx(lignes);
}

function ecrireCsv(lignes: AsyncIterable<readonly string[]>): Readable {
  const csv = stringify({ delimiter: ';', bom: true, record_delimiter: '\r\n', quoted_match: /^'|[\r\n]/ });
  const source = Readable.from(cellulesNeutres(lignes), { objectMode: true });
  source.on('error', (erreur) => csv.destroy(erreur));
  return source.pipe(csv);
}

async function* cellulesNeutres(lignes: AsyncIterable<readonly string[]>) {
  for await (const ligne of lignes) yield ligne.map(neutraliser);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PARTIES = {
  '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Feuille 1" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
  // Style 0 is plain, style 1 bold: the titles.
  'xl/styles.xml': `${XML}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
};

function ecrireXlsx(lignes: AsyncIterable<readonly string[]>): Readable {
  const archive = new yazl.ZipFile();
  const sortie = new PassThrough();
  const feuille = Readable.from(feuilleXml(lignes));
  // A cut in the rows must cut the file: a shortened workbook that opens well would be taken for a full one.
  feuille.on('error', (erreur) => sortie.destroy(erreur));
  for (const [nom, contenu] of Object.entries(PARTIES)) archive.addBuffer(Buffer.from(contenu), nom);
  archive.addReadStream(feuille, 'xl/worksheets/sheet1.xml');
  archive.end();
  archive.outputStream.pipe(sortie);
  return sortie;
}

async function* feuilleXml(lignes: AsyncIterable<readonly string[]>) {
  // Titles stay in sight, and columns are wide enough to be read as they open.
  yield `${XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="22" defaultRowHeight="15"/><sheetData>`;
  let rang = 0;
  for await (const ligne of lignes) {
    rang += 1;
    const style = rang === 1 ? ' s="1"' : '';
    const cellules = ligne.map(
      (texte, i) =>
        `<c r="${nomDeColonne(i)}${rang}"${style} t="inlineStr"><is><t xml:space="preserve">${versXml(texte)}</t></is></c>`,
    );
    yield `<row r="${rang}">${cellules.join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

/** A, B… Z, AA…: some readers need each cell to say where it is. */
function nomDeColonne(indice: number): string {
  const lettre = String.fromCharCode(65 + (indice % 26));
  return indice < 26 ? lettre : nomDeColonne(Math.floor(indice / 26) - 1) + lettre;
}

const ENTITES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 cannot hold at all are dropped: they have no written form there. */
const versXml = (texte: string): string =>
  // A typed cell cannot run, but the reader may save the sheet as CSV later: the same apostrophe travels.
  neutraliser(texte)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters to drop
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (caractere) => ENTITES[caractere] ?? '');
