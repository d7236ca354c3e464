import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { demarrerBaseEmbarquee } from '../../src/platform/db/embedded.ts';
import { migrer } from '../../src/platform/db/migrer.ts';

/** The PostgreSQL server of a test run, as workers are told of it: plain data, it crosses processes. */
export interface ServeurDEssai {
  /** Address with `{role}`, `{secret}` and `{base}` to fill in. */
  readonly adresse: string;
  readonly proprietaire: { readonly nom: string; readonly secret: string };
  /** Password of every other login; unused where the server trusts its socket. */
  readonly secret: string;
  /** Database migrated once, which the others are copied from. */
  readonly modele: string;
  /** Set when the database could not be prepared: only tests that need it then fail, and say why. */
  readonly panne: string | null;
}

export const CONNEXION_SERVICE = 'passerelle';
/** Every database of a run begins so, and is dropped at its end. */
export const PREFIXE_BASES = `essai_${process.pid}_`;

export function adresseDe(serveur: ServeurDEssai, role: string, base: string): string {
  const secret = role === serveur.proprietaire.nom ? serveur.proprietaire.secret : serveur.secret;
  return serveur.adresse
    .replace('{role}', encodeURIComponent(role))
    .replace('{secret}', encodeURIComponent(secret))
    .replace('{base}', base);
}

interface Lance {
  readonly serveur: Omit<ServeurDEssai, 'modele' | 'panne'>;
  readonly arreter: () => Promise<void>;
}

/**
 * Starts a PostgreSQL of our own in a temporary folder, or takes the one that TEST_DATABASE_URL_PROPRIETAIRE
 * names (a superuser of it: tests look at rows behind row-level security, and break things on purpose).
 */
export const lancerServeur = (): Promise<Lance> =>
  process.env.TEST_DATABASE_URL_PROPRIETAIRE
    ? lancerAutre(process.env.TEST_DATABASE_URL_PROPRIETAIRE)
    : lancerEmbarque();

async function lancerEmbarque(): Promise<Lance> {
  const bac = await realpath(await mkdtemp(join(tmpdir(), 'passerelle-essais-')));
  await chmod(bac, 0o755); // PostgreSQL's own account must be able to enter when root runs the tests
  const embarquee = await demarrerBaseEmbarquee({
    dossier: join(bac, 'base'),
    reglages: { shared_buffers: '64MB', max_connections: '120', max_wal_size: '256MB' },
  });
  // A run that is cut must not leave a server behind: no other run would ever adopt it.
  const abattre = () => {
    try {
      process.kill(embarquee.pidPostmaster, 'SIGQUIT');
    } catch {
      // already gone
    }
  };
  process.once('exit', abattre);
  return {
    serveur: {
      adresse: embarquee
        .adresse('{role}', '{base}')
        .replace('%7Brole%7D', '{role}')
        .replace('%7Bbase%7D', '{base}'),
      proprietaire: { nom: 'proprietaire', secret: '' },
      secret: '',
    },
    arreter: async () => {
      await embarquee.arreter();
      process.off('exit', abattre);
      for (const dossier of [bac, embarquee.socket, embarquee.dossier])
        await rm(dossier, { recursive: true, force: true });
    },
  };
}

async function lancerAutre(adresse: string): Promise<Lance> {
  const url = new URL(adresse);
  const serveur = {
    adresse: `${url.protocol}//{role}:{secret}@${url.host}/{base}${url.search}`,
    proprietaire: { nom: decodeURIComponent(url.username), secret: decodeURIComponent(url.password) },
    secret: randomBytes(12).toString('hex'),
  };
  const complet = { ...serveur, modele: '', panne: null };
  return {
    serveur,
    // A server that lives on is left as it was found, roles aside: they are the same for every run.
    arreter: async () => {
      const bases = await administrer(
        complet,
        `select datname from pg_database where datname like '${PREFIXE_BASES}%'`,
      );
      for (const { datname } of bases.rows)
        await administrer(complet, `drop database ${datname} with (force)`);
    },
  };
}

/** Makes and migrates the model database. Traces have partitions for the days around the tests' clock. */
export async function preparerModele(serveur: Omit<ServeurDEssai, 'modele' | 'panne'>): Promise<string> {
  const modele = `${PREFIXE_BASES}modele`;
  const complet = { ...serveur, modele, panne: null };
  await administrer(complet, `create database ${modele} template template0 encoding 'UTF8'`);
  await migrer({
    adresseProprietaire: adresseDe(complet, serveur.proprietaire.nom, modele),
    connexionService: { nom: CONNEXION_SERVICE, motDePasse: serveur.secret || null },
    motDePasse: () => serveur.secret || null,
  });
  const client = new pg.Client(adresseDe(complet, 'passerelle_entretien', modele));
  await client.connect();
  await client.query("select traces.creer_partitions('2026-11-19', '2026-11-22')");
  await client.end();
  return modele;
}

/** One statement on the server itself, as its owner. */
export async function administrer(serveur: ServeurDEssai, texte: string): Promise<pg.QueryResult> {
  const client = new pg.Client(adresseDe(serveur, serveur.proprietaire.nom, 'postgres'));
  await client.connect();
  try {
    return await client.query(texte);
  } finally {
    await client.end();
  }
}
