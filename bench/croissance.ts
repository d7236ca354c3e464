import { type BaseDeMesure, preparerBase } from './support/base-de-mesure.ts';
import { charger, type Resultats } from './support/client-http.ts';
import { lancerServeur, type ServeurLance } from './support/serveur.ts';
import { mesurerTailles, remplirTraces, type Tailles } from './support/traces-de-mesure.ts';

/**
 * PERF-02: the same consultation with ten, a hundred and a thousand times more files and traces. Each size has its own
 * database and server; they are measured in turn within one run, so that the noise of the machine falls on all.
 *
 * `npm run bench croissance -- --dix-millions` adds the largest size (60 GB of disk); `TAILLES`, `SECONDES`, `TOURS`,
 * `CONNEXIONS` change the rest.
 */
const TAILLES = (process.env.TAILLES ?? '10000,100000,1000000').split(',').map(Number);
if (process.argv.includes('--dix-millions')) TAILLES.push(10_000_000);
const SEANCES = 2_000;
const SECONDES = Number(process.env.SECONDES ?? 5);
const TOURS = Number(process.env.TOURS ?? 5);
const CONNEXIONS = Number(process.env.CONNEXIONS ?? 50);
/** The whole country: 13.8 million files, and some 50 million traces kept for six months. */
const TRACES_PAR_DOSSIER = 5;

interface Taille {
  readonly dossiers: number;
  readonly traces: number;
  readonly base: BaseDeMesure;
  readonly serveur: ServeurLance;
  readonly disque: Tailles;
  readonly tours: Resultats[];
}

async function preparer(dossiers: number): Promise<Taille> {
  const traces = dossiers * TRACES_PAR_DOSSIER;
  console.log(
    `Préparation : ${dossiers.toLocaleString('fr-FR')} dossiers, ${traces.toLocaleString('fr-FR')} traces…`,
  );
  const base = await preparerBase({ dossiers, seances: SEANCES });
  await remplirTraces(base.adresseProprietaire, traces);
  const disque = await mesurerTailles(base.adresseProprietaire, dossiers, traces);
  const serveur = await lancerServeur({
    DEMONSTRATION: 'non',
    DATABASE_URL: base.adresseService,
    DATABASE_URL_PROPRIETAIRE: base.adresseProprietaire,
    TROUSSEAU: base.trousseau,
    PORT: '0',
  });
  return { dossiers, traces, base, serveur, disque, tours: [] };
}

const requeteDe = ({ base, serveur }: Taille) => {
  const debuts = base.seances.map(({ jeton, habilitation }) => ({
    tete: `POST /api/cdap/consultations HTTP/1.1\r\nHost: localhost:${serveur.port}\r\nCookie: __Host-passerelle=${jeton}\r\nContent-Type: application/json\r\nUser-Agent: mesure\r\n`,
    corps: `{"habilitation":"${habilitation}","numero":"`,
  }));
  return (n: number): string => {
    const { tete, corps } = debuts[(n * 7919) % debuts.length] ?? { tete: '', corps: '' };
    const complet = `${corps}${base.numeros[(n * 104_729) % base.numeros.length]}"}`;
    return `${tete}Content-Length: ${complet.length}\r\n\r\n${complet}`;
  };
};

const mediane = (valeurs: readonly number[]): number =>
  [...valeurs].sort((a, b) => a - b)[Math.floor(valeurs.length / 2)] ?? Number.NaN;

const tailles: Taille[] = [];
try {
  for (const dossiers of TAILLES) tailles.push(await preparer(dossiers));
  for (let tour = 1; tour <= TOURS; tour += 1) {
    for (const taille of tailles) {
      const mesure = await charger({
        port: taille.serveur.port,
        connexions: CONNEXIONS,
        secondes: SECONDES,
        chauffe: tour === 1 ? 4 : 1,
        requete: requeteDe(taille),
      });
      if (Object.keys(mesure.statuts).some((statut) => statut !== '200'))
        throw new Error(`refused requests: ${JSON.stringify(mesure.statuts)}`);
      taille.tours.push(mesure);
      console.log(
        `Tour ${tour}, ${taille.dossiers.toLocaleString('fr-FR')} dossiers : ${mesure.req_s}/s, p50 ${mesure.p50_ms} ms, p99 ${mesure.p99_ms} ms`,
      );
    }
  }
} finally {
  for (const { serveur, base } of tailles) {
    await serveur.arreter();
    await base.fermer();
  }
}

const mesures = tailles.map(({ dossiers, traces, disque, tours }) => ({
  dossiers,
  traces,
  req_s: mediane(tours.map((t) => t.req_s)),
  p50_ms: mediane(tours.map((t) => t.p50_ms)),
  p99_ms: mediane(tours.map((t) => t.p99_ms)),
  ...disque,
}));
const [petite, grande] = [mesures[0], mesures.at(-1)];
console.log(
  JSON.stringify({
    bench: 'croissance',
    ratio_p99: Number(((grande?.p99_ms ?? Number.NaN) / (petite?.p99_ms ?? Number.NaN)).toFixed(2)),
    ratio_p50: Number(((grande?.p50_ms ?? Number.NaN) / (petite?.p50_ms ?? Number.NaN)).toFixed(2)),
    connexions: CONNEXIONS,
    tours: TOURS,
    tailles: mesures,
  }),
);
process.exit(0);
