import { describe, expect, test } from 'vitest';
import { BLOCS_CANARIS, feuillesDe, motifDe } from '../../../tests/droits/dossier-canari.ts';
import { BLOCS, type Bloc } from './domain/blocs.ts';
import { dossiersTemoins, genererPopulation } from './domain/population.ts';
import { projeterBloc, VARIANTES } from './domain/variantes.ts';
import { direRubriques, type PieceExtrait, type SectionExtrait } from './libelles-extrait.ts';

const MOIS = '2026-11';
const LECTEUR = { jour: '2026-11-20', siren: '500000000', seuilQf: 600 };
const formes = (bloc: Bloc): string[] => [
  'complet',
  ...Object.keys((VARIANTES as Partial<Record<Bloc, object>>)[bloc] ?? {}),
];
const TOUTES = BLOCS.flatMap((bloc) => formes(bloc).map((variante) => [bloc, variante] as const));

const communes = [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }];
const DOSSIERS = [
  ...dossiersTemoins('599', MOIS).map(({ dossier }) => dossier),
  ...genererPopulation({
    graine: 'extraits',
    taille: 120,
    cafs: [{ code: '599', communes }],
    moisCourant: MOIS,
  }),
];

const textes = (valeur: unknown): string[] =>
  typeof valeur === 'string'
    ? [valeur]
    : typeof valeur === 'object' && valeur !== null
      ? Object.values(valeur).flatMap(textes)
      : [];
const sansEspaces = (texte: string): string => texte.replace(/\s/g, '');
const lettres = (sections: readonly SectionExtrait[]): string =>
  textes(sections.flatMap(({ pieces }) => pieces.map(({ genre: _genre, ...reste }) => reste))).join('|');

const MOTS_DES_MOIS =
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');
const dateEnMots = (iso: string): string => {
  const [annee, mois, jour] = iso.split('-');
  const leJour = jour === undefined ? '' : jour === '01' ? '1er' : String(Number(jour));
  return `${leJour}${MOTS_DES_MOIS[Number(mois) - 1]}${annee}`;
};

/** What a leaf must look like, worked out apart from the code under test; spaces left out. */
function attendu(chemin: string, valeur: unknown): RegExp {
  const enMots = () => {
    if (chemin.endsWith('Centimes'))
      return `${Math.floor(Number(valeur) / 100)},${String(Number(valeur) % 100).padStart(2, '0')}€`;
    if (typeof valeur === 'number') return String(valeur).replace('.', ',');
    const texte = String(valeur);
    return /^\d{4}-\d{2}(-\d{2})?$/.test(texte) ? dateEnMots(texte) : sansEspaces(texte);
  };
  return new RegExp(`(?<![0-9])${enMots().replace(/[.\\+*?^$()[\]{}|]/g, '\\$&')}(?![0-9])`);
}

const contenuDe = (bloc: Bloc, variante: string): unknown => {
  const complet = BLOCS_CANARIS[bloc];
  if (complet === null) throw new Error(`the canary file has no ${bloc}`);
  return projeterBloc({ bloc, variante }, complet, LECTEUR);
};

describe('CDAP-23 les rubriques d’un extrait, en mots', () => {
  test.each(TOUTES)('%s, forme %s : tout ce qui est ouvert, et rien d’autre', (bloc, variante) => {
    const contenu = contenuDe(bloc, variante);
    const texte = sansEspaces(lettres(direRubriques([{ bloc, variante, contenu }])));
    const ouvertes = feuillesDe(contenu, bloc);
    const valeurs = new Set(ouvertes.map(({ valeur }) => valeur));
    for (const feuille of ouvertes)
      if (motifDe(feuille) !== null)
        expect(texte, feuille.chemin).toMatch(attendu(feuille.chemin, feuille.valeur));
    for (const autre of BLOCS.flatMap((b) => feuillesDe(BLOCS_CANARIS[b], b)))
      if (motifDe(autre) !== null && !valeurs.has(autre.valeur))
        expect(texte, autre.chemin).not.toMatch(attendu(autre.chemin, autre.valeur));
  });

  test.each(TOUTES)('%s, forme %s : aucun mot du programme, pour tout dossier', (bloc, variante) => {
    for (const { blocs } of DOSSIERS) {
      const complet = blocs[bloc];
      const contenu = complet === null ? null : projeterBloc({ bloc, variante }, complet, LECTEUR);
      const sections = direRubriques([{ bloc, variante, contenu }]);
      expect(lettres(sections)).not.toMatch(
        /undefined|\bNaN\b|\bnull\b|\[object|Invalid Date|[a-z]{3}[A-Z][a-z]+\b(?<!PreParE)|Centimes|\b\d{4}-\d{2}\b/,
      );
      expect(sections[0]?.pieces.length).toBeGreaterThan(0);
    }
  });

  test('un tableau a autant de cellules que de colonnes, sept au plus', () => {
    const tableaux = TOUTES.flatMap(([bloc, variante]) =>
      direRubriques([{ bloc, variante, contenu: contenuDe(bloc, variante) }]).flatMap(({ pieces }) => pieces),
    ).filter((piece): piece is PieceExtrait & { genre: 'tableau' } => piece.genre === 'tableau');
    expect(tableaux.length).toBeGreaterThan(15);
    for (const { colonnes, lignes } of tableaux) {
      expect(colonnes.length).toBeLessThanOrEqual(7);
      for (const ligne of lignes) expect(ligne.length).toBe(colonnes.length);
    }
  });

  test('les personnes sont nommées quand leur rubrique est ouverte, et sinon par leur rôle', () => {
    const nir = { bloc: 'nir', variante: 'complet', contenu: BLOCS_CANARIS.nir } as const;
    const identite = { bloc: 'identite', variante: 'complet', contenu: BLOCS_CANARIS.identite } as const;
    const nom = BLOCS_CANARIS.identite?.adultes[0]?.nomUsage ?? '';
    expect(lettres(direRubriques([nir]))).not.toContain(nom);
    expect(lettres(direRubriques([nir]))).toContain('Responsable du dossier');
    expect(lettres(direRubriques([identite, nir]).slice(1))).toContain(nom);
  });

  test('CDAP-05 les trois états du quotient ne se confondent pas, et zéro est une valeur', () => {
    const dire = (actuel: object) =>
      lettres(direRubriques([{ bloc: 'quotientFamilial', variante: 'actuel', contenu: { actuel } }]));
    expect(dire({ etat: 'valeur', valeur: 0, mois: MOIS, moisCalcul: '2026-10' })).toContain('0\u00a0€');
    const inconnu = dire({ etat: 'inconnu', mois: MOIS, motif: 'ressources-manquantes' });
    expect(inconnu).toContain('Non connu pour novembre 2026');
    expect(inconnu).not.toContain('€');
    const sans = dire({
      etat: 'sans-droit',
      mois: MOIS,
      derniereValeur: { valeur: 512, mois: '2026-03', moisCalcul: '2026-02' },
    });
    expect(sans).toContain('Pas de droit en novembre 2026');
    expect(sans).toMatch(/512\s€ pour mars 2026/);
  });

  test('un champ sans mots est un défaut, et ne sort pas sous son code', () => {
    expect(() =>
      direRubriques([{ bloc: 'famille', variante: 'nombre', contenu: { champInconnu: 'Zqxsecret' } }]),
    ).toThrow(/champInconnu/);
  });
});
