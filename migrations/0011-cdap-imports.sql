-- Import of files by the Caf (CDAP-29): a login that writes files and never reads a block back, the place reached in
-- each import, and the lines refused.
do $$
begin
  if not exists (select from pg_roles where rolname = 'passerelle_alimentation') then
    create role passerelle_alimentation login;
  end if;
end $$;
grant usage on schema cdap to passerelle_alimentation;

-- Two files to a page: only the widest blocks are compressed. A sixth less of processor time than the default of 2 kB, for 4.0 kB
-- by file on disk instead of 2.9 (decision 0015).
alter table cdap.dossier set (toast_tuple_target = 4080);

-- What a file was made from, so that the same line received again writes nothing.
alter table cdap.dossier add column empreinte bytea;
comment on column cdap.dossier.empreinte is 'Empreinte de la ligne reçue : 16 premiers octets de son SHA-256 (CDAP-29).';

create policy alimentation_caf on cdap.dossier for all to passerelle_alimentation
  using (contexte.nature() = 'caf' and caf_code = contexte.caf())
  with check (contexte.nature() = 'caf' and caf_code = contexte.caf());
create policy alimentation_caf on cdap.cle_personne for all to passerelle_alimentation
  using (contexte.nature() = 'caf' and caf_code = contexte.caf())
  with check (contexte.nature() = 'caf' and caf_code = contexte.caf());
-- `acces_restreint`: an import says how many restricted files it opened.
grant select (caf_code, numero, donnees_le, empreinte, acces_restreint), insert, update on cdap.dossier to passerelle_alimentation;
grant select (caf_code, numero), insert, delete on cdap.cle_personne to passerelle_alimentation;

create table cdap.import_dossiers (
  id uuid primary key,
  caf_code text not null references organismes.caf,
  -- Name without its folder: what the person who deposits it recognises.
  fichier text not null,
  -- Size, beginning and end of the file: tells whether a stopped import goes on with the same one.
  empreinte text not null,
  octets bigint not null check (octets >= 0),
  format text not null check (format in ('jsonl', 'csv')),
  origine text not null check (origine in ('portail', 'commande')),
  -- Null: the command line.
  depose_par uuid,
  etat text not null check (etat in ('en-cours', 'interrompu', 'termine', 'abandonne', 'echoue')),
  -- Where to go on: bytes and lines already committed.
  position_octets bigint not null default 0,
  position_ligne bigint not null default 0,
  lues bigint not null default 0,
  nouvelles bigint not null default 0,
  remplacees bigint not null default 0,
  inchangees bigint not null default 0,
  anciennes bigint not null default 0,
  refusees bigint not null default 0,
  -- Restricted files that this import made readable, among `remplacees`.
  levees bigint not null default 0,
  commence_le timestamptz not null,
  avance_le timestamptz not null,
  termine_le timestamptz,
  check (lues = nouvelles + remplacees + inchangees + anciennes + refusees),
  check ((termine_le is null) = (etat in ('en-cours', 'interrompu')))
);
create unique index import_ouvert on cdap.import_dossiers (caf_code) where etat in ('en-cours', 'interrompu');
create index import_recent on cdap.import_dossiers (caf_code, commence_le);
comment on table cdap.import_dossiers is 'Imports de dossiers par la Caf : point atteint et comptes (CDAP-29).';

create table cdap.ligne_refusee (
  import_id uuid not null references cdap.import_dossiers on delete cascade,
  caf_code text not null,
  ligne bigint not null,
  -- Path of the field, never its value.
  champ text not null,
  raison text not null,
  primary key (import_id, ligne)
);
comment on table cdap.ligne_refusee is 'Lignes refusées d’un import : numéro, champ et raison, jamais la valeur (CDAP-29).';

do $$
declare t text;
begin
  foreach t in array array['import_dossiers', 'ligne_refusee'] loop
    execute format('alter table cdap.%I enable row level security', t);
    execute format('alter table cdap.%I force row level security', t);
    execute format('create policy caf on cdap.%I for all to passerelle_service, passerelle_alimentation
      using (contexte.nature() = ''caf'' and caf_code = contexte.caf())
      with check (contexte.nature() = ''caf'' and caf_code = contexte.caf())', t);
  end loop;
end $$;
grant select, insert, update on cdap.import_dossiers to passerelle_service, passerelle_alimentation;
grant select on cdap.ligne_refusee to passerelle_service;
grant select, insert on cdap.ligne_refusee to passerelle_alimentation;
