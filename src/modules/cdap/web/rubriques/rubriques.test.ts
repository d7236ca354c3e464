import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { LECTEUR } from '../../../../../tests/support/faits-cdap.ts';
import { BLOCS, type Bloc } from '../../domain/blocs.ts';
import { dossiersTemoins, genererPopulation } from '../../domain/population.ts';
import { projeterBloc, VARIANTES } from '../../domain/variantes.ts';
import { ExplicationQuotient } from '../explication-quotient.tsx';
import { Quotient } from '../quotient.tsx';
import { FoyerContexte, foyerDe } from './foyer-contexte.ts';
import { Rubrique, type RubriqueLue } from './rubrique.tsx';

const MOIS = '2026-11';
const communes = [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }];
const dossiers = [
  ...dossiersTemoins('599', MOIS).map(({ dossier }) => dossier),
  ...genererPopulation({
    graine: 'écrans',
    taille: 300,
    cafs: [{ code: '599', communes }],
    moisCourant: MOIS,
  }),
];

/** The text of a block, as the reader sees it. */
function dessiner(rubrique: RubriqueLue, autres: readonly RubriqueLue[] = []): string {
  const foyer = foyerDe({ rubriques: [rubrique, ...autres], donneesLe: '2026-11-01' });
  const html = renderToString(
    createElement(FoyerContexte, { value: foyer }, createElement(Rubrique, { rubrique })),
  );
  return html.replace(/<!--.*?-->/g, '').replace(/<[^>]+>/g, '|');
}

const formes = (bloc: Bloc): string[] => [
  'complet',
  ...Object.keys((VARIANTES as Partial<Record<Bloc, object>>)[bloc] ?? {}),
];

describe('CDAP-02 chaque rubrique, entière ou réduite, se dessine avec tous ses mots', () => {
  // The two figures are drawn above the blocks, each by its own component.
  const enBlocs = BLOCS.filter((bloc) => bloc !== 'quotientFamilial' && bloc !== 'baseRessourcesEaje');
  test.each(enBlocs.flatMap((bloc) => formes(bloc).map((variante) => [bloc, variante] as const)))(
    '%s, forme %s',
    (bloc, variante) => {
      for (const { blocs } of dossiers) {
        const contenu = blocs[bloc] === null ? null : projeterBloc({ bloc, variante }, blocs[bloc], LECTEUR);
        const texte = dessiner({ bloc, variante, contenu });
        // No programme's word reaches the reader: name of a field, code, missing value.
        expect(texte).not.toMatch(
          /undefined|\bNaN\b|\bnull\b|\[object|Invalid Date|[a-z]{3}[A-Z][a-z]+\b(?<!PreParE)|Centimes/,
        );
        expect(texte).not.toMatch(/\b\d{4}-\d{2}\b/);
        if (contenu === null) expect(texte).toContain('Rien de connu');
        expect(texte).not.toContain('Rechargez');
      }
    },
  );
});

describe('CDAP-17 zéro enfant avec AEEH se dit partout de la même façon', () => {
  const handicap = (contenu: unknown) => ({ bloc: 'handicap', variante: 'nombre-aeeh', contenu }) as const;
  const base = (nombreEnfantsAeeh: number) =>
    [{ bloc: 'baseRessourcesEaje', variante: 'complet', contenu: { nombreEnfantsAeeh } }] as const;

  test('bloc absent et base de ressources qui en compte zéro', () => {
    expect(dessiner(handicap(null), base(0))).toContain('Aucun enfant avec AEEH');
    expect(dessiner(handicap(null), base(0))).not.toContain('Rien de connu');
  });

  test('bloc présent qui en compte zéro, ou un', () => {
    expect(dessiner(handicap({ nombreEnfantsAeeh: 0 }))).toContain('Aucun enfant avec AEEH');
    expect(dessiner(handicap({ nombreEnfantsAeeh: 1 }))).not.toContain('Aucun');
  });

  test('sans base de ressources, on ne sait pas', () => {
    expect(dessiner(handicap(null))).toContain('Rien de connu');
    expect(dessiner(handicap(null), base(1))).toContain('Rien de connu');
  });
});

test('CDAP-06 le calcul du quotient est montré à qui voit ses ingrédients, et retombe sur le chiffre', () => {
  const temoin = dossiers.find(({ numero }) => numero === 24_680);
  const qf = temoin?.blocs.quotientFamilial;
  if (!temoin || qf?.actuel.etat !== 'valeur') throw new Error('the witness file has no quotient');
  const dire = (blocs: object) =>
    renderToString(
      createElement(ExplicationQuotient, { blocs, parts: qf.parts, actuel: qf.actuel, profil: 'T1' }),
    );
  expect(dire(temoin.blocs)).toContain(`${qf.actuel.valeur}\u00a0€`);
  expect(dire(temoin.blocs)).toContain('handicapé');
  expect(dire({ quotientFamilial: qf })).toContain('pas les montants');
});

test('CDAP-07 un quotient venu d’ailleurs dit qui le donne, sans parts ni explication inventées', () => {
  const temoin = dossiers.find(({ numero }) => numero === 24_680);
  const contenu = {
    actuel: { etat: 'valeur', valeur: 650, mois: '2026-11', moisCalcul: '2026-10' },
    parts: null,
    fournisseur: 'MSA',
    historique: [],
  } as const;
  const texte = renderToString(
    createElement(Quotient, {
      contenu: { ...contenu, historique: [] },
      blocs: { ...temoin?.blocs, quotientFamilial: { ...contenu, historique: [] } },
      profil: 'T1',
    }),
  );
  expect(texte).toContain('la MSA');
  expect(texte).toContain('650');
  expect(texte).toContain('sans le détail de son calcul');
  expect(texte).not.toMatch(/Parts|null|undefined|Votre profil/);
});

test('CDAP-07 une base de crèche absente se dit non connue, et dit quoi demander', () => {
  expect(dessiner({ bloc: 'baseRessourcesEaje', variante: 'complet', contenu: null })).toContain(
    'Demandez l’avis d’imposition',
  );
});
