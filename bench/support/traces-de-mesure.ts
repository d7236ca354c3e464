import pg from 'pg';

/** Days over which the traces are spread: one partition each, as in use. */
const JOURS = 30;

/**
 * Fills the register with `nombre` consultations already made, by the accounts and on the files that are there.
 * Written by the owner in a few statements: what is measured is what comes after.
 */
export async function remplirTraces(adresseProprietaire: string, nombre: number): Promise<void> {
  const client = new pg.Client({ connectionString: adresseProprietaire });
  await client.connect();
  try {
    await client.query('select traces.creer_partitions(current_date - $1::integer, current_date + 2)', [
      JOURS,
    ]);
    const { rows } = await client.query('select count(*)::integer as n from identite.compte');
    const comptes = rows[0].n;
    const parJour = Math.ceil(nombre / JOURS);
    for (let jour = 1; jour <= JOURS; jour += 1) {
      await client.query(
        `with agent as (
           select caf_code, partenaire_id, id, row_number() over (order by id) - 1 as rang from identite.compte
         ), famille as (
           select numero, row_number() over (order by numero) - 1 as rang from cdap.dossier
         ), familles as (select count(*) as n from cdap.dossier)
         insert into traces.trace (id, instant, caf_code, partenaire_id, compte_id, session_id, correlation, action, issue,
           profil, dossier_caf, dossier_numero, categories, version_matrice, mission, navigateur)
         select gen_random_uuid(), current_date - $1::integer + n * interval '86 seconds' / greatest(1, $2::integer / 1000),
           a.caf_code, a.partenaire_id, a.id, a.id, 'mesure', 'consultation-dossier', 'fait', 'T2', a.caf_code, f.numero,
           '{identite,numero,adresse,famille:composition,quotientFamilial}', 1, 'tarif-creche', 'mesure'
         from generate_series(1, $2::integer) n
         join agent a on a.rang = (n * 7919::bigint) % $3
         join famille f on f.rang = (n * 104729::bigint + $1 * 31) % (select n from familles)`,
        [jour, parJour, comptes],
      );
    }
    await client.query('vacuum (analyze) traces.trace');
  } finally {
    await client.end();
  }
}

export interface Tailles {
  readonly octets_par_dossier: number;
  readonly octets_par_trace: number;
}

/** Room on disk, indexes and out-of-line parts included. */
export async function mesurerTailles(
  adresseProprietaire: string,
  dossiers: number,
  traces: number,
): Promise<Tailles> {
  const client = new pg.Client({ connectionString: adresseProprietaire });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select (pg_total_relation_size('cdap.dossier') + pg_total_relation_size('cdap.cle_personne'))::float as dossiers,
        (select coalesce(sum(pg_total_relation_size(inhrelid)), 0)::float from pg_inherits
          where inhparent = 'traces.trace'::regclass) as traces`,
    );
    return {
      octets_par_dossier: Math.round(rows[0].dossiers / dossiers),
      octets_par_trace: traces === 0 ? 0 : Math.round(rows[0].traces / traces),
    };
  } finally {
    await client.end();
  }
}
