import pg from 'pg';
import { creerHacheur } from '../../src/platform/hachage/hacheur.ts';

export const BON = 'Vk8rTq3nLw6xHd';
export const MAUVAIS = 'Vk8rTq3nLw6xHe';

/** Gives every account of the store the password `BON` and a second factor that nobody holds; their identifiers. */
export async function donnerMotsDePasse(adresseProprietaire: string): Promise<string[]> {
  const hacheur = creerHacheur();
  const client = new pg.Client({ connectionString: adresseProprietaire });
  await client.connect();
  try {
    await client.query(
      "update identite.compte set mot_de_passe = $1, mot_de_passe_le = now(), premier_acces_le = now() - interval '1 year'",
      [await hacheur.hacher(BON)],
    );
    await client.query(
      "insert into identite.facteur_totp (compte_id, secret_scelle, cle, enrole_le) select id, '\\x00', 'mesure', now() from identite.compte",
    );
    await client.query('vacuum (analyze) identite.compte, identite.facteur_totp');
    const { rows } = await client.query<{ identifiant: string }>(
      'select identifiant from identite.compte order by identifiant',
    );
    return rows.map(({ identifiant }) => identifiant);
  } finally {
    await client.end();
    await hacheur.fermer();
  }
}

/** The n-th identifier that no account has. */
export const inconnu = (n: number): string => `z${n.toString(36).padStart(9, '0')}`;
