import { preparerBase } from './support/base-de-mesure.ts';
import { charger, type Resultats } from './support/client-http.ts';
import { preparerReference } from './support/reference.ts';
import { lancerServeur } from './support/serveur.ts';

/**
 * PERF-01: the consultation over HTTP (session, right, conditions, blocks cut, trace committed) against the
 * same SQL alone, measured in turn in the same run. `DOSSIERS`, `SEANCES`, `SECONDES` change the sizes.
 */
const DOSSIERS = Number(process.env.DOSSIERS ?? 20_000);
const SEANCES = Number(process.env.SEANCES ?? 2_000);
const SECONDES = Number(process.env.SECONDES ?? 6);
const TOURS = 3;

console.log(`Préparation : ${DOSSIERS} dossiers, ${SEANCES} sessions…`);
const base = await preparerBase({ dossiers: DOSSIERS, seances: SEANCES });
const reference = await preparerReference(base);
const serveur = await lancerServeur({
  DEMONSTRATION: 'non',
  DATABASE_URL: base.adresseService,
  DATABASE_URL_PROPRIETAIRE: base.adresseProprietaire,
  TROUSSEAU: base.trousseau,
  PORT: '0',
});
const requetes = base.seances.map(({ jeton, habilitation }) => ({
  tete: `POST /api/cdap/consultations HTTP/1.1\r\nHost: localhost:${serveur.port}\r\nCookie: __Host-passerelle=${jeton}\r\nContent-Type: application/json\r\nUser-Agent: mesure\r\n`,
  corps: `{"habilitation":"${habilitation}","numero":"`,
}));
const requete = (n: number): string => {
  const { tete, corps } = requetes[(n * 7919) % requetes.length] ?? { tete: '', corps: '' };
  const complet = `${corps}${base.numeros[(n * 104_729) % base.numeros.length]}"}`;
  return `${tete}Content-Length: ${complet.length}\r\n\r\n${complet}`;
};

const mediane = (valeurs: readonly number[]): number =>
  [...valeurs].sort((a, b) => a - b)[Math.floor(valeurs.length / 2)] ?? Number.NaN;
const tours: (Resultats & { reference: number })[] = [];
try {
  for (let tour = 1; tour <= TOURS; tour += 1) {
    const mesure = await charger({
      port: serveur.port,
      connexions: 50,
      secondes: SECONDES,
      chauffe: tour === 1 ? 4 : 1,
      requete,
    });
    const ref = await reference.mesurer(SECONDES);
    if (Object.keys(mesure.statuts).some((statut) => statut !== '200'))
      throw new Error(`refused requests: ${JSON.stringify(mesure.statuts)}`);
    tours.push({ ...mesure, reference: ref });
    console.log(
      `Tour ${tour} : ${mesure.req_s}/s, p50 ${mesure.p50_ms} ms, p99 ${mesure.p99_ms} ms ; ${reference.nom} ${Math.round(ref)}/s ; rapport ${(mesure.req_s / ref).toFixed(2)}`,
    );
  }
} finally {
  await serveur.arreter();
  await reference.fermer();
  await base.fermer();
}
console.log(
  JSON.stringify({
    bench: 'consultation',
    req_s: mediane(tours.map((t) => t.req_s)),
    p99_ms: mediane(tours.map((t) => t.p99_ms)),
    reference_req_s: Math.round(mediane(tours.map((t) => t.reference))),
    reference: reference.nom,
    ratio: Number(mediane(tours.map((t) => t.req_s / t.reference)).toFixed(2)),
    dossiers: DOSSIERS,
    seances: SEANCES,
  }),
);
process.exit(0);
