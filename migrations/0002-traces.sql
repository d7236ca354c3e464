-- Traces (page 08). Append only for the service; read by one login; partitions handled by another.
create schema traces;
grant usage on schema traces to passerelle_service, passerelle_lecture, passerelle_entretien;
grant create on schema traces to passerelle_entretien;

-- TRA-01: who, when, from where, what, for what mission, with which outcome, in which session.
-- TRA-03: categories and identifiers, never values nor secrets.
-- `transaction` orders the sealing of batches behind the oldest transaction in flight (TRA-06).
create table traces.trace (
  id uuid not null,
  instant timestamptz not null,
  transaction xid8 not null default pg_current_xact_id(),
  caf_code text,
  partenaire_id uuid,
  compte_id uuid,
  session_id uuid,
  correlation text not null,
  role text,
  action text not null,
  issue text not null check (issue in ('fait', 'refuse', 'invalide', 'echec')),
  code_issue text,
  profil text,
  habilitation_id uuid,
  dossier_caf text,
  dossier_numero integer,
  categories text[] not null default '{}',
  version_matrice integer,
  mission text,
  motif text,
  objet text,
  adresse inet,
  navigateur text,
  primary key (instant, id)
) partition by range (instant);
comment on table traces.trace is
  'Registre légal des connexions et des actions ; six mois, par partitions d’un jour UTC ; ajout seul.';

create index trace_partenaire on traces.trace (partenaire_id, instant, id);
create index trace_compte on traces.trace (compte_id, instant, id);
create index trace_dossier on traces.trace (dossier_caf, dossier_numero, instant, id) where dossier_numero is not null;

alter table traces.trace enable row level security;
alter table traces.trace force row level security;

-- Written under the tenant it speaks of; without tenant only before anybody is known (failed sign-in).
create policy ajout on traces.trace for insert to passerelle_service
  with check ((caf_code is not distinct from contexte.caf())
          and (partenaire_id is not distinct from contexte.partenaire()));
-- TRA-04: unreadable from the second it is six months old; months are clamped as PostgreSQL adds them.
create policy lecture on traces.trace for select to passerelle_lecture
  using (contexte.voit(caf_code, partenaire_id)
     and instant at time zone 'UTC' + interval '6 months' > contexte.instant() at time zone 'UTC');
grant insert on traces.trace to passerelle_service;
grant select on traces.trace to passerelle_lecture;

-- Evidence of each erasure: what went, how many rows, when (TRA-04).
create table traces.purge (
  partition text primary key,
  jour date not null,
  lignes bigint not null,
  effacee_le timestamptz not null
);
alter table traces.purge enable row level security;
alter table traces.purge force row level security;
create policy entretien on traces.purge for all to passerelle_entretien using (true) with check (true);
create policy lecture on traces.purge for select to passerelle_lecture using (contexte.nature() = 'cnaf');
grant select, insert on traces.purge to passerelle_entretien;
grant select on traces.purge to passerelle_lecture;

alter table traces.trace owner to passerelle_entretien;

-- Makes the missing daily partitions between two UTC days, both included. Row-level security is not
-- inherited: each one gets its own, without policy nor grant, so it can only be reached through the parent.
create function traces.creer_partitions(p_de date, p_a date) returns integer language plpgsql as $$
declare
  d date;
  nom text;
  faites integer := 0;
begin
  for d in select generate_series(p_de, p_a, interval '1 day')::date loop
    nom := 'trace_' || to_char(d, 'YYYYMMDD');
    if to_regclass('traces.' || nom) is null then
      execute format(
        'create table traces.%I partition of traces.trace for values from (%L) to (%L)',
        nom, d::text || ' 00:00:00+00', (d + 1)::text || ' 00:00:00+00');
      execute format('alter table traces.%I enable row level security', nom);
      execute format('alter table traces.%I force row level security', nom);
      faites := faites + 1;
    end if;
  end loop;
  return faites;
end $$;
revoke all on function traces.creer_partitions from public;
grant execute on function traces.creer_partitions to passerelle_entretien;

-- The only way in for other modules. In PL/pgSQL, like all functions of the hot path: PostgreSQL 15 plans the
-- body of an SQL function again at each call.
create function traces.inscrire(
  p_id uuid, p_instant timestamptz, p_compte uuid, p_session uuid, p_correlation text, p_role text,
  p_action text, p_issue text, p_code text, p_profil text, p_habilitation uuid,
  p_dossier_caf text, p_dossier_numero integer, p_categories text[], p_version_matrice integer,
  p_mission text, p_motif text, p_objet text, p_adresse inet, p_navigateur text
) returns void language plpgsql as $$
begin
  insert into traces.trace (id, instant, caf_code, partenaire_id, compte_id, session_id, correlation, role,
    action, issue, code_issue, profil, habilitation_id, dossier_caf, dossier_numero, categories,
    version_matrice, mission, motif, objet, adresse, navigateur)
  values (p_id, p_instant, contexte.caf(), contexte.partenaire(), p_compte, p_session, p_correlation, p_role,
    p_action, p_issue, p_code, p_profil, p_habilitation, p_dossier_caf, p_dossier_numero, coalesce(p_categories, '{}'),
    p_version_matrice, p_mission, p_motif, p_objet, p_adresse, p_navigateur);
end $$;
