import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lireTextePdf } from '../../../tests/support/texte-pdf.ts';
import { caracteresDe, lirePolices } from './polices.ts';
import { creerRendu, ErreurRendu, type OptionsRendu, type Rendu } from './rendu.ts';
import { preparerTexte } from './texte.ts';

const INSTANT = new Date('2026-11-20T09:00:00Z');
const SIMPLE = `#import "/base.typ": *
#show: document-passerelle.with(titre: donnees.titre, filigrane: "Essai", pied: context [Page #counter(page).display()])
= #donnees.titre
#for texte in donnees.textes [#texte #parbreak()]
#fiche((("Texte", donnees.titre),))
#tableau(((titre: "Un", chiffres: false), (titre: "Deux", chiffres: true)), (("a", "1"), ("b", "2")))
`;
/** Longer than any test waits, and never an error. */
const SANS_FIN = '#for i in range(30000) { for j in range(30000) { let x = i * j } }';
const GOURMAND = '#let a = range(60000000)\n#a.len()';

const ouverts: Rendu[] = [];
const unRendu = (options: OptionsRendu = {}): Rendu => {
  const rendu = creerRendu(options);
  ouverts.push(rendu);
  return rendu;
};
afterAll(() => Promise.all(ouverts.map(({ fermer }) => fermer())));

const codeDe = (promesse: Promise<unknown>): Promise<string> =>
  promesse.then(
    () => 'rendu',
    (erreur: unknown) => (erreur instanceof ErreurRendu ? erreur.code : String(erreur)),
  );
const demande = (textes: readonly string[] = [], gabarit = SIMPLE) => ({
  gabarit,
  donnees: { titre: 'Document d’essai', textes },
  instant: INSTANT,
});

describe('DOC-01 un document', () => {
  const rendu = unRendu();

  test('est un PDF/UA-1 balisé, en français, daté de l’instant donné', async () => {
    const pdf = await rendu.rendre(demande(['Élève, cœur, « 1\u202f234,50\u00a0€ »']));
    const octets = pdf.toString('latin1');
    expect(octets.startsWith('%PDF-')).toBe(true);
    expect(octets).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(octets).toContain('/MarkInfo');
    expect(octets).toMatch(/\/Lang \(fr/);
    expect(octets).toContain('D:20261120090000');
    // Both no-break spaces come back as one.
    expect(lireTextePdf(pdf).replace(/\s/g, ' ')).toContain('Élève, cœur, « 1 234,50 € »');
  });

  test('les mêmes données au même instant donnent les mêmes octets, d’un processus à l’autre', async () => {
    const [un, deux] = [await rendu.rendre(demande(['a'])), await unRendu().rendre(demande(['a']))];
    expect(un.equals(deux)).toBe(true);
    expect(un.equals(await rendu.rendre(demande(['b'])))).toBe(false);
    expect(un.equals(await rendu.rendre({ ...demande(['a']), instant: new Date('2026-11-21') }))).toBe(false);
  });

  test.each([
    '#read("/etc/passwd")',
    '#import "@preview/tablex:0.0.8": *',
    '$x^2$ et \\u{1F600} et \\',
    '@ref <etiquette> *gras* _souligné_ `code` // commentaire',
    '#{ panic("non") } [crochet] ]]] }}} """ \\" \'',
    '= Titre\n- liste\n+ numéro\n/ terme: valeur',
    'שלום, Привет, γειά σου, Łódź, Ștefan',
  ])('SEC-04 « %s » y est du texte', async (texte) => {
    const lu = lireTextePdf(await rendu.rendre(demande([texte])));
    // Bidirectional text is drawn in its own order; letters are compared, not their places.
    const lettres = (t: string) => [...t.replace(/\s/g, '')].sort().join('');
    const seul = lireTextePdf(await rendu.rendre(demande(['']))).replace(/\s/g, '');
    expect(lettres(lu)).toBe(lettres(texte + seul));
  });

  test('un caractère qu’aucune police n’a devient son numéro, et rien ne manque', async () => {
    const lu = lireTextePdf(await rendu.rendre(demande(['Avant 中 après \u0007 fin'])));
    expect(lu).toContain('Avant [U+4E2D] après [U+0007] fin');
  });

  test('un mot de 10 000 lettres est écrit en entier, sur plusieurs pages s’il le faut', async () => {
    const lu = lireTextePdf(await rendu.rendre(demande(['z'.repeat(10_000)])));
    expect(lu.replace(/[^z]/g, '').length).toBe(10_000);
  });
});

describe('SEC-04 un gabarit n’atteint rien d’autre que ses données', () => {
  test.each([
    '#read("/etc/hostname")',
    '#read("../rendu.ts")',
    '#image("/../../../../etc/hostname")',
    '#include "/etc/hostname"',
    '#import "@local/paquet:1.0.0"',
  ])('%s échoue', async (gabarit) => {
    expect(await codeDe(unRendu().rendre(demande([], gabarit)))).toBe('gabarit');
  });

  test('ceux qui sont livrés n’importent que le fonds commun', () => {
    const livres = readdirSync(path.resolve(import.meta.dirname, '../..'), { recursive: true })
      .map(String)
      .filter((nom) => nom.endsWith('.typ'));
    expect(livres.length).toBeGreaterThan(1);
    for (const nom of livres) {
      const source = readFileSync(path.resolve(import.meta.dirname, '../..', nom), 'utf8');
      expect(source.replace('#import "/base.typ": *', ''), nom).not.toMatch(
        /#?\b(import|include|read|image|plugin|eval|csv|yaml|toml|xml|cbor|bibliography)\b *[("@]/,
      );
    }
  });

  test('une faute du compilateur ne répète pas les données', async () => {
    const gabarit = '#import "/base.typ": *\n#int(donnees.titre)';
    const erreur = await unRendu()
      .rendre({ gabarit, donnees: { titre: 'Zqxsecret' }, instant: INSTANT })
      .catch((e: unknown) => e);
    expect(erreur).toBeInstanceOf(ErreurRendu);
    expect(String((erreur as Error).stack)).not.toContain('Zqxsecret');
  });
});

describe('le temps, la mémoire et la file sont bornés', () => {
  test('un document trop long est coupé, et le suivant est fait par un autre processus', async () => {
    const rendu = unRendu({ delaiMs: 2500 });
    expect(await codeDe(rendu.rendre(demande([], SANS_FIN)))).toBe('delai');
    expect(await codeDe(rendu.rendre(demande()))).toBe('rendu');
  });

  test('un document trop gourmand tue son processus et lui seul', async () => {
    const rendu = unRendu({ memoireMo: 400 });
    expect(await codeDe(rendu.rendre(demande([], GOURMAND)))).toBe('memoire');
    expect(await codeDe(rendu.rendre(demande()))).toBe('rendu');
  });

  test('au-delà de la file, on le dit tout de suite ; les autres passent', async () => {
    const rendu = unRendu({ attente: 2 });
    const issues = [1, 2, 3, 4].map(() => codeDe(rendu.rendre(demande())));
    expect(await issues[3]).toBe('file-pleine');
    expect(await Promise.all(issues.slice(0, 3))).toEqual(['rendu', 'rendu', 'rendu']);
  });

  test('à l’arrêt, ce qui attend est refusé et rien ne repart', async () => {
    const rendu = unRendu();
    const issues = [codeDe(rendu.rendre(demande([], SANS_FIN))), codeDe(rendu.rendre(demande()))];
    await rendu.fermer();
    expect(await Promise.all(issues)).toEqual(['arret', 'arret']);
    expect(await codeDe(rendu.rendre(demande()))).toBe('arret');
  });
});

describe('préparation des textes', () => {
  const abc = new Set([...'abc…é'].map((c) => c.codePointAt(0) ?? 0));

  test('rien de couvert ne change, le reste devient son numéro', () => {
    expect(preparerTexte('a b\nc é', abc)).toBe('a b\nc é');
    expect(preparerTexte('a\u{1F600}', abc)).toBe('a[U+1F600]');
    expect(preparerTexte('e\u0301', abc)).toBe('é');
  });

  test('les marques invisibles de sens disparaissent : elles montreraient un autre texte', () => {
    expect(preparerTexte('a\u202ebc\u2069\ufe0f', abc)).toBe('abc');
  });

  test('un mot se coupe après 36 lettres', () => {
    expect(preparerTexte('a'.repeat(36), abc)).toBe('a'.repeat(36));
    expect(preparerTexte('a'.repeat(37), abc)).toBe(`${'a'.repeat(36)}\u200ba`);
  });

  test('les polices livrées ont tout ce que le portail écrit', () => {
    const { caracteres, fichiers } = lirePolices();
    const manquent = [...'ÀÉŒœçñ’«»–—…·×²€\u00a0\u202f\u2009°№'].filter(
      (c) => !caracteres.has(c.codePointAt(0) ?? 0),
    );
    expect(manquent).toEqual([]);
    expect([...caracteresDe(fichiers[2] as Buffer)]).toContain('0'.charCodeAt(0));
  });
});
