-- The one door to the job queue. graphile-worker's tables are under row-level security that only their owner
-- passes: a definer function lets any module add a job in its own transaction (outbox), and nothing else.
create schema emploi;
grant usage on schema emploi to passerelle_service;
grant usage on schema graphile_worker to passerelle_porte, passerelle_travaux;
grant select, insert, update, delete on all tables in schema graphile_worker to passerelle_porte, passerelle_travaux;
grant usage on all sequences in schema graphile_worker to passerelle_porte, passerelle_travaux;
grant execute on all functions in schema graphile_worker to passerelle_porte, passerelle_travaux;
do $$
declare t text;
begin
  for t in select tablename from pg_tables where schemaname = 'graphile_worker' and rowsecurity loop
    execute format('create policy passerelle on graphile_worker.%I for all to passerelle_porte, passerelle_travaux
      using (true) with check (true)', t);
  end loop;
end $$;

create function emploi.ajouter(p_nom text, p_charge jsonb, p_cle text, p_le timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(p_nom, p_charge::json, run_at => p_le, job_key => p_cle);
end $$;
alter function emploi.ajouter owner to passerelle_porte;
revoke all on function emploi.ajouter from public;
grant execute on function emploi.ajouter to passerelle_service;
