import type { CompteDemo, OrganismeDemo } from './premiers-pas.ts';

/** What the list of people is cut to: one theme, those who hold one profile, or nothing. */
export type Choix =
  | { readonly par: 'theme'; readonly theme: string }
  | { readonly par: 'profil'; readonly profil: string }
  | { readonly par: 'tous' };

interface GroupeDePersonnes {
  readonly theme: string;
  readonly organismes: readonly OrganismeDemo[];
}

export const themesDe = (organismes: readonly OrganismeDemo[]): readonly string[] => [
  ...new Set(organismes.map(({ theme }) => theme)),
];

/** The people that the choice keeps, by theme and organisation; what is left without anybody is not there. */
export function choisirPersonnes(
  organismes: readonly OrganismeDemo[],
  choix: Choix,
): readonly GroupeDePersonnes[] {
  const garde = ({ profils }: CompteDemo) => choix.par !== 'profil' || profils.includes(choix.profil);
  const gardes = organismes
    .filter(({ theme }) => choix.par !== 'theme' || theme === choix.theme)
    .map((organisme) => ({ ...organisme, comptes: organisme.comptes.filter(garde) }))
    .filter(({ comptes }) => comptes.length > 0);
  return themesDe(gardes).map((theme) => ({
    theme,
    organismes: gardes.filter((organisme) => organisme.theme === theme),
  }));
}

export const compterPersonnes = (groupes: readonly GroupeDePersonnes[]): number =>
  groupes.reduce(
    (somme, { organismes }) => somme + organismes.reduce((n, { comptes }) => n + comptes.length, 0),
    0,
  );
