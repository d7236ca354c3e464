import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { MatriceBrute } from './comparer-matrices.ts';
import { type Matrice, type ProfilRefuse, type RefusMatrice, verifierMatrice } from './matrice.ts';
import { estTypePartenaire } from './types-partenaire.ts';

/**
 * Verdict on a version that someone proposes: every block, form, condition and type of partner must be one that the
 * program knows, said once. A stored version is read more leniently (`chargerMatrice`): a doubled line there harms
 * nothing, here it hides a slip of the hand (CDAP-10).
 */
export function examinerMatrice(contenu: MatriceBrute): Resultat<Matrice, RefusMatrice> {
  const verdict = verifierMatrice(contenu);
  if (!verdict.ok && verdict.refus.code !== 'matrice-codes-inconnus') return verdict;
  const parProfil = new Map<string, string[]>();
  const noter = (profil: string, ou: readonly string[]) => {
    if (ou.length > 0) parProfil.set(profil, [...(parProfil.get(profil) ?? []), ...ou]);
  };
  if (!verdict.ok) for (const { profil, inconnus } of verdict.refus.profils) noter(profil, inconnus);
  for (const { code, partenaires, conditionsAttribution, conditionsLecture } of contenu.profils) {
    noter(
      code,
      partenaires.filter((type) => !estTypePartenaire(type)).map((type) => `partenaires.${type}`),
    );
    noter(code, enDouble('partenaires', partenaires));
    noter(
      code,
      enDouble(
        'conditionsAttribution',
        conditionsAttribution.map((c) => c.code),
      ),
    );
    noter(
      code,
      enDouble(
        'conditionsLecture',
        conditionsLecture.map((c) => c.code),
      ),
    );
  }
  if (verdict.ok && parProfil.size === 0) return accepte(verdict.valeur);
  return refuse({
    code: 'matrice-codes-inconnus',
    nature: 'invalide',
    champ: 'contenu',
    profils: [...parProfil].map(([profil, inconnus]) => ({ profil, inconnus })),
  });
}

const enDouble = (ou: string, codes: readonly string[]): string[] =>
  codes.filter((code, i) => codes.indexOf(code) !== i).map((code) => `${ou}.${code} en double`);

/** « T2 : blocs, partenaires », for the details of a refusal: where the codes stand, and never what was sent there. */
export const direInconnus = (profils: readonly ProfilRefuse[]): string =>
  profils
    .map(
      ({ profil, inconnus }) =>
        `${profil} : ${[...new Set(inconnus.map((ou) => ou.split(/[.:]/, 1)[0]))].join(', ')}`,
    )
    .join(' ; ')
    .slice(0, 600);
