import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { creerPartitions, entretenirTraces } from '../modules/traces/index.ts';
import type { Configuration } from '../platform/config/configuration.ts';
import type { Trousseau } from '../platform/config/trousseau.ts';
import { type Base, fermerBase, ouvrirBase } from '../platform/db/base.ts';
import { type BaseEmbarquee, demarrerBaseEmbarquee } from '../platform/db/embedded.ts';
import { verifierRoleDeService } from '../platform/db/garde.ts';
import { type Connexion, migrer } from '../platform/db/migrer.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';

export const NOM_BASE = 'passerelle';
const ROLE_SERVICE = 'passerelle_portail';

/** Folder given to the embedded database alone. */
export const dossierBase = (config: Configuration): string => path.join(config.dossierDonnees, 'base');

/** The pools of a running portal, one by login (EXP-08, TRA-05). */
export interface Bases {
  readonly service: Base;
  readonly lecture: Base;
  readonly entretien: Base;
  readonly travaux: Base;
  /** Writes files and never reads one (CDAP-29): two connections write, a third holds the lock of the import. */
  readonly alimentation: Base;
  readonly embarquee: BaseEmbarquee | null;
  /** Makes partitions of past days: the demonstration's history needs them. */
  readonly preparerHistorique: (de: string, a: string) => Promise<void>;
  readonly fermer: () => Promise<void>;
}

/**
 * Starts or joins the database, brings it up to date and opens the pools. The key ring is for a server of one's
 * own only: a restore, before its key ring is back, opens the embedded one without.
 *
 * Errors: ErreurDemarrage, one sentence each.
 */
export async function ouvrirBases(
  config: Configuration,
  trousseau: Trousseau | null,
  instant: Date,
  dire: (ligne: string) => void,
  surPerte: (cause: Error) => void,
): Promise<Bases> {
  const embarquee = config.base === null ? await demarrerEmbarquee(config, dire, surPerte) : null;
  const adresses = embarquee ? adressesEmbarquees(embarquee) : adressesExternes(config, trousseau);
  const ouvertes: Base[] = [];
  const ouvrir = (adresse: string, max: number, nom: string): Base => {
    const base = ouvrirBase(adresse, { max, nom });
    ouvertes.push(base);
    return base;
  };
  const fermer = async () => {
    await Promise.all(ouvertes.map(fermerBase));
    await embarquee?.arreter();
  };
  try {
    await migrer({
      adresseProprietaire: adresses.proprietaire,
      connexionService: adresses.service,
      motDePasse: adresses.motDePasse,
    });
    const service = ouvrir(adresses.service.adresse, 10, 'passerelle');
    await verifierRoleDeService(service.pool);
    const entretien = ouvrir(adresses.connexion('passerelle_entretien'), 1, 'passerelle-entretien');
    await entretenirTraces(entretien, instant);
    return {
      service,
      entretien,
      lecture: ouvrir(adresses.connexion('passerelle_lecture'), 3, 'passerelle-lecture'),
      travaux: ouvrir(adresses.connexion('passerelle_travaux'), 4, 'passerelle-travaux'),
      alimentation: ouvrir(adresses.connexion('passerelle_alimentation'), 6, 'passerelle-alimentation'),
      embarquee,
      preparerHistorique: async (de, a) => {
        await creerPartitions(entretien, de, a);
      },
      fermer,
    };
  } catch (erreur) {
    await fermer();
    throw traduire(erreur);
  }
}

interface Adresses {
  readonly proprietaire: string;
  readonly service: { readonly adresse: string; readonly nom: string; readonly motDePasse: string | null };
  readonly connexion: (connexion: Connexion) => string;
  readonly motDePasse: (connexion: Connexion) => string | null;
}

async function demarrerEmbarquee(
  config: Configuration,
  journal: (ligne: string) => void,
  onPerdue: (cause: Error) => void,
): Promise<BaseEmbarquee> {
  await mkdir(config.dossierDonnees, { recursive: true }).catch(() => {
    throw new ErreurDemarrage(
      `Le dossier de données ${config.dossierDonnees} ne peut pas être créé : vérifiez ses droits.`,
    );
  });
  const base = await demarrerBaseEmbarquee({
    dossier: dossierBase(config),
    archives: config.archivesJournaux,
    journal,
    onPerdue,
  });
  const client = new pg.Client({ connectionString: base.adresse('proprietaire', 'postgres') });
  await client.connect();
  try {
    const { rows } = await client.query('select from pg_database where datname = $1', [NOM_BASE]);
    if (rows.length === 0) await client.query(`create database ${NOM_BASE}`);
  } finally {
    await client.end();
  }
  return base;
}

const adressesEmbarquees = (base: BaseEmbarquee): Adresses => ({
  proprietaire: base.adresse('proprietaire', NOM_BASE),
  service: { adresse: base.adresse(ROLE_SERVICE, NOM_BASE), nom: ROLE_SERVICE, motDePasse: null },
  connexion: (connexion) => base.adresse(connexion, NOM_BASE),
  motDePasse: () => null,
});

/** On a server of one's own, the logins made by the migrations have passwords drawn from the key ring. */
function adressesExternes(config: Configuration, trousseau: Trousseau | null): Adresses {
  if (config.base === null || trousseau === null) throw new Error('no external database is configured');
  const [, , nom = '', motDePasse, reste = ''] = FORME_ADRESSE.exec(config.base.service) ?? [];
  const secret = (connexion: Connexion) =>
    trousseau.empreinte('connexion-base', connexion).toString('base64url');
  return {
    proprietaire: config.base.proprietaire,
    service: {
      adresse: config.base.service,
      nom: decodeURIComponent(nom),
      motDePasse: motDePasse === undefined ? null : decodeURIComponent(motDePasse),
    },
    connexion: (connexion) => `postgres://${connexion}:${secret(connexion)}@${reste}`,
    motDePasse: secret,
  };
}

/** Not `URL`: an address over a Unix socket (`postgres://role@/base?host=/run/…`) has no host, and is refused by it. */
const FORME_ADRESSE = /^(postgres(?:ql)?):\/\/([^:@/]+)(?::([^@/]*))?@(.*)$/;

/** Words for the ways in which a database address can be wrong. */
function traduire(erreur: unknown): unknown {
  if (erreur instanceof ErreurDemarrage || !(erreur instanceof Error)) return erreur;
  const code = 'code' in erreur ? String(erreur.code) : '';
  if (code === '28P01' || code === '28000') {
    return new ErreurDemarrage(
      'La base de données refuse le rôle ou le mot de passe de DATABASE_URL ou de DATABASE_URL_PROPRIETAIRE.',
    );
  }
  if (code === '3D000')
    return new ErreurDemarrage(
      'La base nommée par DATABASE_URL n’existe pas : créez-la, puis relancez le portail.',
    );
  if (code === '42501') {
    return new ErreurDemarrage(
      'Le rôle de DATABASE_URL_PROPRIETAIRE ne peut pas préparer la base : il lui faut CREATEROLE et la propriété de cette base.',
    );
  }
  if (
    /^(ECONN|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN|ENOENT|57P03)/.test(code) ||
    /timeout|ECONNREFUSED/.test(erreur.message)
  ) {
    return new ErreurDemarrage(
      'La base de données ne répond pas à l’adresse de DATABASE_URL : vérifiez l’adresse et que PostgreSQL est démarré.',
    );
  }
  return erreur;
}
