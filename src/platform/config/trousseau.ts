import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ErreurDemarrage } from '../erreur-demarrage.ts';

/** What a key is for. Each usage derives its own key, so that one cannot stand for another (EXP-07). */
export type Usage = 'totp' | 'connexion-base' | 'tentative' | 'courriel' | 'jeton' | 'secret' | 'oidc';

const trousseauSchema = z.strictObject({
  courante: z.string().min(1),
  cles: z.record(z.string().regex(/^[a-z0-9-]{1,32}$/), z.base64url().length(43)),
});

/** Keys of the installation. Records keep the identifier of the key they were made with. */
export interface Trousseau {
  /** Made by this very start: nothing that a database already holds can be opened with it. */
  readonly neuf: boolean;
  /** Seals with the current key; answers the key's identifier beside the bytes. */
  sceller(usage: Usage, clair: string, lien: string): { readonly cle: string; readonly scelle: Buffer };
  /** Opens what `sceller` made for the same usage and the same `lien`; throws when altered. */
  desceller(usage: Usage, cle: string, scelle: Buffer, lien: string): string;
  /** Keyed digest under the current key: same text, same bytes, and nothing can be told from them. */
  empreinte(usage: Usage, texte: string): Buffer;
}

/**
 * Opens the key ring given in the environment or in a file of mode 0600, made at first start.
 *
 * Errors: ErreurDemarrage when it cannot be read, is readable by others, or is not a key ring.
 */
export async function ouvrirTrousseau(source: { contenu: string } | { fichier: string }): Promise<Trousseau> {
  const { contenu, neuf } =
    'contenu' in source ? { contenu: source.contenu, neuf: false } : await lireOuCreer(source.fichier);
  let brut: unknown;
  try {
    brut = JSON.parse(contenu);
  } catch {
    brut = null;
  }
  const lu = trousseauSchema.safeParse(brut);
  const courante =
    lu.success && Object.hasOwn(lu.data.cles, lu.data.courante) ? lu.data.cles[lu.data.courante] : undefined;
  if (!lu.success || courante === undefined) {
    throw new ErreurDemarrage('Le trousseau de clés est illisible : restaurez celui de la sauvegarde.');
  }
  const { courante: nomCourante, cles } = lu.data;
  const derivees = new Map<string, Buffer>();
  const deriver = (cle: string, usage: Usage): Buffer => {
    const secret = cles[cle];
    if (secret === undefined) throw new Error(`key ${cle} is not in the key ring`);
    const nom = `${cle}/${usage}`;
    let derivee = derivees.get(nom);
    if (derivee === undefined) {
      derivee = Buffer.from(
        hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `passerelle/${usage}`, 32),
      );
      derivees.set(nom, derivee);
    }
    return derivee;
  };
  return {
    neuf,
    sceller(usage, clair, lien) {
      const vecteur = randomBytes(12);
      const chiffre = createCipheriv('aes-256-gcm', deriver(nomCourante, usage), vecteur).setAAD(
        Buffer.from(lien),
      );
      const corps = Buffer.concat([chiffre.update(clair, 'utf8'), chiffre.final()]);
      return { cle: nomCourante, scelle: Buffer.concat([vecteur, chiffre.getAuthTag(), corps]) };
    },
    desceller(usage, cle, scelle, lien) {
      const dechiffre = createDecipheriv('aes-256-gcm', deriver(cle, usage), scelle.subarray(0, 12), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(lien))
        .setAuthTag(scelle.subarray(12, 28));
      return Buffer.concat([dechiffre.update(scelle.subarray(28)), dechiffre.final()]).toString('utf8');
    },
    empreinte: (usage, texte) => createHmac('sha256', deriver(nomCourante, usage)).update(texte).digest(),
  };
}

async function lireOuCreer(fichier: string): Promise<{ contenu: string; neuf: boolean }> {
  try {
    await mkdir(path.dirname(fichier), { recursive: true });
    // Exclusive: two first starts cannot each make a key ring and overwrite the other's.
    const descripteur = await open(fichier, 'wx', 0o600);
    const neuf = JSON.stringify({ courante: 'c1', cles: { c1: randomBytes(32).toString('base64url') } });
    await descripteur.writeFile(neuf);
    await descripteur.sync();
    await descripteur.close();
    return { contenu: neuf, neuf: true };
  } catch (erreur) {
    // A folder that cannot be made answers EEXIST too, when a file stands in its place.
    const { code, syscall } = erreur as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || syscall === 'mkdir') {
      throw new ErreurDemarrage(`Le trousseau de clés ne peut pas être écrit dans ${fichier}.`);
    }
  }
  const { mode } = await stat(fichier);
  if ((mode & 0o077) !== 0) {
    await chmod(fichier, 0o600).catch(() => {
      throw new ErreurDemarrage(
        `Le trousseau ${fichier} est lisible par d’autres : donnez-lui le mode 0600.`,
      );
    });
  }
  const contenu = await readFile(fichier, 'utf8').catch(() => {
    throw new ErreurDemarrage(`Le trousseau de clés ${fichier} ne peut pas être lu.`);
  });
  return { contenu, neuf: false };
}
