import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Configuration } from '../platform/config/configuration.ts';
import { demarrerBaseEmbarquee } from '../platform/db/embedded.ts';
import { trouverDonnees } from '../platform/db/embedded-dossier.ts';
import { serveurVivant } from '../platform/db/embedded-postmaster.ts';
import { sauvegarder } from '../platform/db/sauvegarde.ts';
import { type Manifeste, verifierSauvegarde } from '../platform/db/sauvegarde-manifeste.ts';
import { compterLignes, relever } from '../platform/db/sauvegarde-restauration.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';
import { dossierBase, NOM_BASE } from './bases.ts';
import {
  dire,
  interruptible,
  lireArguments,
  lireConfigurationEmbarquee,
  lireTrousseau,
  RACINE,
  verifierMigrations,
} from './sauvegarde-commune.ts';
import { AIDE_RESTAURER, commandeRestaurer } from './sauvegarde-restaurer.ts';

const nombre = new Intl.NumberFormat('fr-FR');

const AIDE_SAUVEGARDER = `npm run cli -- sauvegarder DOSSIER [--avec-trousseau]

Copie la base embarquée dans DOSSIER, qui ne doit pas exister. Le portail peut servir pendant ce temps ; s’il est
arrêté, la base est démarrée le temps de la copie. La copie est entière ou n’existe pas.

  --avec-trousseau   met aussi le trousseau de clés dans la copie : qui la lit peut alors tout. Sans lui, gardez
                     le trousseau à part : une sauvegarde sans ses clés ne sert à rien.`;

const AIDE_VERIFIER = `npm run cli -- verifier-sauvegarde DOSSIER [--a-blanc]

Relit chaque octet de la sauvegarde et nomme le premier fichier qui manque, qui a changé ou qui est en trop.

  --a-blanc   la relève aussi sur un serveur jetable, dans le dossier temporaire (TMPDIR), qui doit avoir la place
              d’une base entière ; toutes les tables y sont lues, puis tout est effacé`;

/** The three commands of EXP-04 on backups; `cli.ts` lists them. */
export const COMMANDES_SAUVEGARDE = {
  sauvegarder: { aide: AIDE_SAUVEGARDER, executer: commandeSauvegarder },
  'verifier-sauvegarde': { aide: AIDE_VERIFIER, executer: commandeVerifier },
  restaurer: { aide: AIDE_RESTAURER, executer: commandeRestaurer },
} as const;

async function lireVersion(): Promise<string> {
  return JSON.parse(await readFile(path.join(RACINE, 'package.json'), 'utf8')).version;
}

async function commandeSauvegarder(args: readonly string[]): Promise<void> {
  const { dossier, valeurs } = lireArguments(args, { 'avec-trousseau': { type: 'boolean' } });
  const avec = valeurs['avec-trousseau'] === true;
  const config = lireConfigurationEmbarquee();
  const pgdata = trouverDonnees(dossierBase(config));
  if (pgdata === undefined) {
    throw new ErreurDemarrage(
      `Il n’y a pas de base dans ${config.dossierDonnees} : indiquez le dossier de données du portail par DOSSIER_DONNEES.`,
    );
  }
  const trousseau = await lireTrousseau(config.trousseau);
  if (trousseau === null && avec) {
    throw new ErreurDemarrage(
      'Il n’y a pas de trousseau de clés à cet endroit : indiquez-le par TROUSSEAU_FICHIER.',
    );
  }
  const manifeste = await interruptible((signal) =>
    avecServeur(config, pgdata, async (serveur) =>
      sauvegarder({
        serveur,
        pgdata,
        base: NOM_BASE,
        destination: dossier,
        portail: await lireVersion(),
        cles: trousseau?.cles ?? [],
        trousseau: avec ? (trousseau?.contenu ?? null) : null,
        journal: dire,
        signal,
      }),
    ),
  );
  dire(`La base est sauvegardée dans ${dossier} (${resume(manifeste)}).`);
  dire(
    avec
      ? 'Le trousseau de clés est dedans : rangez cette copie comme un secret.'
      : 'Le trousseau de clés n’y est pas, et sans lui cette sauvegarde ne sert à rien : gardez-en une copie, à part.',
  );
}

/** A live server is used as it is, whoever holds it; else one is started for the time of the command. */
async function avecServeur<T>(
  config: Configuration,
  pgdata: string,
  acte: (serveur: { socket: string; port: number }) => Promise<T>,
): Promise<T> {
  const vivant = await serveurVivant(pgdata);
  if (vivant) return acte(vivant);
  const base = await demarrerBaseEmbarquee({
    dossier: dossierBase(config),
    archives: config.archivesJournaux,
    journal: dire,
  });
  try {
    const serveur = await serveurVivant(pgdata);
    if (serveur === undefined) throw new Error('the server went away at once');
    return await acte(serveur);
  } finally {
    await base.arreter();
  }
}

function resume({ fichiers, postgresql, cles }: Manifeste): string {
  const octets = fichiers.reduce((somme, { taille }) => somme + taille, 0);
  const connues = cles.length === 0 ? 'aucune clé connue' : `clés ${cles.join(', ')}`;
  return `${nombre.format(fichiers.length)} fichiers, ${nombre.format(Math.ceil(octets / 1e6))} Mo, PostgreSQL ${postgresql.version}, ${connues}`;
}

async function commandeVerifier(args: readonly string[]): Promise<void> {
  const { dossier, valeurs } = lireArguments(args, { 'a-blanc': { type: 'boolean' } });
  await interruptible(async (signal) => {
    const manifeste = await verifierSauvegarde(dossier, signal);
    dire(`La sauvegarde du ${manifeste.fin} est entière (${resume(manifeste)}).`);
    if (valeurs['a-blanc'] === true) await essayer(dossier, manifeste, signal);
  });
}

/** Raises the copy on a server of its own, reads all of it, and leaves nothing behind. */
async function essayer(sauvegarde: string, manifeste: Manifeste, signal: AbortSignal): Promise<void> {
  const bac = await mkdtemp(path.join(tmpdir(), 'passerelle-essai-'));
  try {
    // Open to PostgreSQL's own account, when root tries; the base itself lies under, closed.
    await chmod(bac, 0o711);
    const comptes = await relever(
      {
        sauvegarde,
        manifeste,
        dossier: path.join(bac, 'base'),
        but: { genre: 'copie' },
        journaux: null,
        archives: null,
        garder: false,
        base: NOM_BASE,
        journal: dire,
        signal,
      },
      async (client) => {
        await verifierMigrations(client, manifeste);
        return compterLignes(client);
      },
    );
    const parSchema = Map.groupBy(comptes, ([nom]) => nom.split('.')[0] ?? '');
    for (const [schema, tables] of parSchema) {
      const lignes = tables.reduce((somme, [, n]) => somme + n, 0);
      dire(`  ${schema} : tables ${tables.length}, lignes ${nombre.format(lignes)}`);
    }
    dire('La base se relève et se lit toute entière ; l’essai est effacé.');
  } finally {
    await rm(bac, { recursive: true, force: true });
  }
}
