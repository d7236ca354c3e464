import { inflateSync } from 'node:zlib';

/**
 * The text of a PDF made by Typst, in the order in which it is drawn: enough of the format to judge what a document
 * says, without a library. Fonts write glyph numbers; each has its table to Unicode.
 */
export function lireTextePdf(pdf: Buffer): string {
  const objets = lireObjets(pdf);
  const tables = new Map<string, Map<number, string>>();
  const tableDe = (reference: string): Map<number, string> => {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(objets.get(reference)?.dictionnaire ?? '')?.[1] ?? '';
    let table = tables.get(unicode);
    if (table === undefined) {
      table = lireTable(objets.get(unicode)?.flux?.toString('latin1') ?? '');
      tables.set(unicode, table);
    }
    return table;
  };
  const lignes: string[] = [];
  for (const { dictionnaire } of objets.values()) {
    if (!/\/Type ?\/Page\b(?!s)/.test(dictionnaire)) continue;
    const ressources = suivre(objets, dictionnaire, 'Resources');
    const polices = new Map(
      [...suivre(objets, ressources, 'Font').matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, nom, ref]) => [
        nom ?? '',
        tableDe(ref ?? ''),
      ]),
    );
    const contenu = /\/Contents (\d+) 0 R/.exec(dictionnaire)?.[1] ?? '';
    lignes.push(lireContenu(objets.get(contenu)?.flux ?? Buffer.alloc(0), polices));
  }
  return lignes.join('\n');
}

interface Objet {
  readonly dictionnaire: string;
  readonly flux: Buffer | null;
}

function lireObjets(pdf: Buffer): Map<string, Objet> {
  const texte = pdf.toString('latin1');
  const objets = new Map<string, Objet>();
  for (const trouve of texte.matchAll(/(?:^|\n)(\d+) 0 obj\s/g)) {
    const debut = trouve.index + trouve[0].length;
    const longueur = /^[\s\S]{0,4000}?\/Length (\d+)[\s\S]*?>>\s*stream\r?\n/.exec(
      texte.slice(debut, debut + 8000),
    );
    const fin = texte.indexOf('endobj', debut);
    const tete = longueur?.[0] ?? '';
    if (longueur === null || debut + tete.length > fin) {
      objets.set(trouve[1] ?? '', { dictionnaire: texte.slice(debut, fin), flux: null });
      continue;
    }
    const brut = pdf.subarray(debut + tete.length, debut + tete.length + Number(longueur[1]));
    const flux = tete.includes('/FlateDecode') ? inflateSync(brut) : brut;
    if (tete.includes('/ObjStm')) lireFluxDObjets(tete, flux, objets);
    objets.set(trouve[1] ?? '', { dictionnaire: tete, flux });
  }
  return objets;
}

function lireFluxDObjets(tete: string, flux: Buffer, objets: Map<string, Objet>): void {
  const premier = Number(/\/First (\d+)/.exec(tete)?.[1]);
  const texte = flux.toString('latin1');
  const nombres = texte.slice(0, premier).trim().split(/\s+/).map(Number);
  for (let i = 0; i < nombres.length; i += 2) {
    const fin = nombres[i + 3] === undefined ? texte.length : premier + (nombres[i + 3] as number);
    objets.set(String(nombres[i]), {
      dictionnaire: texte.slice(premier + (nombres[i + 1] as number), fin),
      flux: null,
    });
  }
}

/** A dictionary under a key, written there or as a reference. */
function suivre(objets: Map<string, Objet>, dictionnaire: string, cle: string): string {
  const reference = new RegExp(`/${cle} (\\d+) 0 R`).exec(dictionnaire)?.[1];
  if (reference !== undefined) return objets.get(reference)?.dictionnaire ?? '';
  const debut = dictionnaire.search(new RegExp(`/${cle} ?<<`));
  return debut < 0 ? '' : dictionnaire.slice(debut);
}

/** `beginbfchar` and `beginbfrange` of a ToUnicode table. */
function lireTable(source: string): Map<number, string> {
  const table = new Map<number, string>();
  const enTexte = (hex: string) =>
    String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((quatre) => Number.parseInt(quatre, 16)));
  for (const [, corps] of source.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyphe, texte] of (corps ?? '').matchAll(/<(\w+)>\s*<(\w+)>/g))
      table.set(Number.parseInt(glyphe ?? '', 16), enTexte(texte ?? ''));
  }
  for (const [, corps] of source.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, de, a, texte] of (corps ?? '').matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const depart = Number.parseInt(de ?? '', 16);
      for (let g = depart; g <= Number.parseInt(a ?? '', 16); g += 1)
        table.set(g, String.fromCharCode(Number.parseInt(texte ?? '', 16) + g - depart));
    }
  }
  return table;
}

/** Walks the operators of a page; a move of the text's place is a space or a new line. */
function lireContenu(flux: Buffer, polices: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let texte = '';
  let table: ReadonlyMap<number, string> = new Map();
  const source = flux.toString('latin1');
  const jeton = /\/(\w+) [\d.]+ Tf|\((?:\\[\s\S]|[^\\()])*\)|<([0-9A-Fa-f]*)>(?!>)|\bET\b|\bTm\b/g;
  for (const [entier, police, hexa] of source.matchAll(jeton)) {
    if (police !== undefined) table = polices.get(police) ?? new Map();
    else if (entier === 'ET') texte += '\n';
    else if (entier !== 'Tm') {
      const octets = hexa === undefined ? lireChaine(entier.slice(1, -1)) : Buffer.from(hexa, 'hex');
      for (let i = 0; i + 1 < octets.length; i += 2) texte += table.get(octets.readUInt16BE(i)) ?? '';
    }
  }
  return texte;
}

const ECHAPPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const lireChaine = (source: string): Buffer =>
  Buffer.from(
    source.replace(/\\(\d{1,3}|[\s\S])/g, (_tout, suite: string) =>
      /\d/.test(suite) ? String.fromCharCode(Number.parseInt(suite, 8)) : (ECHAPPES[suite] ?? suite),
    ),
    'latin1',
  );
