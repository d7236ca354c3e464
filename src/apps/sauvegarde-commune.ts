import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { z } from 'zod';
import { type Configuration, lireConfiguration } from '../platform/config/configuration.ts';
import { migrationsConnues } from '../platform/db/migrer.ts';
import type { Manifeste } from '../platform/db/sauvegarde-manifeste.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';

/** What the commands on backups share. */

export const RACINE = path.resolve(import.meta.dirname, '../..');
export const dire = (ligne: string): void => {
  process.stderr.write(`${ligne}\n`);
};

/** npm runs the command from the project's folder, and tells where the person was. */
export const depuisIci = (chemin: string): string =>
  path.resolve(process.env.INIT_CWD ?? process.cwd(), chemin);

/** One folder and the options that the command knows. What was typed is never repeated. */
export function lireArguments<const O extends Record<string, { type: 'boolean' | 'string' }>>(
  args: readonly string[],
  options: O,
): { dossier: string; valeurs: Partial<Record<keyof O, string | boolean>> } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [dossier, ...reste] = positionals;
    if (dossier && reste.length === 0) return { dossier: depuisIci(dossier), valeurs: values as never };
  } catch {
    // An option that does not exist, or has no value: same sentence.
  }
  throw new ErreurDemarrage(
    'Indiquez un dossier, et rien d’autre que les options de la commande : « --help » les donne.',
  );
}

export function lireConfigurationEmbarquee(): Configuration {
  const config = lireConfiguration({ ...process.env, DEMONSTRATION: 'non' }, RACINE);
  if (config.base === null) return config;
  throw new ErreurDemarrage(
    'Cette commande vaut pour la base embarquée : pour celle de DATABASE_URL, servez-vous des outils de PostgreSQL (pg_basebackup, pgBackRest), comme le dit docs/exploitation.md.',
  );
}

/** Lets a command tidy up when it is interrupted. */
export async function interruptible<T>(acte: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const arret = new AbortController();
  const interrompre = () =>
    arret.abort(new ErreurDemarrage('Commande interrompue : ce qu’elle avait commencé est effacé.'));
  process.on('SIGINT', interrompre).on('SIGTERM', interrompre);
  try {
    return await acte(arret.signal);
  } finally {
    process.off('SIGINT', interrompre).off('SIGTERM', interrompre);
  }
}

export interface TrousseauLu {
  readonly contenu: string;
  readonly cles: readonly string[];
}

// Looser than the portal's own reading: only the identifiers of the keys matter here.
const trousseauSchema = z.object({ cles: z.record(z.string(), z.unknown()) });

export function lireTexteDeTrousseau(contenu: string): TrousseauLu {
  try {
    return { contenu, cles: Object.keys(trousseauSchema.parse(JSON.parse(contenu)).cles).sort() };
  } catch {
    throw new ErreurDemarrage('Le trousseau de clés est illisible : restaurez celui de la sauvegarde.');
  }
}

/** The key ring as it is: unlike a start, a backup or a restore never makes one. Null: there is none. */
export async function lireTrousseau(source: Configuration['trousseau']): Promise<TrousseauLu | null> {
  if ('contenu' in source) return lireTexteDeTrousseau(source.contenu);
  const contenu = await readFile(source.fichier, 'utf8').catch((erreur: NodeJS.ErrnoException) => {
    if (erreur.code === 'ENOENT') return null;
    throw new ErreurDemarrage(`Le trousseau de clés ${source.fichier} ne peut pas être lu.`);
  });
  return contenu === null ? null : lireTexteDeTrousseau(contenu);
}

const plusRecente = () =>
  new ErreurDemarrage(
    'Cette sauvegarde est plus récente que ce programme : installez la version du portail qui l’a faite.',
  );

export async function refuserPlusRecente(migrations: readonly string[]): Promise<void> {
  const connues = new Set(await migrationsConnues());
  if (!migrations.every((nom) => connues.has(nom))) throw plusRecente();
}

/** The base must know at least what the manifest says, and nothing that this program does not. */
export async function verifierMigrations(client: pg.Client, manifeste: Manifeste): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select name from passerelle.migration');
  const faites = rows.map(({ name }) => name);
  await refuserPlusRecente(faites);
  if (!manifeste.migrations.every((nom) => faites.includes(nom))) {
    throw new ErreurDemarrage(
      'La base relevée n’est pas celle que décrit le manifeste : prenez une autre sauvegarde.',
    );
  }
}
