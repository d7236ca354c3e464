-- Organisations (ORG-01 to ORG-03), facilities and places (AFAS-01 needs them, and so do Cdap rights).
create schema organismes;
grant usage on schema organismes to passerelle_service, passerelle_lecture, passerelle_porte;

create table organismes.caf (
  code text primary key check (code ~ '^[0-9]{3}$'),
  nom text not null,
  departements text[] not null check (cardinality(departements) > 0),
  adresse text not null,
  directeur_nom text not null,
  directeur_fonction text not null,
  directeur_interim boolean not null default false,
  fuseau text not null,
  territoire text not null,
  horaires jsonb not null,
  points_contact jsonb not null,
  numerotation text not null,
  -- CDAP-32, CDAP-33: caps on reading and whether a motive is asked. A Caf tightens or loosens them.
  seuil_confirmation_heure integer not null default 60 check (seuil_confirmation_heure > 0),
  plafond_compte_heure integer not null default 120,
  seuil_partenaire_jour integer not null default 1000 check (seuil_partenaire_jour > 0),
  plafond_partenaire_jour integer not null default 2000,
  motif_exige boolean not null default false,
  check (plafond_compte_heure >= seuil_confirmation_heure),
  check (plafond_partenaire_jour >= seuil_partenaire_jour)
);
comment on table organismes.caf is 'Caisses d’allocations familiales et leurs réglages (ORG-03).';

create table organismes.partenaire (
  id uuid primary key,
  caf_code text not null references organismes.caf,
  siret text not null check (siret ~ '^[0-9]{14}$'),
  raison_sociale text not null,
  type text not null check (type in ('commune', 'epci', 'ccas', 'departement', 'agence-insertion', 'region',
    'etat', 'mdph', 'hopital', 'bailleur-social', 'mandataire-judiciaire', 'association',
    'commission-surendettement', 'aide-juridictionnelle', 'spip', 'gestionnaire-fsl',
    'prestataire-transport', 'prefecture', 'caisse-frontaliere', 'crous', 'securite-sociale')),
  organisme text check (organisme in ('cpam', 'cgss', 'carsat', 'cramif', 'cnav', 'msa', 'urssaf', 'enim',
    'cnmss', 'crpcen', 'cprp-sncf', 'cdc', 'pajemploi')),
  code_insee text,
  adresse text not null,
  courriel text not null,
  telephone text,
  signataire_nom text not null,
  signataire_fonction text not null,
  suspendu_le timestamptz,
  suspension_motif text,
  -- Moves with any row that a right of this partner rests on, see `marquer_revision`.
  revision bigint not null default 1,
  unique (caf_code, siret),
  unique (caf_code, id),
  check ((type = 'securite-sociale') = (organisme is not null)),
  check ((suspendu_le is null) = (suspension_motif is null))
);
comment on table organismes.partenaire is 'Partenaires sous convention avec une Caf, par SIRET du siège (ORG-02).';

create table organismes.equipement (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  nature text not null,
  libelle text not null,
  identifiant_caf text not null,
  adresse text not null,
  ouvert_le date not null,
  ferme_le date check (ferme_le >= ouvert_le),
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  unique (caf_code, identifiant_caf),
  unique (partenaire_id, id)
);
comment on table organismes.equipement is 'Équipements ou services financés par la Caf (AFAS-01, CDAP-17).';

create table organismes.lieu_implantation (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  equipement_id uuid not null,
  libelle text not null,
  adresse text not null,
  ouvert_le date not null,
  ferme_le date check (ferme_le >= ouvert_le),
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  foreign key (partenaire_id, equipement_id) references organismes.equipement (partenaire_id, id),
  unique (partenaire_id, id)
);
comment on table organismes.lieu_implantation is 'Adresses où fonctionne un équipement (AFAS-01).';

alter table organismes.caf enable row level security;
alter table organismes.caf force row level security;
alter table organismes.partenaire enable row level security;
alter table organismes.partenaire force row level security;
alter table organismes.equipement enable row level security;
alter table organismes.equipement force row level security;
alter table organismes.lieu_implantation enable row level security;
alter table organismes.lieu_implantation force row level security;

-- Names and desks of Caf are public; a Caf changes its own sheet, the Cnaf all.
create policy lecture on organismes.caf for select to passerelle_service, passerelle_lecture, passerelle_porte using (true);
create policy ajout on organismes.caf for insert to passerelle_service with check (contexte.nature() = 'cnaf');
create policy changement on organismes.caf for update to passerelle_service
  using (contexte.nature() = 'cnaf' or (contexte.nature() = 'caf' and code = contexte.caf()))
  with check (contexte.nature() = 'cnaf' or (contexte.nature() = 'caf' and code = contexte.caf()));
create policy locataire on organismes.partenaire for all to passerelle_service
  using (contexte.voit(caf_code, id)) with check (contexte.voit(caf_code, id));
create policy locataire on organismes.equipement for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
create policy locataire on organismes.lieu_implantation for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
create policy lecture on organismes.partenaire for select to passerelle_lecture using (contexte.voit(caf_code, id));
create policy porte on organismes.partenaire for select to passerelle_porte using (true);
grant select, insert, update on all tables in schema organismes to passerelle_service;
grant select on organismes.partenaire, organismes.caf to passerelle_lecture, passerelle_porte;

-- A consultation judges a right, then reads: between the two nothing that the right rests on may move. Rather
-- than judge twice, every table behind a right marks its partner, and reading compares one number.
create function organismes.avancer_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;
create trigger partenaire_revision before update on organismes.partenaire
  for each row execute function organismes.avancer_revision();

-- Trigger for the tables behind rights, in this module and those above: each has a column `partenaire_id`.
create function organismes.marquer_revision() returns trigger language plpgsql as $$
begin
  update organismes.partenaire set revision = revision where id = new.partenaire_id;
  return null;
end $$;
create trigger equipement_revision after insert or update on organismes.equipement
  for each row execute function organismes.marquer_revision();

-- What other modules see of organisations.
create view organismes.partenaire_publie with (security_invoker = true) as
  select id, caf_code, siret, raison_sociale, type, organisme, suspendu_le, suspension_motif, revision
  from organismes.partenaire;
create view organismes.caf_publiee with (security_invoker = true) as
  select code, nom, fuseau, seuil_confirmation_heure, plafond_compte_heure, seuil_partenaire_jour,
         plafond_partenaire_jour, motif_exige
  from organismes.caf;
create view organismes.equipement_publie with (security_invoker = true) as
  select id, partenaire_id, nature, libelle, ouvert_le, ferme_le from organismes.equipement;
grant select on organismes.partenaire_publie, organismes.caf_publiee, organismes.equipement_publie
  to passerelle_service;
grant select on organismes.partenaire_publie, organismes.caf_publiee to passerelle_lecture;
