import { setTimeout as attendre } from 'node:timers/promises';
import pg from 'pg';
import { clesDe } from '../src/modules/identite/server/tentatives.ts';
import { ouvrirTrousseau } from '../src/platform/config/trousseau.ts';
import { preparerBase } from './support/base-de-mesure.ts';
import { donnerMotsDePasse, inconnu, MAUVAIS } from './support/comptes-de-mesure.ts';
import { adresseDe, ouvrirPrise, poster } from './support/prise.ts';
import { lancerServeur } from './support/serveur.ts';

/**
 * SEC-05: what the time of an answer says of an account. States that are answered alike are a family; within it, the
 * medians of `ESSAIS` tries each, drawn at random on one connection, must be within 5 % or 1 ms. Counters are put
 * back by the owner before each try, and each comes from another network: the state under test stays the one wanted.
 */
const ESSAIS = Number(process.env.ESSAIS ?? 2_000);
const PAR_ETAT = 100;
const CHAUFFE = 100;

interface Etat {
  readonly famille: 'refuse' | 'verrouille' | 'verrouillante' | 'mot-de-passe-oublie' | 'identifiant-oublie';
  readonly connu: boolean;
  /** Status and code that every answer must have. */
  readonly attendu: string;
  /** What the counter of the target holds before the try. */
  readonly echecs: number;
  readonly bloque: boolean;
}
const REFUSE = { famille: 'refuse', attendu: '403 identifiants-refuses', echecs: 0, bloque: false } as const;
const VERROUILLE = { famille: 'verrouille', attendu: '403 trop-d-essais', echecs: 10, bloque: true } as const;
const NEUVIEME = { ...REFUSE, famille: 'verrouillante', echecs: 9 } as const;
const OUBLI = { attendu: '200', echecs: 0, bloque: false } as const;
const ETATS = {
  inconnu: { ...REFUSE, connu: false },
  mauvais_mot_de_passe: { ...REFUSE, connu: true },
  suspendu: { ...REFUSE, connu: true },
  premier_mot_de_passe_consomme: { ...REFUSE, connu: true },
  inconnu_verrouille: { ...VERROUILLE, connu: false },
  connu_verrouille: { ...VERROUILLE, connu: true },
  inconnu_dixieme_essai: { ...NEUVIEME, connu: false },
  connu_dixieme_essai: { ...NEUVIEME, connu: true },
  mot_de_passe_oublie_inconnu: { ...OUBLI, famille: 'mot-de-passe-oublie', connu: false },
  mot_de_passe_oublie_connu: { ...OUBLI, famille: 'mot-de-passe-oublie', connu: true },
  identifiant_oublie_inconnu: { ...OUBLI, famille: 'identifiant-oublie', connu: false },
  identifiant_oublie_connu: { ...OUBLI, famille: 'identifiant-oublie', connu: true },
} as const satisfies Record<string, Etat>;
type NomEtat = keyof typeof ETATS;
const NOMS = Object.keys(ETATS) as NomEtat[];

console.log(`Préparation : ${NOMS.length} états, ${PAR_ETAT} comptes chacun…`);
const base = await preparerBase({ dossiers: 0, seances: NOMS.length * PAR_ETAT });
const comptes = await donnerMotsDePasse(base.adresseProprietaire);
const proprietaire = new pg.Client({ connectionString: base.adresseProprietaire });
await proprietaire.connect();
const comptesDe = (nom: NomEtat): string[] => {
  const debut = NOMS.indexOf(nom) * PAR_ETAT;
  return comptes.slice(debut, debut + PAR_ETAT);
};
await proprietaire.query(
  "update identite.compte set etat = 'suspendu', etat_motif = 'mesure' where identifiant = any($1)",
  [comptesDe('suspendu')],
);
await proprietaire.query('update identite.compte set mot_de_passe = null where identifiant = any($1)', [
  comptesDe('premier_mot_de_passe_consomme'),
]);
await proprietaire.query("update identite.compte set courriel = identifiant || '@exemple.fr'");
const trousseau = await ouvrirTrousseau({ contenu: base.trousseau });
const serveur = await lancerServeur({
  DEMONSTRATION: 'non',
  DATABASE_URL: base.adresseService,
  DATABASE_URL_PROPRIETAIRE: base.adresseProprietaire,
  TROUSSEAU: base.trousseau,
  MANDATAIRES_DE_CONFIANCE: '127.0.0.1',
  PORT: '0',
});

let rang = 0;
const prise = await ouvrirPrise(serveur.port);

/** The request of a state, its counter having been put back. */
async function preparer(nom: NomEtat): Promise<string> {
  const etat: Etat = ETATS[nom];
  rang += 1;
  const identifiant = etat.connu
    ? (comptesDe(nom)[rang % PAR_ETAT] ?? '')
    : inconnu(NOMS.indexOf(nom) * PAR_ETAT + (rang % PAR_ETAT));
  const adresse = adresseDe(rang);
  const oubli = etat.famille === 'mot-de-passe-oublie' || etat.famille === 'identifiant-oublie';
  await proprietaire.query('delete from identite.tentative');
  if (etat.echecs > 0) {
    const { cible } = clesDe(trousseau, identifiant, adresse, null);
    await proprietaire.query(
      "insert into identite.tentative (cle, echecs, dernier_le, attendre_jusqua) values ($1, $2, now() - interval '1 minute', case when $3 then now() + interval '1 hour' end)",
      [cible, etat.echecs, etat.bloque],
    );
  }
  if (!oubli) return poster(serveur.port, '/api/connexion', { identifiant, motDePasse: MAUVAIS }, adresse);
  // What the previous one asked of the jobs is done: theirs is not the time that is measured.
  await attendre(15);
  return etat.famille === 'mot-de-passe-oublie'
    ? poster(serveur.port, '/api/oubli/mot-de-passe', { identifiant }, adresse)
    : poster(serveur.port, '/api/oubli/identifiant', { courriel: `${identifiant}@exemple.fr` }, adresse);
}

async function essayer(nom: NomEtat): Promise<number> {
  const requete = await preparer(nom);
  const debut = performance.now();
  const { statut, texte } = await prise.demander(requete);
  const duree = performance.now() - debut;
  const code = /"code":"([a-z-]+)"/.exec(texte)?.[1];
  const issue = code === undefined ? String(statut) : `${statut} ${code}`;
  if (issue !== ETATS[nom].attendu) throw new Error(`${nom} was answered ${issue}`);
  return duree;
}

/** Every state `fois` times, in an order drawn anew each round: none always follows the same other. */
async function passer(fois: number, noter: (nom: NomEtat, duree: number) => void): Promise<void> {
  for (let tour = 0; tour < fois; tour += 1) {
    const ordre = NOMS.map((nom) => ({ nom, tirage: Math.random() })).sort((a, b) => a.tirage - b.tirage);
    for (const { nom } of ordre) noter(nom, await essayer(nom));
  }
}

const mediane = (valeurs: readonly number[]): number =>
  Float64Array.from(valeurs).sort()[Math.floor(valeurs.length / 2)] ?? Number.NaN;
const arrondi = (ms: number): number => Math.round(ms * 1000) / 1000;
const durees = Object.fromEntries(NOMS.map((nom) => [nom, [] as number[]])) as Record<NomEtat, number[]>;
try {
  await passer(CHAUFFE, () => {});
  await passer(ESSAIS, (nom, duree) => durees[nom].push(duree));
} finally {
  prise.fermer();
  await serveur.arreter();
  await proprietaire.end();
  await base.fermer();
}
const medianes = Object.fromEntries(NOMS.map((nom) => [nom, mediane(durees[nom])])) as Record<
  NomEtat,
  number
>;
const ecarts = Object.fromEntries(
  [...new Set(NOMS.map((nom) => ETATS[nom].famille))].map((famille) => {
    const siennes = NOMS.filter((nom) => ETATS[nom].famille === famille).map((nom) => medianes[nom]);
    const [plus, moins] = [Math.max(...siennes), Math.min(...siennes)];
    return [famille, { ms: arrondi(plus - moins), pour_cent: arrondi((100 * (plus - moins)) / moins) }];
  }),
);
for (const nom of NOMS) console.log(`${nom.padEnd(32)} ${arrondi(medianes[nom])} ms (${ETATS[nom].famille})`);
console.log(
  JSON.stringify({
    bench: 'oracle',
    essais: ESSAIS,
    ecart_max_ms: Math.max(...Object.values(ecarts).map(({ ms }) => ms)),
    ecart_max_pour_cent: Math.max(...Object.values(ecarts).map(({ pour_cent }) => pour_cent)),
    tenu: Object.values(ecarts).every(({ ms, pour_cent }) => ms <= 1 || pour_cent <= 5),
    ecarts,
    medianes_ms: Object.fromEntries(NOMS.map((nom) => [nom, arrondi(medianes[nom])])),
  }),
);
process.exit(0);
