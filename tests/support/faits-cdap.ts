import type { FaitsDossier, FaitsDroit } from '../../src/modules/cdap/domain/faits.ts';
import type { LecteurProjete } from '../../src/modules/cdap/domain/variantes.ts';

/** Facts of an ordinary file: open, and meeting no reading condition. */
export const unFaitDossier = (plus: Partial<FaitsDossier> = {}): FaitsDossier => ({
  etat: 'ouvert',
  suite: null,
  dateDonnees: '2026-11-01',
  accesRestreint: false,
  opposition: false,
  rsaEnCours: false,
  rsaDernierMois: null,
  departement: null,
  mutationEnCours: false,
  aideLogement: false,
  bailleurTiersPayant: null,
  protecteur: null,
  protectionDu: null,
  protectionAu: null,
  traceCmg: false,
  etudiant: false,
  ...plus,
});

/** SIRET of the reader's partner in pure tests, and its legal person. */
export const SIRET_LECTEUR = '50000000000017';
export const SIREN_LECTEUR = '500000000';

/** A right of a town for a subsidised facility, that records no condition. */
export const unFaitDroit = (plus: Partial<FaitsDroit> = {}): FaitsDroit => ({
  typePartenaire: 'commune',
  siret: SIRET_LECTEUR,
  usages: ['tarif'],
  equipement: { equipementId: 'e1', subventionDu: '2026-01-01', subventionAu: '2026-12-31' },
  conditions: {},
  ...plus,
});

export const LECTEUR: LecteurProjete = { jour: '2026-11-21', siren: SIREN_LECTEUR, seuilQf: 900 };
