import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCS, type Bloc, type ContenuBloc } from './blocs.ts';
import catalogue2017 from './catalogue-2017.json' with { type: 'json' };
import catalogue2025 from './catalogue-2025.json' with { type: 'json' };
import {
  comparerMatrices,
  effetDeForme,
  elargissements,
  FORMES_CONTENUES,
  formeOuverte,
  type LigneBrute,
  type MatriceBrute,
} from './comparer-matrices.ts';
import { CODES_ATTRIBUTION } from './conditions-attribution.ts';
import { CODES_LECTURE } from './conditions-lecture.ts';
import { avecForme } from './editer-matrice.ts';
import { matriceBruteSchema } from './matrice.ts';
import { genererPopulation } from './population.ts';
import { TYPES_PARTENAIRE } from './types-partenaire.ts';
import { estVariante, projeterBloc, VARIANTES } from './variantes.ts';

const CATALOGUES = [catalogue2025, catalogue2017].map((json) => matriceBruteSchema.parse(json));
const formesDe = (bloc: string): string[] => [
  'complet',
  ...Object.keys((VARIANTES as Partial<Record<string, object>>)[bloc] ?? {}),
];

const avecLigne = (
  matrice: MatriceBrute,
  code: string,
  plus: (ligne: LigneBrute) => Partial<LigneBrute>,
): MatriceBrute => ({
  ...matrice,
  profils: matrice.profils.map((ligne) => (ligne.code === code ? { ...ligne, ...plus(ligne) } : ligne)),
});

const basculer = (codes: readonly string[], code: string): string[] =>
  codes.includes(code) ? codes.filter((c) => c !== code) : [...codes, code];

interface Mutation {
  readonly profil: string;
  readonly objet: string;
  readonly element: string;
  readonly effet: string;
  readonly apres: MatriceBrute;
}

/** Every single mutation of a catalogue, with the effect that the issue asks for, written without the code judged. */
function* mutations(matrice: MatriceBrute): Generator<Mutation> {
  for (const ligne of matrice.profils) {
    const profil = ligne.code;
    for (const bloc of BLOCS) {
      const avant = formeOuverte(ligne, bloc);
      for (const forme of [null, ...formesDe(bloc)]) {
        if (forme === avant) continue;
        const effet =
          avant === null || forme === 'complet'
            ? 'elargit'
            : forme === null || avant === 'complet'
              ? 'restreint'
              : '';
        yield { profil, objet: 'bloc', element: bloc, effet, apres: avecForme(matrice, profil, bloc, forme) };
      }
    }
    const conditions = [
      ['condition-attribution', 'conditionsAttribution', CODES_ATTRIBUTION],
      ['condition-lecture', 'conditionsLecture', CODES_LECTURE],
    ] as const;
    for (const [objet, champ, codes] of conditions) {
      for (const code of codes) {
        const portee = ligne[champ].some((c) => c.code === code);
        const suite = portee
          ? ligne[champ].filter((c) => c.code !== code)
          : [...ligne[champ], { code, sens: 'essai', base: 'derived' }];
        const apres = avecLigne(matrice, profil, () => ({ [champ]: suite }));
        yield { profil, objet, element: code, effet: portee ? 'elargit' : 'restreint', apres };
      }
    }
    for (const type of ['*', ...TYPES_PARTENAIRE]) {
      const tous = ligne.partenaires.includes('*');
      const la = ligne.partenaires.includes(type);
      const effet = tous && type !== '*' ? 'autre' : la ? 'restreint' : 'elargit';
      const apres = avecLigne(matrice, profil, () => ({ partenaires: basculer(ligne.partenaires, type) }));
      yield { profil, objet: 'partenaire', element: type, effet, apres };
    }
  }
}

/** Forms told apart by name only: whole in both. */
const MEMES = [
  'ressourcesAnnuelles:complet>msa-aide-logement',
  'ressourcesAnnuelles:msa-aide-logement>complet',
];

describe.each(CATALOGUES)(
  'CDAP-10 chaque changement du catalogue $version est vu une fois, et bien classé',
  (matrice) => {
    test('un bloc, une forme, une condition, un destinataire, un à un', () => {
      let vues = 0;
      for (const { profil, objet, element, effet, apres } of mutations(matrice)) {
        const trouves = comparerMatrices(matrice, apres);
        expect(trouves).toHaveLength(1);
        const [trouve] = trouves;
        expect(trouve).toMatchObject({ profil, objet, element });
        const passage = `${element}:${trouve?.avant}>${trouve?.apres}`;
        if (effet !== '' && !MEMES.includes(passage))
          expect([passage, trouve?.effet]).toEqual([passage, effet]);
        // And back: what narrowed widens again.
        const [retour] = comparerMatrices(apres, matrice);
        if (trouve?.effet === 'restreint') expect([passage, retour?.effet]).toEqual([passage, 'elargit']);
        vues += 1;
      }
      expect(vues).toBeGreaterThan(matrice.profils.length * (BLOCS.length + CODES_LECTURE.length));
    });

    test('plusieurs changements à la fois sont vus chacun, et rien d’autre', () => {
      const toutes = [...mutations(matrice)];
      fc.assert(
        fc.property(fc.uniqueArray(fc.nat(toutes.length - 1), { minLength: 1, maxLength: 8 }), (indices) => {
          // One mutation per profile and kind, so that none undoes another.
          const choisies = new Map(
            indices.flatMap((i) => {
              const m = toutes[i];
              return m ? [[m.profil, m] as const] : [];
            }),
          );
          const apres = {
            ...matrice,
            profils: matrice.profils.map(
              (ligne) => choisies.get(ligne.code)?.apres.profils.find((l) => l.code === ligne.code) ?? ligne,
            ),
          };
          const vus = comparerMatrices(matrice, apres).map(
            ({ profil, objet, element }) => `${profil} ${objet} ${element}`,
          );
          const voulus = [...choisies.values()].map(
            ({ profil, objet, element }) => `${profil} ${objet} ${element}`,
          );
          expect(vus.sort()).toEqual(voulus.sort());
        }),
      );
    });

    test('elle-même, ou rangée autrement, ne change rien', () => {
      expect(comparerMatrices(matrice, matrice)).toEqual([]);
      const rangee = {
        ...matrice,
        profils: [...matrice.profils].reverse().map((l) => ({ ...l, blocs: [...l.blocs].reverse() })),
      };
      expect(comparerMatrices(matrice, rangee)).toEqual([]);
    });

    test('des mots changés se disent, et n’élargissent rien', () => {
      const premier = matrice.profils[0];
      if (!premier) throw new Error('empty');
      for (const champ of ['libelle', 'libelleCourt', 'pour'] as const) {
        const apres = avecLigne(matrice, premier.code, () => ({ [champ]: 'Autres mots' }));
        expect(comparerMatrices(matrice, apres)).toMatchObject([
          { objet: 'texte', element: champ, effet: 'autre' },
        ]);
      }
      expect(comparerMatrices(matrice, { ...matrice, note: 'autre' })).toMatchObject([
        { profil: null, element: 'note' },
      ]);
    });

    test('un profil qui disparaît restreint ; un profil qui vient élargit, avec chaque bloc et chaque destinataire', () => {
      const [parti, ...restent] = matrice.profils;
      if (!parti) throw new Error('empty');
      const sans = { ...matrice, profils: restent };
      expect(comparerMatrices(matrice, sans)).toMatchObject([
        { objet: 'profil', element: parti.code, effet: 'restreint' },
      ]);
      const venu = comparerMatrices(sans, matrice);
      const ouverts = parti.blocs.length + Object.keys(parti.blocsReduits).length;
      expect(elargissements(venu)).toHaveLength(1 + ouverts + parti.partenaires.length);
    });

    test('deux changements n’ont jamais la même clé', () => {
      const cles = [...mutations(matrice)].flatMap(({ apres }) =>
        comparerMatrices(matrice, apres).map(({ cle }) => cle),
      );
      expect(new Set(cles).size).toBe(cles.length);
    });
  },
);

describe('CDAP-10 l’ordre des formes réduites est celui de ce qu’elles montrent', () => {
  const lecteur = { jour: '2026-11-20', siren: '389990060', seuilQf: 700 };
  const dossiers = [
    ...genererPopulation({
      graine: 'formes',
      taille: 1500,
      cafs: [{ code: '599', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] }],
      moisCourant: '2026-11',
    }),
  ];
  const projeter = (bloc: Bloc, variante: string, contenu: ContenuBloc) =>
    JSON.stringify(projeterBloc({ bloc, variante }, contenu as never, lecteur));

  test.each(
    Object.entries(FORMES_CONTENUES).flatMap(([bloc, formes]) =>
      Object.entries(formes).flatMap(([etroite, larges]) =>
        larges.map((large) => [bloc, etroite, large] as const),
      ),
    ),
  )('%s : %s se déduit de %s', (bloc, etroite, large) => {
    expect(estVariante(bloc, etroite) && estVariante(bloc, large)).toBe(true);
    const vues = new Map<string, string>();
    let communes = 0;
    for (const { blocs } of dossiers) {
      const contenu = blocs[bloc as Bloc];
      if (contenu === null) continue;
      const cle = projeter(bloc as Bloc, large, contenu);
      const valeur = projeter(bloc as Bloc, etroite, contenu);
      if (vues.has(cle)) communes += 1;
      expect(vues.get(cle) ?? valeur).toBe(valeur);
      vues.set(cle, valeur);
    }
    // At least some families look alike in the wide form, or nothing was tried.
    expect(communes).toBeGreaterThan(0);
  });

  test('deux formes dont aucune ne contient l’autre élargissent dans les deux sens', () => {
    expect(effetDeForme('famille', 'nombre', 'situation')).toBe('elargit');
    expect(effetDeForme('famille', 'situation', 'nombre')).toBe('elargit');
    expect(effetDeForme('droits', 'logement-rsa', 'rsa')).toBe('restreint');
    expect(effetDeForme('droits', 'rsa', 'logement-rsa')).toBe('elargit');
    expect(effetDeForme('creances', 'aide-logement', 'logement')).toBe('autre');
    expect(effetDeForme('famille', 'constructor', 'toString')).toBe('elargit');
  });
});
