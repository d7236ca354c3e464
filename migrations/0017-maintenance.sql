-- ACC-12: the maintenance under way: one row, or none while the portal is open. What is over is told by the traces.
--
-- Everybody reads it, since whoever asks anything must be told; the Cnaf alone begins, changes and lifts it.
create table passerelle.maintenance (
  depuis timestamptz not null,
  -- Null: nobody knows yet.
  fin_prevue timestamptz check (fin_prevue > depuis),
  message text not null check (length(message) between 1 and 500),
  -- The account that began it or changed it last; null: the command line.
  par uuid
);
create unique index maintenance_unique on passerelle.maintenance ((true));
alter table passerelle.maintenance enable row level security;
alter table passerelle.maintenance force row level security;
create policy lecture on passerelle.maintenance for select to passerelle_service using (true);
create policy ajout on passerelle.maintenance for insert to passerelle_service
  with check (contexte.nature() = 'cnaf');
create policy changement on passerelle.maintenance for update to passerelle_service
  using (contexte.nature() = 'cnaf') with check (contexte.nature() = 'cnaf');
create policy levee on passerelle.maintenance for delete to passerelle_service
  using (contexte.nature() = 'cnaf');
grant select, insert, update, delete on passerelle.maintenance to passerelle_service;
