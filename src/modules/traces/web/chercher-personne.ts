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
