import type { Organisation } from '../../kernel/acteur.ts';
import { type CompteDemo, idDe } from './comptes.ts';
import { PARTENAIRES } from './organisations.ts';

const CNAF: Organisation = { nature: 'cnaf', cafCode: null, partenaireId: null };

/** Tenant of an organisation of the demonstration: 'cnaf', a Caf's code, or a partner's key. */
export const organisationDe = (cle: string): Organisation => {
  if (cle === 'cnaf') return CNAF;
  const partenaire = PARTENAIRES.find((p) => p.cle === cle);
  return partenaire
    ? { nature: 'partenaire', cafCode: partenaire.cafCode, partenaireId: idDe(`partenaire/${cle}`) }
    : { nature: 'caf', cafCode: cle, partenaireId: null };
};

const GESTIONNAIRES: readonly string[] = [
  'administrateur-principal',
  'administrateur-suppleant',
  'responsable-habilitation',
];
/** Whoever reads files, manages rights, or works at a Caf or the Cnaf proves two factors (ACC-04). */
export const aSecondFacteur = (compte: CompteDemo): boolean =>
  (compte.droits?.length ?? 0) > 0 ||
  organisationDe(compte.organisme).nature !== 'partenaire' ||
  compte.roles.some((role) => GESTIONNAIRES.includes(role));
