import type { SortieDe } from '../../../ui/api.ts';
import type { demonstrationContrat } from '../contract.ts';

export type Demonstration = SortieDe<(typeof demonstrationContrat)['lister']>;
export type OrganismeDemo = Demonstration['organismes'][number];
export type CompteDemo = OrganismeDemo['comptes'][number];

export interface PremierPas {
  /** What this person shows, in a few words. */
  readonly titre: string;
  readonly organisme: string;
  readonly compte: CompteDemo;
}

const CHOIX: readonly { readonly titre: string; readonly convient: (compte: CompteDemo) => boolean }[] = [
  {
    titre: 'Lire un quotient familial',
    convient: ({ profils }) => profils.length === 1 && profils[0] === 'T2',
  },
  { titre: 'Contrôler le RSA', convient: ({ profils }) => profils.includes('T19') },
  { titre: 'Changer de profil', convient: ({ profils }) => profils.length > 2 },
  { titre: 'Voir qui a lu quoi', convient: ({ roles }) => roles.includes('Administrateur principal') },
  { titre: 'Veiller depuis la Caf', convient: ({ roles }) => roles.includes('Gestionnaire d’habilitations') },
];

/** A few people who together show the portal, for who does not know where to begin; each is active and different. */
export function premiersPas(organismes: readonly OrganismeDemo[]): readonly PremierPas[] {
  const actifs = organismes.flatMap(({ nom, comptes }) =>
    comptes.filter(({ etat }) => etat === 'actif').map((compte) => ({ organisme: nom, compte })),
  );
  const pris = new Set<string>();
  return CHOIX.flatMap(({ titre, convient }) => {
    const trouve = actifs.find(({ compte }) => convient(compte) && !pris.has(compte.identifiant));
    if (!trouve) return [];
    pris.add(trouve.compte.identifiant);
    return [{ titre, ...trouve }];
  });
}
