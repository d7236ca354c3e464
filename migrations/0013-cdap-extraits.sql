-- Register of the extracts of files (CDAP-23), by which the Caf checks one that it is shown: who made it, when and
-- under which right. It holds categories and no value of the file; the document itself is not kept.
create table cdap.extrait (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  compte_id uuid not null,
  -- Digest of the code written on the document: a copy of this table gives no code to print on a forged one.
  code_empreinte bytea not null unique check (octet_length(code_empreinte) = 32),
  -- SHA-256 of the bytes of the PDF.
  empreinte bytea not null check (octet_length(empreinte) = 32),
  numero integer not null check (numero between 1 and 9999999),
  profil text not null,
  mission text not null,
  donnees_le date not null,
  fait_le timestamptz not null,
  categories text[] not null,
  trace_id uuid not null,
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  foreign key (partenaire_id, compte_id) references identite.compte (partenaire_id, id)
);
create index extrait_fait_le on cdap.extrait (fait_le);
comment on table cdap.extrait is 'Extraits de dossier remis en PDF, sans aucune valeur du dossier (CDAP-23).';

alter table cdap.extrait enable row level security;
alter table cdap.extrait force row level security;
create policy lecture on cdap.extrait for select to passerelle_service
  using (contexte.voit(caf_code, partenaire_id));
create policy ajout on cdap.extrait for insert to passerelle_service
  with check (contexte.nature() = 'partenaire' and contexte.voit(caf_code, partenaire_id));
-- Kept as long as the traces that it goes with (TRA-04); erased by the nightly job, which works for the Cnaf.
create policy oubli on cdap.extrait for delete to passerelle_service using (contexte.nature() = 'cnaf');
grant select, insert, delete on cdap.extrait to passerelle_service;
