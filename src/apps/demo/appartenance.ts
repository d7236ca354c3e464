import type { Organisation } from '../../kernel/acteur.ts';
import { COMPTES, type CompteDemo, idDe } from './comptes.ts';
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

const collegues = (compte: CompteDemo): readonly CompteDemo[] =>
  COMPTES.filter((autre) => autre.organisme === compte.organisme && autre !== compte);

/** First version of the matrix of the catalogue that a partner's bulletin was signed under. */
export const versionMatriceDe = (organisme: string): number =>
  PARTENAIRES.find(({ cle }) => cle === organisme)?.cdap?.catalogue === '2017' ? 2 : 1;

/** Who asked for a person's rights: the head of the service there, else the signatory; never the person. */
export function demandeurDe(compte: CompteDemo): string {
  const chef = collegues(compte).find(({ roles }) => roles.includes('responsable-metier'));
  if (chef) return `${chef.prenom} ${chef.nom}`;
  const partenaire = PARTENAIRES.find(({ cle }) => cle === compte.organisme);
  if (!partenaire) throw new Error(`nobody asks for rights at ${compte.organisme}`);
  return partenaire.signataire[0];
}

/**
 * Who granted a person's rights: the administrator of the partner or, where the Caf manages them itself
 * (« centralisé »), its manager of rights.
 */
export function accordantDe(compte: CompteDemo): CompteDemo {
  const partenaire = PARTENAIRES.find(({ cle }) => cle === compte.organisme);
  const trouve = partenaire?.convention.centralise
    ? COMPTES.find(
        ({ organisme, roles }) =>
          organisme === partenaire.cafCode && roles.includes('gestionnaire-habilitations'),
      )
    : collegues(compte).find(({ roles }) => roles.includes('administrateur-principal'));
  if (!trouve) throw new Error(`nobody grants rights at ${compte.organisme}`);
  return trouve;
}
