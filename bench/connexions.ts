import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as attendre } from 'node:timers/promises';
import { ralentir } from '../src/platform/hachage/ralentir.ts';
import type { BilanAssaut, OrdreAssaut } from './support/assaut.ts';
import { preparerBase } from './support/base-de-mesure.ts';
import { envoyerEnCadence, type ResultatsOuverts } from './support/boucle-ouverte.ts';
import { donnerMotsDePasse } from './support/comptes-de-mesure.ts';
import { lancerServeur } from './support/serveur.ts';

/**
 * PERF-06: the latency of consultations, alone and while sign-ins saturate, in turn in the same run. Consultations
 * come at a steady rate, some tenth of what the portal can serve on two cores (`bench consultation`): they queue for
 * nothing of their own, and what is seen is what sign-ins take. Bar: `ratio_p99` 1.5 at most.
 */
const DOSSIERS = Number(process.env.DOSSIERS ?? 20_000);
const SEANCES = Number(process.env.SEANCES ?? 2_000);
const SECONDES = Number(process.env.SECONDES ?? 12);
const TOURS = Number(process.env.TOURS ?? 9);
const CADENCE = Number(process.env.CADENCE ?? 150);
const ASSAILLANTS = Number(process.env.ASSAILLANTS ?? 256);
const CHAUFFE_S = 1;
const CHARGE = Number((os.loadavg()[0] ?? 0).toFixed(1));
/** Longer than a full queue of hashes. */
const REPOS_MS = 2000;

console.log(`Préparation : ${DOSSIERS} dossiers, ${SEANCES} sessions…`);
const base = await preparerBase({ dossiers: DOSSIERS, seances: SEANCES });
const identifiants = await donnerMotsDePasse(base.adresseProprietaire);
const serveur = await lancerServeur({
  DEMONSTRATION: 'non',
  DATABASE_URL: base.adresseService,
  DATABASE_URL_PROPRIETAIRE: base.adresseProprietaire,
  TROUSSEAU: base.trousseau,
  MANDATAIRES_DE_CONFIANCE: '127.0.0.1',
  PORT: '0',
});
const requete = (n: number): string => {
  const seance = base.seances[(n * 7919) % base.seances.length];
  const corps = `{"habilitation":"${seance?.habilitation}","numero":"${base.numeros[(n * 104_729) % base.numeros.length]}"}`;
  return `POST /api/cdap/consultations HTTP/1.1\r\nHost: localhost:${serveur.port}\r\nCookie: __Host-passerelle=${seance?.jeton}\r\nContent-Type: application/json\r\nUser-Agent: mesure\r\nContent-Length: ${corps.length}\r\n\r\n${corps}`;
};
const consulter = async (): Promise<ResultatsOuverts> => {
  const mesure = await envoyerEnCadence({
    port: serveur.port,
    parSeconde: CADENCE,
    secondes: SECONDES,
    chauffe: CHAUFFE_S,
    connexions: 100,
    requete,
  });
  if (Object.keys(mesure.statuts).some((statut) => statut !== '200'))
    throw new Error(`refused consultations: ${JSON.stringify(mesure.statuts)}`);
  return mesure;
};

const assaillant = fork(path.join(import.meta.dirname, 'support/assaut.ts'), {
  execArgv: ['--disable-warning=ExperimentalWarning'],
  detached: true,
});
ralentir(assaillant.pid);
let depuis = 0;
async function consulterSousAssaut(): Promise<{ consultations: ResultatsOuverts; assaut: BilanAssaut }> {
  const ordre: OrdreAssaut = { port: serveur.port, connexions: ASSAILLANTS, identifiants, depuis };
  assaillant.send(ordre);
  // Its connections are open and the queue of hashes is full before anything is counted.
  await attendre(REPOS_MS);
  const consultations = await consulter();
  const fini = once(assaillant, 'message');
  assaillant.send('cesser');
  const [assaut] = (await fini) as [BilanAssaut];
  depuis += Object.values(assaut.issues).reduce((somme, n) => somme + n, 0) + ASSAILLANTS;
  await attendre(REPOS_MS);
  return { consultations, assaut };
}

const mediane = (valeurs: readonly number[]): number =>
  [...valeurs].sort((a, b) => a - b)[Math.floor(valeurs.length / 2)] ?? Number.NaN;
const tours: { sans: ResultatsOuverts; avec: ResultatsOuverts; assaut: BilanAssaut }[] = [];
try {
  await consulter();
  await consulterSousAssaut();
  for (let tour = 1; tour <= TOURS; tour += 1) {
    // The order alternates: what drifts on the machine falls on both.
    const avant = tour % 2 === 1 ? await consulter() : null;
    const { consultations: avec, assaut } = await consulterSousAssaut();
    const sans = avant ?? (await consulter());
    tours.push({ sans, avec, assaut });
    console.log(
      `Tour ${tour} : sans p50 ${sans.p50_ms}, p99 ${sans.p99_ms} ms (client ${sans.retard_client_p99_ms}) ; avec p50 ${avec.p50_ms}, p99 ${avec.p99_ms} ms (client ${avec.retard_client_p99_ms}) ; rapport ${(avec.p99_ms / sans.p99_ms).toFixed(2)} ; ${JSON.stringify(assaut.issues)}`,
    );
  }
} finally {
  assaillant.kill();
  await serveur.arreter();
  await base.fermer();
}
const SATUREE = 'connexions-saturees';
const parSeconde = (garder: (issue: string) => boolean) =>
  mediane(
    tours.map(({ assaut }) => {
      const gardees = Object.entries(assaut.issues).filter(([issue]) => garder(issue));
      return Math.round(gardees.reduce((somme, [, n]) => somme + n, 0) / assaut.secondes);
    }),
  );
console.log(
  JSON.stringify({
    bench: 'connexions',
    p99_sans_ms: mediane(tours.map(({ sans }) => sans.p99_ms)),
    p99_avec_ms: mediane(tours.map(({ avec }) => avec.p99_ms)),
    ratio_p99: Number(mediane(tours.map(({ sans, avec }) => avec.p99_ms / sans.p99_ms)).toFixed(2)),
    p50_sans_ms: mediane(tours.map(({ sans }) => sans.p50_ms)),
    p50_avec_ms: mediane(tours.map(({ avec }) => avec.p50_ms)),
    connexions_par_s: parSeconde((issue) => issue !== SATUREE),
    refusees_saturees: tours.reduce((somme, { assaut }) => somme + (assaut.issues[SATUREE] ?? 0), 0),
    refusees_saturees_par_s: parSeconde((issue) => issue === SATUREE),
    // What others take of the machine is not the portal's: a run on a busy one says little.
    retard_client_sans_p99_ms: mediane(tours.map(({ sans }) => sans.retard_client_p99_ms)),
    processeurs: os.availableParallelism(),
    charge_au_debut: CHARGE,
    consultations_par_s: CADENCE,
    assaillants: ASSAILLANTS,
    dossiers: DOSSIERS,
    seances: SEANCES,
    tours: TOURS,
  }),
);
process.exit(0);
