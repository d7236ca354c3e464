import type { Trousseau } from '../../../platform/config/trousseau.ts';
import type { Hacheur } from '../../../platform/hachage/hacheur.ts';
import type { FournisseurIdentite } from '../../../platform/oidc/fournisseur-identite.ts';
import type { Rendu } from '../../../platform/pdf/rendu.ts';
import { REGLE_MOT_DE_PASSE, type RegleMotDePasse } from '../domain/mot-de-passe.ts';
import type { RegleRenouvellement } from '../domain/parcours.ts';

/** Settings of accounts and sessions, and what the acts on them need: keys, hashing, documents. */
export interface ReglesIdentite {
  readonly trousseau: Trousseau;
  readonly hacheur: Hacheur;
  readonly rendu: Rendu;
  readonly inactiviteMs: number;
  readonly dureeMs: number;
  /** A new sign-in ends the person's other browser sessions (ACC-06). */
  readonly sessionUnique: boolean;
  readonly motDePasse: RegleMotDePasse;
  readonly renouvellement: RegleRenouvellement;
  /** Origin that browsers use: links in mails, and what passkeys are bound to. Never read from a request. */
  readonly origine: () => string;
  /** Provider of public agents' identities; null: sign-in by password alone (ACC-05). */
  readonly oidc: FournisseurIdentite | null;
  /** What people know it as. */
  readonly nomOidc: string | null;
}

/** What an installation that sets nothing has. */
export const REGLES_PAR_DEFAUT: Pick<ReglesIdentite, 'motDePasse' | 'renouvellement' | 'sessionUnique'> = {
  motDePasse: REGLE_MOT_DE_PASSE,
  renouvellement: { joursGestionnaires: 365 },
  sessionUnique: false,
};
