import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import { creerApplication, type Dependances } from '../../src/apps/application.ts';
import type { DepotImports, SourceDossiers } from '../../src/modules/cdap/index.ts';
import { creerPartitions } from '../../src/modules/traces/index.ts';
import { ouvrirTrousseau, type Trousseau } from '../../src/platform/config/trousseau.ts';
import { enTransaction, type Locataire, type Tx } from '../../src/platform/db/base.ts';
import { nouvelUuid } from '../../src/platform/identifiants.ts';
import type { Mesures } from '../../src/platform/log/mesures.ts';
import type { ConfigurationOidc } from '../../src/platform/oidc/fournisseur-identite.ts';
import type { Rendu } from '../../src/platform/pdf/rendu.ts';
import { type BaseDeTest, creerBaseDeTest } from './base.ts';

export const ORIGINE = 'http://localhost';
/** Friday morning in Paris; far from any change of time or month. */
export const DEPART = '2026-11-20T09:00:00Z';
export const MINUTE = 60_000;
export const HEURE = 60 * MINUTE;
export const JOUR = 24 * HEURE;

/** The clock of a test: moved by hand. Moving it makes the partitions of traces that its days need. */
export interface HorlogeMobile {
  readonly lire: () => Date;
  readonly avancer: (ms: number) => Promise<void>;
  readonly regler: (instant: Date | string) => Promise<void>;
}

/** A whole portal on a database of its own, without network nor real time. */
export interface Portail {
  readonly app: FastifyInstance;
  readonly base: BaseDeTest;
  readonly horloge: HorlogeMobile;
  readonly trousseau: Trousseau;
  readonly nouvelId: () => string;
  /** A transaction of the serving role under a tenant, as actions have. */
  readonly enTransaction: <T>(locataire: Locataire, acte: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Rows as they are, past row-level security. */
  readonly lignes: <T extends object = Record<string, unknown>>(
    texte: string,
    valeurs?: readonly unknown[],
  ) => Promise<T[]>;
  readonly fermer: () => Promise<void>;
}

export interface OptionsPortail {
  readonly instant?: Date | string;
  /** Name of the database of a closed portal, to copy; the migrated and empty one otherwise. */
  readonly modele?: string;
  readonly session?: { readonly inactiviteMs: number; readonly dureeMs: number };
  readonly identite?: Dependances['identite'];
  readonly journal?: Logger;
  readonly source?: SourceDossiers;
  readonly imports?: DepotImports;
  readonly rendu?: Rendu;
  readonly oidc?: ConfigurationOidc;
  /** More origins than the default one; read at each request. */
  readonly origines?: () => readonly string[];
  readonly demandesAnonymesParMinute?: number;
  /** Networks whose forwarding headers are believed. */
  readonly mandataires?: readonly string[];
  /** Mounts more routes, as `ouvrirPortail` does after the modules'. */
  readonly monter?: (app: FastifyInstance, base: BaseDeTest) => void;
}

export const trousseauDEssai = (): Promise<Trousseau> =>
  ouvrirTrousseau({
    contenu: JSON.stringify({ courante: 'c1', cles: { c1: Buffer.alloc(32, 7).toString('base64url') } }),
  });

const MESURES_MUETTES: Mesures = {
  compterRequete: () => {},
  observer: () => {},
  suivre: () => {},
  exposer: async () => '',
};

export async function creerPortail(options: OptionsPortail = {}): Promise<Portail> {
  const base = await creerBaseDeTest(options.modele);
  const trousseau = await trousseauDEssai();
  const horloge = await creerHorloge(base, options.instant ?? DEPART);
  const app = await creerApplication({
    base: base.service,
    lecture: base.lecture,
    trousseau,
    horloge: horloge.lire,
    journal: options.journal ?? pino({ level: 'silent' }),
    mesures: MESURES_MUETTES,
    session: options.session ?? { inactiviteMs: 15 * MINUTE, dureeMs: 8 * HEURE },
    mandataires: options.mandataires ?? [],
    origines: () => [ORIGINE, ...(options.origines?.() ?? [])],
    // Every test comes from one address, many times a minute.
    demandesAnonymesParMinute: options.demandesAnonymesParMinute ?? Number.POSITIVE_INFINITY,
    ...(options.identite === undefined ? {} : { identite: options.identite }),
    ...(options.source === undefined ? {} : { source: options.source }),
    ...(options.imports === undefined ? {} : { imports: options.imports }),
    ...(options.rendu === undefined ? {} : { rendu: options.rendu }),
    ...(options.oidc === undefined ? {} : { oidc: options.oidc }),
  });
  options.monter?.(app, base);
  await app.ready();
  return {
    app,
    base,
    horloge,
    trousseau,
    nouvelId: () => nouvelUuid(horloge.lire()),
    enTransaction: (locataire, acte) => enTransaction(base.service, locataire, horloge.lire(), acte),
    lignes: async (texte, valeurs = []) => (await base.proprietaire.query(texte, [...valeurs])).rows,
    fermer: async () => {
      await app.close();
      await base.fermer();
    },
  };
}

async function creerHorloge(base: BaseDeTest, depart: Date | string): Promise<HorlogeMobile> {
  let maintenant = new Date(depart);
  const joursFaits = new Set<string>();
  const regler = async (instant: Date | string) => {
    maintenant = new Date(instant);
    const jour = (decalage: number) =>
      new Date(maintenant.getTime() + decalage * JOUR).toISOString().slice(0, 10);
    if (joursFaits.has(jour(0))) return;
    await creerPartitions(base.entretien, jour(0), jour(1));
    joursFaits.add(jour(0));
  };
  await regler(maintenant);
  return {
    lire: () => new Date(maintenant),
    avancer: (ms) => regler(new Date(maintenant.getTime() + ms)),
    regler,
  };
}

/** Random and hexadecimal: for what must be unlike anything else in a test. */
export const jetonUnique = (): string => randomBytes(6).toString('hex');
