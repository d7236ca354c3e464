import { parseArgs } from 'node:util';
import pg from 'pg';
import type { BlocsStockes } from '../src/modules/cdap/domain/blocs.ts';
import { preparerBase } from './support/base-de-mesure.ts';
import { charger } from './support/client-http.ts';
import { lancerServeur } from './support/serveur.ts';

/**
 * CDAP-20, PERF: search by name over HTTP, session, right, conditions, lines cut and trace committed. Generated names
 * are made of a few syllables (1,800 for a million files, each one letter away from several others), so that a name
 * brings back many more people than in real life: the population is harder than reality.
 */
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    dossiers: { type: 'string', default: '1000000' },
    seances: { type: 'string', default: '8000' },
    connexions: { type: 'string', default: '4' },
    secondes: { type: 'string', default: '20' },
  },
});
const DOSSIERS = Number(values.dossiers);
const SEANCES = Number(values.seances);
const CONNEXIONS = Number(values.connexions);
const SECONDES = Number(values.secondes);
/** Sessions of agents who may search by NIR. */
const SEANCES_NIR = 400;
const PERSONNES = 20_000;

console.log(`Préparation : ${DOSSIERS} dossiers, ${SEANCES} sessions…`);
const debut = performance.now();
const base = await preparerBase({ dossiers: DOSSIERS, seances: SEANCES });
const proprietaire = new pg.Client({ connectionString: base.adresseProprietaire });
await proprietaire.connect();
const comptesNir = base.seances.slice(0, SEANCES_NIR).map(({ compte }) => compte);
await ouvrirNir();
const personnes = await lirePersonnes();
const { rows: tailles } = await proprietaire.query(
  `select (select count(*)::int from cdap.cle_personne) as cles,
     (select count(distinct nom)::int from cdap.cle_personne) as noms,
     pg_size_pretty(pg_total_relation_size('cdap.dossier')) as dossiers,
     pg_size_pretty(pg_total_relation_size('cdap.cle_personne')) as taille_cles`,
);
await proprietaire.end();
console.log(
  `Prêt en ${Math.round((performance.now() - debut) / 1000)} s : ${tailles[0].cles} clés de ${tailles[0].noms} noms, ${tailles[0].taille_cles} ; dossiers ${tailles[0].dossiers}`,
);

/** T14 sees the NIR: these accounts move from T2 to it, and their partners become what T14 is for. */
async function ouvrirNir(): Promise<void> {
  await proprietaire.query(
    `insert into conventions.quota (id, caf_code, partenaire_id, version_bulletin_id, profil, perimetre, maximum)
     select gen_random_uuid(), caf_code, partenaire_id, id, 'T14', 'partenaire', 1000 from conventions.version_bulletin
     where partenaire_id in (select partenaire_id from identite.compte where id = any($1))`,
    [comptesNir],
  );
  await proprietaire.query(
    `update organismes.partenaire set type = 'securite-sociale', organisme = 'cdc'
     where id in (select partenaire_id from identite.compte where id = any($1))`,
    [comptesNir],
  );
  await proprietaire.query(
    `update habilitations.habilitation set profil = 'T14', usages = '{}', perimetre = 'partenaire', perimetre_id = partenaire_id,
       equipement_id = null where partenaire_id in (select partenaire_id from identite.compte where id = any($1))`,
    [comptesNir],
  );
}

interface Personne {
  readonly nom: string;
  readonly prenom: string;
  readonly neLe: string;
  readonly nir: string;
}

async function lirePersonnes(): Promise<Personne[]> {
  const { rows } = await proprietaire.query<{
    identite: NonNullable<BlocsStockes['identite']>;
    nir: BlocsStockes['nir'];
  }>(
    `select identite, nir from cdap.dossier tablesample system (${Math.min(100, (300 * PERSONNES) / DOSSIERS)}) where etat = 'ouvert' and not acces_restreint limit ${PERSONNES}`,
  );
  return rows.flatMap(({ identite, nir }) => {
    const [premier] = identite.adultes;
    const numero = nir?.adultes[0]?.nir;
    if (!premier?.dateNaissance || premier.dateNaissance.length < 10 || !numero) return [];
    const { nomNaissance: nom, prenoms, dateNaissance: neLe } = premier;
    return [{ nom, prenom: prenoms[0] ?? '', neLe, nir: numero }];
  });
}

const sansAccent = (texte: string): string => texte.normalize('NFD').replace(/\p{M}/gu, '');
const LETTRES = 'aeioulrnst';
/** One letter left out, added, changed, or two swapped. */
function fausser(nom: string, n: number): string {
  const i = 1 + (n % (nom.length - 2));
  const [avant, apres] = [nom.slice(0, i), nom.slice(i)];
  switch (n % 4) {
    case 0:
      return avant + apres.slice(1);
    case 1:
      return avant + LETTRES[n % LETTRES.length] + apres;
    case 2:
      return avant + LETTRES[n % LETTRES.length] + apres.slice(1);
    default:
      return avant + apres[1] + apres[0] + apres.slice(2);
  }
}
/** The same sound, spelt otherwise. */
const autrement = (nom: string): string =>
  sansAccent(nom)
    .replace(/an/g, 'en')
    .replace(/in$/, 'ain')
    .replace(/ault$/, 'eau')
    .replace(/qu/g, 'k')
    .replace(/([lnr])(?=[aeiou])/, '$1$1');

const GENRES: readonly (readonly [genre: string, parts: number, par: (p: Personne, n: number) => object])[] =
  [
    ['nom prénom naissance', 25, ({ nom, prenom, neLe }) => ({ nom, prenom, neLe })],
    [
      'capitales sans accents',
      15,
      ({ nom, prenom, neLe }) => ({
        nom: sansAccent(nom).toUpperCase(),
        prenom: sansAccent(prenom).toUpperCase().replace('-', ' '),
        neLe,
      }),
    ],
    ['nom prénom', 10, ({ nom, prenom }) => ({ nom, prenom })],
    ['nom prénom année', 5, ({ nom, prenom, neLe }) => ({ nom, prenom, neLe: neLe.slice(0, 4) })],
    ['nom naissance', 10, ({ nom, neLe }) => ({ nom, neLe })],
    ['nom année', 5, ({ nom, neLe }) => ({ nom, neLe: neLe.slice(0, 4) })],
    [
      'une lettre fausse',
      15,
      ({ nom, prenom, neLe }, n) =>
        n % 2 === 0 ? { nom: fausser(nom, n), prenom } : { nom: fausser(nom, n), prenom, neLe },
    ],
    ['comme il sonne', 5, ({ nom, prenom }) => ({ nom: autrement(nom), prenom: autrement(prenom) })],
    [
      'sans résultat',
      5,
      ({ prenom, neLe }, n) => ({ nom: `Wyx${LETTRES[n % 10]}k${LETTRES[(n >> 4) % 10]}z`, prenom, neLe }),
    ],
    ['NIR', 5, ({ nir }) => ({ nir })],
  ];
const TIRAGE = GENRES.flatMap(([genre, parts, par]) => Array.from({ length: parts }, () => ({ genre, par })));
const tirageDe = (n: number) => TIRAGE[(n * 37) % TIRAGE.length] ?? { genre: '', par: () => ({}) };

const peuventNir = base.seances.filter(({ compte }) => comptesNir.includes(compte));
const partenairesNir = new Set(peuventNir.map(({ partenaire }) => partenaire));
const autres = base.seances.filter(({ partenaire }) => !partenairesNir.has(partenaire));

const serveur = await lancerServeur({
  DEMONSTRATION: 'non',
  DATABASE_URL: base.adresseService,
  DATABASE_URL_PROPRIETAIRE: base.adresseProprietaire,
  TROUSSEAU: base.trousseau,
  PORT: '0',
});
const rangs = { nir: 0, nom: 0 };
const requete = (n: number): string => {
  const { genre, par } = tirageDe(n);
  const qui = genre === 'NIR' ? 'nir' : 'nom';
  rangs[qui] += 1;
  const seances = qui === 'nir' ? peuventNir : autres;
  const seance = seances[rangs[qui] % seances.length];
  const personne = personnes[(n * 7919) % personnes.length];
  if (!seance || !personne) throw new Error('nobody to search or to search for');
  const corps = JSON.stringify({ habilitation: seance.habilitation, par: par(personne, n) });
  return `POST /api/cdap/recherches HTTP/1.1\r\nHost: localhost:${serveur.port}\r\nCookie: __Host-passerelle=${seance.jeton}\r\nContent-Type: application/json\r\nUser-Agent: mesure\r\nContent-Length: ${Buffer.byteLength(corps)}\r\n\r\n${corps}`;
};
/** The consultation of a file by its number, under the same load: what a shared machine slows down, it slows down too. */
const consulter = (n: number): string => {
  const seance = autres[n % autres.length];
  if (!seance) throw new Error('nobody to read');
  const corps = `{"habilitation":"${seance.habilitation}","numero":"${base.numeros[(n * 104_729) % base.numeros.length]}"}`;
  return `POST /api/cdap/consultations HTTP/1.1\r\nHost: localhost:${serveur.port}\r\nCookie: __Host-passerelle=${seance.jeton}\r\nContent-Type: application/json\r\nUser-Agent: mesure\r\nContent-Length: ${corps.length}\r\n\r\n${corps}`;
};
try {
  const options = { port: serveur.port, connexions: CONNEXIONS };
  const reference = await charger({ ...options, secondes: SECONDES / 4, chauffe: 2, requete: consulter });
  const mesure = await charger({
    ...options,
    secondes: SECONDES,
    chauffe: 4,
    requete,
    genre: (n) => tirageDe(n).genre,
  });
  if (Object.keys(mesure.statuts).some((statut) => statut !== '200'))
    console.error(`refused requests: ${JSON.stringify(mesure.statuts)}`);
  console.log(
    JSON.stringify({
      bench: 'recherche',
      dossiers: DOSSIERS,
      cles: tailles[0].cles,
      noms_distincts: tailles[0].noms,
      connexions: CONNEXIONS,
      req_s: mesure.req_s,
      p50_ms: mesure.p50_ms,
      p99_ms: mesure.p99_ms,
      max_ms: mesure.max_ms,
      consultation: { req_s: reference.req_s, p50_ms: reference.p50_ms, p99_ms: reference.p99_ms },
      statuts: mesure.statuts,
      par_genre: mesure.par_genre,
    }),
  );
} finally {
  await serveur.arreter();
  await base.fermer();
}
process.exit(0);
