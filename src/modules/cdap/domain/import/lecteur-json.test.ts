import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCS, SCHEMAS_BLOCS } from '../blocs.ts';
import { genererPopulation } from '../population.ts';
import { creerCurseur, creerLecteur, lireOuNul, signe } from './lecteur-json.ts';

const CAFS = [{ code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] }];
const dossiers = [
  ...genererPopulation({ graine: 'lecteur', taille: 120, cafs: CAFS, moisCourant: '2026-11' }),
];
const SANS_REGLE = { textes: {}, entiers: {} };
const lecteurs = Object.fromEntries(
  BLOCS.map((bloc) => [bloc, lireOuNul(creerLecteur(SCHEMAS_BLOCS[bloc], SANS_REGLE, bloc))]),
) as Record<(typeof BLOCS)[number], ReturnType<typeof creerLecteur>>;

const latin1 = (texte: string) => Buffer.from(texte).toString('latin1');
function accepte(bloc: (typeof BLOCS)[number], texte: string): boolean {
  const c = creerCurseur(latin1(texte), '9999-12-31');
  return lecteurs[bloc](c) && Number.isNaN(signe(c));
}

/** Places of a value where something may be changed: every leaf, list and object. */
function* lieux(valeur: unknown, chemin: (string | number)[] = []): Generator<(string | number)[]> {
  yield chemin;
  if (typeof valeur !== 'object' || valeur === null) return;
  for (const [cle, fils] of Object.entries(valeur))
    yield* lieux(fils, [...chemin, Array.isArray(valeur) ? Number(cle) : cle]);
}

const VALEURS = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.25,
  0.3,
  1e21,
  31,
  99_999_999,
  '',
  'x',
  'RDO',
  'é',
  '2026-02-29',
  '2024-02-29',
  '1900-02-29',
  '2000-02-29',
  '2026-13',
  '2026-12',
  '2026-04-31',
  '0000-01-01',
  '2026',
  '59991',
  '2A991',
  '0000000',
  '0000001',
  'a'.repeat(201),
  'é'.repeat(150),
  [],
  [null],
  {},
  { etat: 'valeur' },
];

function changer(valeur: unknown, chemin: readonly (string | number)[], par: unknown): unknown {
  const [tete, ...reste] = chemin;
  if (tete === undefined) return par;
  const copie: Record<string | number, unknown> | unknown[] = Array.isArray(valeur)
    ? [...valeur]
    : { ...(valeur as object) };
  (copie as Record<string | number, unknown>)[tete] = changer(
    (valeur as Record<string | number, unknown> | null)?.[tete],
    reste,
    par,
  );
  return copie;
}

const ABSENT = Symbol('absent');
const enJson = (valeur: unknown) =>
  JSON.stringify(valeur, (_cle, v) => (v === ABSENT ? undefined : v)) ?? 'null';

describe('CDAP-29 lecture d’un bloc par son schéma', () => {
  test('tout bloc inventé est accepté, compact ou mis en page, clés dans n’importe quel ordre', () => {
    for (const { blocs } of dossiers)
      for (const bloc of BLOCS) {
        expect(accepte(bloc, JSON.stringify(blocs[bloc])), bloc).toBe(true);
        expect(accepte(bloc, JSON.stringify(blocs[bloc], null, 2)), bloc).toBe(true);
        const retourne = JSON.stringify(blocs[bloc], (_cle, v) =>
          typeof v === 'object' && v !== null && !Array.isArray(v)
            ? Object.fromEntries(Object.entries(v).reverse())
            : v,
        );
        expect(accepte(bloc, retourne), bloc).toBe(true);
      }
  });

  test('ce que le schéma refuse est refusé, ce qu’il accepte est accepté, après un changement quelconque', () => {
    const tirage = fc.record({
      dossier: fc.constantFrom(...dossiers),
      bloc: fc.constantFrom(...BLOCS),
      lieu: fc.nat(),
      par: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom<unknown>(...VALEURS, ABSENT) },
        {
          weight: 1,
          arbitrary: fc
            .string({ unit: 'grapheme', maxLength: 12 })
            .filter((t) => ![...t].some((ch) => ch < ' ')),
        },
        { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
      ),
      plus: fc.boolean(),
    });
    let refuses = 0;
    let acceptes = 0;
    fc.assert(
      fc.property(tirage, ({ dossier, bloc, lieu, par, plus }) => {
        const contenu = dossier.blocs[bloc];
        if (contenu === null) return;
        const places = [...lieux(contenu)];
        const place = places[lieu % places.length] ?? [];
        const texte = enJson(changer(contenu, plus ? [...place, 'enPlus'] : place, par));
        const attendu = SCHEMAS_BLOCS[bloc].nullable().safeParse(JSON.parse(texte)).success;
        if (attendu) acceptes += 1;
        else refuses += 1;
        expect(accepte(bloc, texte), `${bloc}.${place.join('.')} ${texte.slice(0, 300)}`).toBe(attendu);
      }),
      { numRuns: 6000 },
    );
    // Both answers are seen, or the comparison would say nothing.
    expect(refuses).toBeGreaterThan(500);
    expect(acceptes).toBeGreaterThan(100);
  });

  const protection = JSON.stringify({ adultes: [{ role: 'RDO', nir: '184075900100244' }] });
  test.each([
    ['clé en double', protection.replace('"role"', '"role":"RDO","role"')],
    ['clé en double par échappement', protection.replace('"role"', '"r\\u006fle":"RDO","role"')],
    ['pollution de prototype', protection.replace('"role"', '"__proto__":{"a":1},"role"')],
    ['constructeur', protection.replace('"role"', '"constructor":1,"role"')],
    ['virgule finale', protection.replace('}]', '},]')],
    ['texte non fermé', protection.slice(0, -5)],
    ['reste après la valeur', `${protection} 1`],
    ['100 000 listes imbriquées', '['.repeat(100_000)],
    ['100 000 objets imbriqués', '{"adultes":'.repeat(100_000)],
    ['commentaire', `/* */${protection}`],
    ['nombre à zéro en tête', '{"adultes":[{"role":"RDO","nir":0184}]}'],
  ])('refusé : %s', (_nom, texte) => {
    expect(accepte('nir', texte)).toBe(false);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  test('un échappement ordinaire est accepté dans une clé comme dans une valeur', () => {
    expect(accepte('nir', protection.replace('"role"', '"r\\u006fle"').replace('RDO', 'RD\\u004f'))).toBe(
      true,
    );
  });

  test.each([
    ['octet nul échappé', '\\u0000'],
    ['demi-codet isolé', '\\ud83d'],
    ['caractère de commande', '\u0001'],
    ['échappement inconnu', '\\x41'],
  ])('texte refusé : %s', (_nom, texte) => {
    const creance = `{"mesure":"tutelle","role":"RDO","du":"2026-01-01","au":null,"jugement":{"tribunal":"A${texte}B","le":"2026-01-01"},"organisme":{"nom":"X","reference":"Y","siret":null},"tiersPaye":true}`;
    expect(accepte('protection', creance)).toBe(false);
    expect(accepte('protection', creance.replace(texte, 'é'))).toBe(true);
  });
});
