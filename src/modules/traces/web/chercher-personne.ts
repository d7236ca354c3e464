import type { PersonneCherchable } from './personnes-cherchables.ts';

const simplifier = (texte: string): string =>
  texte
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/**
 * People whose name or identifier holds each word typed, whatever the order, accents and case; the first ones
 * only, since an auditor sees thousands and a list that long helps nobody.
 */
export function chercherPersonnes(
  personnes: readonly PersonneCherchable[],
  saisie: string,
  combien: number,
): readonly PersonneCherchable[] {
  const mots = simplifier(saisie).split(' ').filter(Boolean);
  const trouvees: PersonneCherchable[] = [];
  for (const personne of personnes) {
    if (trouvees.length === combien) break;
    const nom = ` ${simplifier(personne.nom)} ${personne.identifiant}`;
    if (mots.every((mot) => nom.includes(` ${mot}`))) trouvees.push(personne);
  }
  return trouvees;
}

/**
 * Why nothing can be searched with what the field shows, empty when it can. Letters typed and no one chosen must
 * search neither everyone nor the person chosen before (TRA-08). Never repeats what was typed.
 */
export function fautePersonne(
  saisie: string | null,
  personnes: readonly PersonneCherchable[] | undefined,
  echec: boolean,
): string {
  if (saisie === null || saisie.trim() === '') return '';
  if (personnes === undefined) {
    return echec
      ? 'La liste des personnes n’a pas pu être lue. Rechargez la page, ou videz le champ.'
      : 'La liste des personnes n’est pas encore lue. Attendez un instant, puis choisissez une personne.';
  }
  return chercherPersonnes(personnes, saisie, 1).length === 0
    ? 'Aucune personne de ce nom. Corrigez-le, ou videz le champ.'
    : 'Choisissez une personne dans la liste, ou videz le champ.';
}
