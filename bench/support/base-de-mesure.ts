import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import catalogue2025 from '../../src/modules/cdap/domain/catalogue-2025.json' with { type: 'json' };
import { type DossierGenere, genererPopulation } from '../../src/modules/cdap/domain/population.ts';
import { amorcerDossiers, amorcerVersionMatrice } from '../../src/modules/cdap/index.ts';
import { enTransaction, ouvrirBase } from '../../src/platform/db/base.ts';
import { demarrerBaseEmbarquee } from '../../src/platform/db/embedded.ts';
import { migrer } from '../../src/platform/db/migrer.ts';

export const CAF = '599';
const ROLE = 'passerelle_portail';
const BASE = 'passerelle';
const PARTENAIRES = 1000;

export interface BaseDeMesure {
  readonly adresseService: string;
  readonly adresseProprietaire: string;
  readonly trousseau: string;
  /** Cookies of open sessions, with the right under which each reads. */
  readonly seances: readonly {
    readonly jeton: string;
    readonly habilitation: string;
    readonly compte: string;
    readonly partenaire: string;
  }[];
  readonly numeros: readonly number[];
  /** Kills the database server at once (SIGKILL), and starts it again on the same data. */
  readonly tuerEtRelancer: () => Promise<void>;
  readonly fermer: () => Promise<void>;
}

export const jetonDe = (n: number): string => `mesure-${n}`;

/** An embedded database with `dossiers` files and `seances` agents signed in, in a temporary folder. */
export async function preparerBase(options: { dossiers: number; seances: number }): Promise<BaseDeMesure> {
  const dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-mesure-'));
  let embarquee = await demarrerBaseEmbarquee({ dossier: path.join(dossier, 'base') });
  const racine = new pg.Client({ connectionString: embarquee.adresse('proprietaire', 'postgres') });
  await racine.connect();
  await racine.query(`create database ${BASE}`);
  await racine.end();
  const adresseProprietaire = embarquee.adresse('proprietaire', BASE);
  await migrer({
    adresseProprietaire,
    connexionService: { nom: ROLE, motDePasse: null },
    motDePasse: () => null,
  });
  const proprietaire = new pg.Client({ connectionString: adresseProprietaire });
  await proprietaire.connect();
  await peupler(proprietaire, options.seances);
  const adresseService = embarquee.adresse(ROLE, BASE);
  // Search keys are sorted once, at the end: at a million files their pages no longer fit in the cache.
  const { rows: index } = await proprietaire.query<{ nom: string; texte: string }>(
    "select indexname as nom, indexdef as texte from pg_indexes where schemaname = 'cdap' and tablename = 'cle_personne'",
  );
  for (const { nom } of index) await proprietaire.query(`drop index cdap.${nom}`);
  const numeros = await chargerDossiers(adresseService, options.dossiers);
  for (const { texte } of index) await proprietaire.query(texte);
  await proprietaire.query('vacuum (analyze)');
  const { rows } = await proprietaire.query(
    'select id as habilitation, compte_id as compte, partenaire_id as partenaire, row_number() over (order by compte_id) as n from habilitations.habilitation',
  );
  await proprietaire.end();
  return {
    adresseService,
    adresseProprietaire,
    trousseau: JSON.stringify({ courante: 'c1', cles: { c1: randomBytes(32).toString('base64url') } }),
    seances: rows.map((r) => ({ ...r, jeton: jetonDe(Number(r.n)) })),
    numeros,
    tuerEtRelancer: async () => {
      process.kill(embarquee.pidPostmaster, 'SIGKILL');
      embarquee = await demarrerBaseEmbarquee({ dossier: path.join(dossier, 'base') });
    },
    fermer: async () => {
      await embarquee.arreter();
      await rm(dossier, { recursive: true, force: true });
    },
  };
}

/** Rows made by the owner in a few statements: what is measured is reading, not loading. */
async function peupler(client: pg.Client, seances: number): Promise<void> {
  const caf = `insert into organismes.caf (code, nom, departements, adresse, directeur_nom, directeur_fonction, fuseau, territoire,
      horaires, points_contact, numerotation, seuil_confirmation_heure, plafond_compte_heure, seuil_partenaire_jour, plafond_partenaire_jour)
    values ('${CAF}', 'Caf de mesure', '{59}', '-', '-', '-', 'Europe/Paris', 'metropole', '{}', '{}', '{siret}',
      100000000, 100000000, 100000000, 100000000)`;
  const etapes = [
    caf,
    `insert into organismes.partenaire (id, caf_code, siret, raison_sociale, type, adresse, courriel, signataire_nom, signataire_fonction)
     select gen_random_uuid(), '${CAF}', lpad(n::text, 14, '0'), 'Commune ' || n, 'commune', '-', '-', '-', '-' from generate_series(1, ${PARTENAIRES}) n`,
    `insert into conventions.convention (id, caf_code, partenaire_id, numero, edition, etat, signee_caf_le, signee_partenaire_le,
       formalites_caf_le, formalites_partenaire_le, effet_le)
     select gen_random_uuid(), caf_code, id, siret, '2025', 'signee', '2025-01-01', '2025-01-01', '2025-01-01', '2025-01-01', '2025-01-01'
     from organismes.partenaire`,
    `insert into conventions.version_contrat (id, caf_code, partenaire_id, convention_id, rang, periode, signe_caf_le, signe_partenaire_le)
     select gen_random_uuid(), caf_code, partenaire_id, id, 1, '[2025-01-01,)', '2025-01-01', '2025-01-01' from conventions.convention`,
    `insert into conventions.bulletin_adhesion (id, caf_code, partenaire_id, convention_id, service, annexe, libelle, disponible_le)
     select gen_random_uuid(), caf_code, partenaire_id, id, 'cdap', 2, 'Cdap', '2025-01-01' from conventions.convention`,
    `insert into conventions.version_bulletin (id, caf_code, partenaire_id, bulletin_id, rang, periode, signe_caf_le, signe_partenaire_le, catalogue)
     select gen_random_uuid(), caf_code, partenaire_id, id, 1, '[2025-01-01,)', '2025-01-01', '2025-01-01', '2025' from conventions.bulletin_adhesion`,
    `insert into conventions.quota (id, caf_code, partenaire_id, version_bulletin_id, profil, perimetre, maximum)
     select gen_random_uuid(), caf_code, partenaire_id, id, 'T2', 'partenaire', 1000 from conventions.version_bulletin`,
    `insert into organismes.equipement (id, caf_code, partenaire_id, nature, libelle, identifiant_caf, adresse, ouvert_le)
     select gen_random_uuid(), caf_code, id, 'eaje-multi-accueil', 'Crèche', siret, '-', '2015-01-01' from organismes.partenaire`,
    `insert into conventions.convention_financement (id, caf_code, partenaire_id, equipement_id, reference, periode)
     select gen_random_uuid(), caf_code, partenaire_id, id, identifiant_caf, '[2020-01-01,)' from organismes.equipement`,
    `insert into identite.compte (id, nature, caf_code, partenaire_id, identifiant, prenom, nom, fonction, courriel, mot_de_passe, acces, second_facteur_exige)
     select gen_random_uuid(), 'partenaire', '${CAF}', p.id, lpad(n::text, 10, 'a'), 'Agent', n::text, '-', n || '@exemple', '-', '[2025-01-01,)', true
     from generate_series(1, ${seances}) n
     join (select id, row_number() over (order by siret) as rang from organismes.partenaire) p on p.rang = 1 + n % ${PARTENAIRES}`,
    `insert into habilitations.habilitation (id, caf_code, partenaire_id, compte_id, bulletin_id, service, profil, perimetre, perimetre_id,
       periode, etat, missions, responsable_metier, usages, equipement_id, accordee_le)
     select gen_random_uuid(), c.caf_code, c.partenaire_id, c.id, b.id, 'cdap', 'T2', 'equipement', e.id, '[2025-01-01,)', 'active',
       '{tarif-creche}', '-', '{creche,tarif}', e.id, '2025-01-01'
     from identite.compte c join conventions.bulletin_adhesion b using (partenaire_id) join organismes.equipement e using (partenaire_id)`,
    `insert into identite.session (id, compte_id, nature, caf_code, partenaire_id, jeton_empreinte, niveau, second_facteur_le, ouverte_le,
       activite_le, duree_inactivite, inactive_le, expire_le)
     select gen_random_uuid(), id, nature, caf_code, partenaire_id, sha256(convert_to('mesure-' || row_number() over (order by id), 'UTF8')),
       'complet', now(), now(), now(), '8 hours', now() + interval '8 hours', now() + interval '8 hours'
     from identite.compte`,
    'select traces.creer_partitions(current_date - 1, current_date + 2)',
  ];
  for (const etape of etapes) await client.query(etape);
}

async function chargerDossiers(adresse: string, dossiers: number): Promise<number[]> {
  const base = ouvrirBase(adresse, { max: 2, nom: 'mesure' });
  const instant = new Date();
  const numeros: number[] = [];
  try {
    await enTransaction(
      base,
      { nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null },
      instant,
      (tx) =>
        amorcerVersionMatrice(tx, {
          version: 1,
          catalogue: '2025',
          du: new Date('2025-01-01'),
          au: null,
          motif: 'mesure',
          auteur: 'mesure',
          contenu: catalogue2025,
        }),
    );
    const cafs = [{ code: CAF, communes: [{ nom: 'Villexemple', codeInsee: '59991', codePostal: '59999' }] }];
    let lot: DossierGenere[] = [];
    let enCours = Promise.resolve();
    // One batch is written while the next is made.
    const vider = async () => {
      const plein = lot;
      lot = [];
      await enCours;
      enCours = enTransaction(
        base,
        { nature: 'caf', cafCode: CAF, partenaireId: null, compteId: null },
        instant,
        (tx) => amorcerDossiers(tx, plein),
      );
    };
    for (const dossier of genererPopulation({
      graine: 'mesure',
      taille: dossiers,
      cafs,
      moisCourant: instant.toISOString().slice(0, 7),
    })) {
      if (dossier.etat === 'ouvert' && !dossier.accesRestreint) numeros.push(dossier.numero);
      lot.push(dossier);
      if (lot.length === 1000) await vider();
    }
    if (lot.length > 0) await vider();
    await enCours;
  } finally {
    await base.kysely.destroy();
  }
  return numeros;
}

export const empreinteHex = (jeton: string): string => createHash('sha256').update(jeton).digest('hex');
