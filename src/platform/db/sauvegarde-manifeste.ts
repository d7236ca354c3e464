import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { codeDe, ecrireFichier, empreinteDe, parQuelques, phraseSysteme } from './sauvegarde-copie.ts';

export const NOM_MANIFESTE = 'manifeste.json';
/** The data directory's copy inside a backup. */
export const DOSSIER_BASE = 'pgdata';
export const NOM_TROUSSEAU = 'trousseau.json';
const FORMAT = 1;
/** What a physical copy depends on, beside PostgreSQL's major version. */
export const MACHINE = `${process.platform}-${process.arch}`;

// A restore writes where the manifest says: nothing outside, and no control character in a message.
const chemin = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u001f/\\]+(\/[^\u0000-\u001f/\\]+)*$/)
  .refine((texte) => !texte.split('/').some((nom) => nom === '.' || nom === '..'));

const lsn = z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/);

const manifesteSchema = z.strictObject({
  format: z.literal(FORMAT),
  portail: z.string().max(64),
  /** Instants of the portal's machine: before the copy began, and once it was consistent. */
  debut: z.iso.datetime(),
  fin: z.iso.datetime(),
  postgresql: z.strictObject({
    majeure: z.int().min(1),
    version: z.string().max(64),
    /** A physical copy only opens on the kind of machine that wrote it. */
    machine: z.string().max(64),
    systeme: z.string().max(32),
    ligne: z.int().min(1),
    debut: lsn,
    fin: lsn,
  }),
  migrations: z.array(z.string().max(128)),
  /** Identifiers of the keys that the data may be sealed with, never the keys (EXP-07). */
  cles: z.array(z.string().max(64)),
  dossiers: z.array(chemin),
  fichiers: z.array(
    z.strictObject({
      chemin,
      taille: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/** What a backup holds, and what it takes to put it back. */
export type Manifeste = z.infer<typeof manifesteSchema>;

/** The digest comes after what it covers; both are compared to the byte when read again. */
function texteDe(manifeste: Manifeste): string {
  // Parsed: the order of the keys is the schema's, on both sides.
  const contenu = JSON.stringify(manifesteSchema.parse(manifeste), null, 1);
  const empreinte = createHash('sha256').update(contenu).digest('hex');
  return `${contenu}\n{"empreinte":"${empreinte}"}\n`;
}

/** Written last: a folder without it is a backup that was cut. */
export async function ecrireManifeste(dossier: string, manifeste: Manifeste): Promise<void> {
  await ecrireFichier(join(dossier, NOM_MANIFESTE), (fichier) => fichier.writeFile(texteDe(manifeste)));
}

const abimee = (dossier: string, quoi: string): ErreurDemarrage =>
  new ErreurDemarrage(`La sauvegarde ${dossier} est abîmée : ${quoi}. Prenez-en une autre.`);

/** Reads the manifest of a finished backup. Errors: ErreurDemarrage. */
export async function lireManifeste(dossier: string): Promise<Manifeste> {
  const texte = await readFile(join(dossier, NOM_MANIFESTE), 'utf8').catch((erreur: unknown) => {
    if (codeDe(erreur) !== 'ENOENT') throw phraseSysteme(erreur, dossier);
    throw new ErreurDemarrage(
      `Le dossier ${dossier} n’est pas une sauvegarde achevée : il n’a pas de ${NOM_MANIFESTE}.`,
    );
  });
  let brut: unknown = null;
  try {
    brut = JSON.parse(texte.slice(0, texte.lastIndexOf('\n{')));
  } catch {
    // Told below, with the other ways of being unreadable.
  }
  const format = z.object({ format: z.int() }).safeParse(brut).data?.format ?? 0;
  if (format > FORMAT) {
    throw new ErreurDemarrage(
      `La sauvegarde ${dossier} vient d’une version plus récente du portail : servez-vous de celle-là.`,
    );
  }
  const lu = manifesteSchema.safeParse(brut);
  if (!lu.success || texteDe(lu.data) !== texte) throw abimee(dossier, `${NOM_MANIFESTE} a été changé`);
  return lu.data;
}

async function listerTout(racine: string, dossier = ''): Promise<string[]> {
  const noms = await readdir(join(racine, dossier), { withFileTypes: true });
  const trouves: string[] = [];
  for (const entree of noms) {
    const relatif = dossier === '' ? entree.name : `${dossier}/${entree.name}`;
    if (entree.isDirectory()) trouves.push(...(await listerTout(racine, relatif)));
    else trouves.push(relatif);
  }
  return trouves;
}

/**
 * Checks a backup against its manifest, every byte of it.
 *
 * It tells accidents (disk, transport, a copy that was cut), not malice: whoever can write in the folder can
 * write the manifest again.
 * Errors: ErreurDemarrage naming the first file that is missing, changed or not expected.
 */
export async function verifierSauvegarde(dossier: string, signal?: AbortSignal): Promise<Manifeste> {
  const manifeste = await lireManifeste(dossier);
  const attendus = new Set(manifeste.fichiers.map((fichier) => fichier.chemin));
  try {
    const inconnu = (await listerTout(dossier))
      .sort()
      .find((trouve) => trouve !== NOM_MANIFESTE && !attendus.has(trouve));
    if (inconnu !== undefined) throw abimee(dossier, `le fichier ${inconnu} n’en fait pas partie`);
    // In the order of the manifest, so that the file named is the first one even when several are wrong.
    const fautes = new Map<string, string>();
    await parQuelques(
      manifeste.fichiers,
      async (fichier) => {
        if (fautes.size > 0) return;
        const faute = await juger(join(dossier, fichier.chemin), fichier, signal);
        if (faute !== null) fautes.set(fichier.chemin, faute);
      },
      signal,
    );
    const premiere = manifeste.fichiers.find((fichier) => fautes.has(fichier.chemin));
    if (premiere) throw abimee(dossier, `le fichier ${premiere.chemin} ${fautes.get(premiere.chemin)}`);
  } catch (erreur) {
    throw phraseSysteme(erreur, dossier);
  }
  return manifeste;
}

async function juger(
  fichier: string,
  attendu: Manifeste['fichiers'][number],
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const s = await lstat(fichier).catch((erreur: unknown) => {
    if (codeDe(erreur) === 'ENOENT') return null;
    throw erreur;
  });
  if (s === null) return 'manque';
  if (!s.isFile()) return 'n’est pas un fichier ordinaire';
  if (s.size !== attendu.taille) return 'n’a plus sa taille';
  return (await empreinteDe(fichier, signal)).sha256 === attendu.sha256 ? null : 'a été changé';
}
