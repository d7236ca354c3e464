import { setTimeout as attendre } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BaseDeMesure, preparerBase } from '../../bench/support/base-de-mesure.ts';
import { lancerServeur, type ServeurLance } from '../../bench/support/serveur.ts';
import { creerAlea } from '../../src/modules/cdap/domain/population/alea.ts';

/**
 * FIAB-01: the server, then PostgreSQL, are killed at random moments under load. The clients keep a ledger of
 * every answer they received; afterwards each must have its trace: nothing acknowledged is lost, and nothing was
 * shown that is not recorded.
 */
const COMPLET = process.env.ESSAIS === 'complet';
const COUPS = COMPLET ? 100 : 5;
const CLIENTS = 8;
const PORT = 30_000 + (process.pid % 10_000);

let base: BaseDeMesure;
let serveur: ServeurLance;
const lus: string[] = [];
let choisis = 0;
const alea = creerAlea(Number(process.env.GRAINE ?? 1), 7);

const demarrerServeur = () =>
  lancerServeur({
    DEMONSTRATION: 'non',
    DATABASE_URL: base.adresseService,
    DATABASE_URL_PROPRIETAIRE: base.adresseProprietaire,
    TROUSSEAU: base.trousseau,
    PORT: String(PORT),
    TRAVAUX: 'non',
    NIVEAU_JOURNAL: 'silent',
  });

beforeAll(async () => {
  base = await preparerBase({ dossiers: 500, seances: 40 });
  serveur = await demarrerServeur();
}, 60_000);

afterAll(async () => {
  await serveur?.arreter();
  await base?.fermer();
}, 60_000);

async function poster(
  chemin: string,
  jeton: string,
  corps: unknown,
): Promise<{ statut: number; corps: { trace?: string } }> {
  const reponse = await fetch(`http://localhost:${PORT}${chemin}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: `__Host-passerelle=${jeton}` },
    body: JSON.stringify(corps),
  });
  return { statut: reponse.status, corps: (await reponse.json()) as { trace?: string } };
}

/** Reads and writes until told to stop; only what was received whole enters the ledger. */
async function harceler(n: number, encore: () => boolean): Promise<void> {
  for (let i = n; encore(); i += CLIENTS) {
    const seance = base.seances[i % base.seances.length];
    const numero = base.numeros[i % base.numeros.length];
    if (seance === undefined || numero === undefined) throw new Error('nothing to read');
    try {
      const { habilitation } = seance;
      if (i % 5 === 0) {
        if ((await poster('/api/cdap/profils/choix', seance.jeton, { habilitation })).statut === 200)
          choisis += 1;
      } else {
        const { statut, corps } = await poster('/api/cdap/consultations', seance.jeton, {
          habilitation,
          numero: String(numero),
        });
        if (statut === 200 && corps.trace !== undefined) lus.push(corps.trace);
        // What is cut must be said clearly: never a half file, never a defect of ours.
        else if (statut !== 503) throw new Error(`unexpected status ${statut}`);
      }
    } catch (erreur) {
      if (erreur instanceof Error && erreur.message.startsWith('unexpected status')) throw erreur;
      await attendre(20);
    }
  }
}

async function sousCharge(coup: () => Promise<void>): Promise<void> {
  let fini = false;
  const clients = Array.from({ length: CLIENTS }, (_, n) => harceler(n, () => !fini));
  try {
    for (let i = 0; i < COUPS; i += 1) {
      const avant = lus.length;
      await attendre(100 + alea.entier(0, 300));
      await coup();
      // The portal must serve again by itself before the next blow.
      const limite = Date.now() + 20_000;
      while (lus.length === avant && Date.now() < limite) await attendre(20);
      expect(lus.length, 'le portail sert à nouveau').toBeGreaterThan(avant);
    }
  } finally {
    fini = true;
    await Promise.all(clients);
  }
}

async function verifierGrandLivre(): Promise<void> {
  const client = new pg.Client({ connectionString: base.adresseProprietaire });
  await client.connect();
  const { rows } = await client.query(
    'select count(*)::int as n from traces.trace where id = any($1::uuid[])',
    [lus],
  );
  const choix = await client.query(
    "select count(*)::int as n from traces.trace where action = 'choix-profil-cdap'",
  );
  await client.end();
  expect(rows[0].n).toBe(lus.length);
  expect(choix.rows[0].n).toBeGreaterThanOrEqual(choisis);
}

test(
  `FIAB-01 le serveur tué ${COUPS} fois : rien d’acquitté n’est perdu, rien n’est montré sans trace`,
  async () => {
    await sousCharge(async () => {
      const fini = new Promise((resoudre) => serveur.processus.once('exit', resoudre));
      serveur.processus.kill('SIGKILL');
      await fini;
      serveur = await demarrerServeur();
    });
    await verifierGrandLivre();
    console.log(
      `FIAB-01 serveur : ${COUPS} coups, ${lus.length} lectures et ${choisis} choix acquittés, 0 perdu`,
    );
  },
  COUPS * 25_000,
);

test(
  `FIAB-01 PostgreSQL tué ${COUPS} fois : rien d’acquitté n’est perdu, rien n’est montré sans trace`,
  async () => {
    await sousCharge(() => base.tuerEtRelancer());
    await verifierGrandLivre();
    console.log(
      `FIAB-01 base : ${COUPS} coups, ${lus.length} lectures et ${choisis} choix acquittés, 0 perdu`,
    );
  },
  COUPS * 25_000,
);
