import { describe, expect, test } from 'vitest';
import { BLOCS, type Bloc, SCHEMAS_BLOCS } from './blocs.ts';
import { dossiersTemoins, genererPopulation } from './population.ts';
import { estVariante, projeterBloc, VARIANTES } from './variantes.ts';

const CAFS = [
  { code: '591', communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] },
  { code: '974', communes: [{ nom: 'Saint-Nulpart', codeInsee: '97499', codePostal: '97499' }] },
];
const dossiers = [
  ...dossiersTemoins('591', '2026-11').map(({ dossier }) => dossier),
  ...genererPopulation({ graine: 'variantes', taille: 400, cafs: CAFS, moisCourant: '2026-11' }),
];
const registre = Object.entries(VARIANTES).flatMap(([bloc, formes]) =>
  Object.entries(formes).map(([code, forme]) => ({ bloc: bloc as Bloc, code, forme })),
);

describe('CDAP-10 registre des formes réduites', () => {
  test.each(registre)('$bloc:$code a sa forme, sur tout dossier', ({ bloc, code, forme }) => {
    let vus = 0;
    for (const { blocs } of dossiers) {
      const complet = blocs[bloc];
      if (complet === null) continue;
      vus += 1;
      const reduit = projeterBloc({ bloc, variante: code }, complet);
      expect(forme.schema.safeParse(reduit).error).toBeUndefined();
    }
    expect(vus).toBeGreaterThan(0);
  });

  test.each(registre)('$bloc:$code refuse un champ de plus', ({ bloc, code, forme }) => {
    const complet = dossiers.map(({ blocs }) => blocs[bloc]).find((contenu) => contenu !== null);
    if (!complet) throw new Error(`aucun dossier n’a ${bloc}`);
    const reduit = projeterBloc({ bloc, variante: code }, complet) as object;
    expect(forme.schema.safeParse({ ...reduit, enTrop: 1 }).success).toBe(false);
  });

  test('complet existe pour tout bloc et rend le bloc', () => {
    for (const bloc of BLOCS) {
      expect(estVariante(bloc, 'complet')).toBe(true);
      const complet = dossiers.map(({ blocs }) => blocs[bloc]).find((contenu) => contenu !== null);
      if (!complet) throw new Error(`aucun dossier n’a ${bloc}`);
      expect(
        SCHEMAS_BLOCS[bloc].safeParse(projeterBloc({ bloc, variante: 'complet' }, complet)).success,
      ).toBe(true);
    }
  });

  test.each([
    ['famille', 'toString'],
    ['famille', 'inconnue'],
    ['identite', 'composition'],
    ['__proto__', 'complet'],
    ['constructor', 'name'],
  ])('%s:%s n’est pas une forme', (bloc, code) => {
    expect(estVariante(bloc, code)).toBe(false);
  });

  test('un code inconnu lève plutôt que de rendre le bloc entier', () => {
    const famille = dossiers[0]?.blocs.famille;
    if (!famille) throw new Error('témoin sans famille');
    expect(() => projeterBloc({ bloc: 'famille', variante: 'inconnue' }, famille)).toThrow(
      'famille:inconnue',
    );
  });
});

const temoin = (numero: number) => {
  const trouve = dossiers.find((dossier) => dossier.numero === numero);
  if (!trouve) throw new Error(String(numero));
  return trouve.blocs;
};

describe('CDAP-17 formes de T2', () => {
  test('la composition ne dit rien du couple, de la garde ni du lien', () => {
    const { famille } = temoin(22_222);
    if (!famille) throw new Error('sans famille');
    const reduit = JSON.stringify(projeterBloc({ bloc: 'famille', variante: 'composition' }, famille));
    for (const tu of ['garde', 'situation', 'conjoint', 'lien', 'ISO', 'motif'])
      expect(reduit).not.toContain(tu);
    expect(reduit).toContain('Maëlys');
  });

  test('le nombre d’enfants AEEH ne dit pas lequel ni combien il reçoit', () => {
    const { handicap } = temoin(24_680);
    if (!handicap) throw new Error('sans handicap');
    expect(projeterBloc({ bloc: 'handicap', variante: 'nombre-aeeh' }, handicap)).toEqual({
      nombreEnfantsAeeh: 1,
    });
  });

  test('CDAP-04 ailleurs dit où et depuis quand, pour un dossier transféré seulement', () => {
    const lire = (numero: number) => {
      const { affiliation } = temoin(numero);
      if (!affiliation) throw new Error('sans affiliation');
      return projeterBloc({ bloc: 'affiliation', variante: 'ailleurs' }, affiliation);
    };
    expect(lire(12_345)).toEqual({ ailleurs: false, organisme: null, depuis: null });
    expect(lire(88_888)).toEqual({
      ailleurs: true,
      organisme: { nature: 'msa', code: '591' },
      depuis: '2026-07-01',
    });
  });
});
