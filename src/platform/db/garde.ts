import type pg from 'pg';
import { ErreurDemarrage } from '../erreur-demarrage.ts';

/**
 * Refuses to serve under a login that row-level security does not hold: superuser, BYPASSRLS, or member of
 * the owner of the tables, of the traces' partitions or of the doors (SEC-02).
 */
export async function verifierRoleDeService(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `select r.rolsuper or r.rolbypassrls as contourne,
            pg_has_role(current_user, t.relowner, 'MEMBER')
              or pg_has_role(current_user, 'passerelle_entretien', 'MEMBER')
              or pg_has_role(current_user, 'passerelle_porte', 'MEMBER') as proprietaire,
            current_setting('fsync') = 'off' or current_setting('synchronous_commit') = 'off' as oublieux
       from pg_roles r, pg_class t
      where r.rolname = current_user and t.oid = 'identite.compte'::regclass`,
  );
  const role = rows[0];
  if (role === undefined || role.contourne || role.proprietaire) {
    throw new ErreurDemarrage(
      'DATABASE_URL désigne un rôle trop puissant (superutilisateur, BYPASSRLS ou propriétaire des tables) : indiquez un rôle de service ordinaire.',
    );
  }
  if (role.oublieux) {
    throw new ErreurDemarrage(
      'La base de données est réglée pour perdre des écritures (fsync ou synchronous_commit à off) : le portail refuse d’y servir.',
    );
  }
}

/** Seconds between the clock of this process and the database's; readiness fails beyond one (page 03). */
export async function ecartHorloges(pool: pg.Pool): Promise<number> {
  const avant = Date.now();
  const { rows } = await pool.query('select extract(epoch from clock_timestamp()) * 1000 as ms');
  const milieu = (avant + Date.now()) / 2;
  return Math.abs(Number(rows[0].ms) - milieu) / 1000;
}
