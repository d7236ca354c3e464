-- Ground: roles, tenant context, and the one door to the job queue.
--
-- Roles are shared by all databases of a server, hence the guards. Five of them:
--   passerelle_service    group of the serving login; owns nothing, cannot bypass row-level security
--   passerelle_porte      owner, without login, of the few definer functions that run before a tenant is known
--   passerelle_lecture    login that reads traces, with its own small pool (TRA-05)
--   passerelle_entretien  login that makes and drops the partitions of traces (TRA-04, TRA-05)
--   passerelle_travaux    login of the job worker; does what the service does, plus the queue
do $$
declare r text;
begin
  foreach r in array array['passerelle_service', 'passerelle_porte'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I nologin noinherit', r);
    end if;
  end loop;
  foreach r in array array['passerelle_lecture', 'passerelle_entretien', 'passerelle_travaux'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I login', r);
    end if;
  end loop;
  -- The owner hands tables and functions to these two, so it must be able to act as them.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant passerelle_porte, passerelle_entretien, passerelle_service to %I', current_user);
  end if;
  grant passerelle_service to passerelle_travaux;
end $$;

create extension if not exists btree_gist;

revoke all on schema public from public;
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  -- Pages are on solid disks or in memory: with the default, small tables are scanned whole, and their policy is
  -- evaluated for every row of every tenant.
  execute format('alter database %I set random_page_cost = 1.1', current_database());
end $$;

-- Which installation this is: a demonstration never starts on real data, nor a real portal on invented ones.
create schema if not exists passerelle;
grant usage on schema passerelle to passerelle_service;
create table passerelle.installation (
  mode text primary key check (mode in ('demonstration', 'reelle')),
  depuis timestamptz not null
);
create unique index installation_unique on passerelle.installation ((true));
alter table passerelle.installation enable row level security;
alter table passerelle.installation force row level security;
create policy lecture on passerelle.installation for select to passerelle_service using (true);
create policy ajout on passerelle.installation for insert to passerelle_service with check (true);
grant select, insert on passerelle.installation to passerelle_service;

-- ---------------------------------------------------------------------------------------------------------
-- Tenant context. Set with transaction scope only: a value that outlives its transaction would follow the
-- pooled connection to the next tenant. An empty string is what remains of a local setting after its
-- transaction, so it counts as absent.
create schema contexte;
grant usage on schema contexte to public;

create function contexte.nature() returns text language sql stable parallel safe
  return nullif(current_setting('app.nature', true), '');
create function contexte.caf() returns text language sql stable parallel safe
  return nullif(current_setting('app.caf', true), '');
create function contexte.partenaire() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.partenaire', true), '')::uuid;
create function contexte.compte() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.compte', true), '')::uuid;
-- The right under which files are being read: without one, no file is visible to anyone (ROL-19).
create function contexte.habilitation() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.habilitation', true), '')::uuid;
-- Business time is a parameter of the request, never the server's clock.
create function contexte.instant() returns timestamptz language sql stable parallel safe
  return nullif(current_setting('app.instant', true), '')::timestamptz;

-- ORG-01: a partner sees its own rows, a Caf those of its partners, the Cnaf all that its roles then narrow.
-- This runs for each row of each table, so the reach of the tenant is one setting compared once: the partner's
-- identifier, the Caf's code, or a star. An absent setting equals none of them.
create function contexte.voit(p_caf text, p_partenaire uuid) returns boolean language sql stable parallel safe
  return current_setting('app.portee', true) = any (array[p_partenaire::text, p_caf, '*']);

create function contexte.portee(p_nature text, p_caf text, p_partenaire uuid) returns text language sql immutable parallel safe
  return coalesce(case p_nature when 'partenaire' then p_partenaire::text when 'caf' then p_caf when 'cnaf' then '*' end, '');

-- Sets the tenant for the transaction. Only a partner's people carry a partner.
create function contexte.poser(p_nature text, p_caf text, p_partenaire uuid, p_compte uuid, p_instant timestamptz)
  returns void language plpgsql as $$
begin
  perform set_config('app.nature', coalesce(p_nature, ''), true),
          set_config('app.caf', coalesce(p_caf, ''), true),
          set_config('app.partenaire', case when p_nature = 'partenaire' then coalesce(p_partenaire::text, '') else '' end, true),
          set_config('app.compte', coalesce(p_compte::text, ''), true),
          set_config('app.instant', coalesce(p_instant::text, ''), true),
          set_config('app.portee', contexte.portee(p_nature, p_caf, p_partenaire), true),
          set_config('app.habilitation', '', true);
end $$;
