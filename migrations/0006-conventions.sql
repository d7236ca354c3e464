-- Conventions, service contracts, bulletins and their versions (page 03). What a signature fixes lives in a
-- version with a period: an amendment adds one and the earlier stays readable (CONV-11).
create schema conventions;
grant usage on schema conventions to passerelle_service;

create table conventions.edition (
  code text primary key,
  libelle text not null,
  gestion_centralisee boolean not null,
  base_droit_acces text not null,
  avenant_annexes boolean not null,
  courante boolean not null default false
);
comment on table conventions.edition is 'Éditions des textes et leurs différences, en données (page 03).';
insert into conventions.edition values
  ('2017', 'Édition 2017', true, 'article 39 de la loi du 6 janvier 1978', true, false),
  ('2023', 'Édition 2023', true, 'article 15 du règlement (UE) 2016/679', false, false),
  ('2025', 'Édition 2025', false, 'article 39 de la loi du 6 janvier 1978', false, true);

-- ORG-04: catalogue of missions, by category of partner; free text goes with the convention.
create table conventions.mission (
  code text primary key,
  libelle text not null,
  types_partenaire text[] not null
);
comment on table conventions.mission is 'Catalogue des missions de l’article 8 (ORG-04).';
insert into conventions.mission values
  ('tarif-creche', 'Calcul du tarif de crèche (PSU)', '{commune,epci,ccas,association}'),
  ('tarif-loisirs', 'Calcul du tarif des accueils de loisirs selon le quotient familial', '{commune,epci,ccas,association}'),
  ('tarif-cantine', 'Calcul du tarif de la cantine selon le quotient familial', '{commune,epci,ccas}'),
  ('acces-droits', 'Accompagnement à l’accès aux droits', '{commune,epci,ccas,departement,association}'),
  ('ctg-petite-enfance', 'Petite enfance dans la convention territoriale globale', '{commune,epci}'),
  ('tarif-ressources', 'Calcul d’un tarif selon les ressources contributives dans un équipement financé', '{commune,epci,ccas,association}'),
  ('saisie-budget-activite', 'Saisie du budget et de l’activité des équipements financés', '{commune,epci,ccas,association}'),
  ('gestion-droits', 'Gestion des droits des agents par délégation', '{commune,epci,ccas,departement,association,bailleur-social}'),
  ('accompagnement-social', 'Accompagnement des personnes en difficulté sociale et aide à l’insertion', '{departement,ccas,commune,association,hopital}'),
  ('controle-rsa', 'Contrôle des dossiers de bénéficiaires du RSA', '{departement}'),
  ('tiers-payant-logement', 'Tiers payant pour les logements du bailleur', '{bailleur-social}'),
  ('droits-sante', 'Ouverture des droits à l’assurance maladie', '{securite-sociale}'),
  ('protection-majeurs', 'Tutelle, curatelle ou accompagnement judiciaire', '{mandataire-judiciaire,association,departement}');

create table conventions.convention (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  numero text not null,
  edition text not null references conventions.edition,
  etat text not null check (etat in ('demande', 'redaction', 'a-signer', 'signee', 'resiliee', 'expiree', 'abandonnee')),
  remplace_id uuid references conventions.convention,
  signee_caf_le date,
  signee_partenaire_le date,
  formalites_caf_le date,
  formalites_partenaire_le date,
  -- CONV-06: last signature, under the condition of both formalities; half-open, in UTC.
  effet_le timestamptz,
  fin_le timestamptz,
  fin_cause text check (fin_cause in ('resiliation', 'manquement', 'expiration', 'remplacement')),
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  unique (caf_code, partenaire_id, id),
  check (etat not in ('signee', 'resiliee') or (signee_caf_le is not null and signee_partenaire_le is not null)),
  check (effet_le is null or (formalites_caf_le is not null and formalites_partenaire_le is not null
    and signee_caf_le is not null and signee_partenaire_le is not null)),
  check (fin_le is null or fin_le > effet_le),
  check ((fin_le is null) = (fin_cause is null)),
  -- CONV-04: a number is unique among the Caf's conventions in force, and so is a partner's convention.
  exclude using gist (caf_code with =, numero with =, tstzrange(effet_le, fin_le) with &&) where (effet_le is not null),
  exclude using gist (partenaire_id with =, tstzrange(effet_le, fin_le) with &&) where (effet_le is not null)
);
comment on table conventions.convention is 'Conventions d’accès : une par partenaire et par période (CONV-01 à CONV-06).';

create table conventions.version_convention (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  convention_id uuid not null,
  rang integer not null check (rang > 0),
  periode tstzrange not null check (not isempty(periode)),
  missions text[] not null check (cardinality(missions) > 0),
  mission_libre text,
  signataire_caf text not null,
  signataire_partenaire text not null,
  foreign key (caf_code, partenaire_id, convention_id) references conventions.convention (caf_code, partenaire_id, id),
  unique (convention_id, rang),
  exclude using gist (convention_id with =, periode with &&)
);
comment on table conventions.version_convention is 'Ce que la signature fixe dans la convention ; un avenant ajoute une version.';

-- CONV-07: the mode of management is fixed in the contract, for all services of the partner.
-- The text form of the key in the exclusion keeps its GiST index for the constraint alone: planned for reading,
-- it would be preferred to the B-tree of the unique key, and is four times slower.
create table conventions.version_contrat (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  convention_id uuid not null,
  rang integer not null check (rang > 0),
  periode tstzrange not null check (not isempty(periode)),
  signe_caf_le date not null,
  signe_partenaire_le date not null,
  mode_gestion text not null default 'delegue' check (mode_gestion in ('delegue', 'centralise')),
  mode_raison text,
  delai_escalade integer,
  delai_escalade_unite text check (delai_escalade_unite in ('jours', 'jours-ouvres')),
  foreign key (caf_code, partenaire_id, convention_id) references conventions.convention (caf_code, partenaire_id, id),
  unique (convention_id, rang),
  exclude using gist ((convention_id::text) with =, periode with &&),
  check (mode_gestion = 'delegue' or mode_raison is not null),
  check ((delai_escalade is null) = (delai_escalade_unite is null))
);
comment on table conventions.version_contrat is 'Contrat de service et ses versions signées (CONV-07, CONV-08).';

create table conventions.bulletin_adhesion (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  convention_id uuid not null,
  service text not null check (service in ('cdap', 'afas', 'habilitations')),
  annexe integer not null check (annexe > 0),
  libelle text not null,
  disponible_le date not null,
  suspendu_le timestamptz,
  suspension_motif text,
  foreign key (caf_code, partenaire_id, convention_id) references conventions.convention (caf_code, partenaire_id, id),
  unique (convention_id, service),
  unique (caf_code, partenaire_id, id),
  check ((suspendu_le is null) = (suspension_motif is null))
);
comment on table conventions.bulletin_adhesion is 'Bulletins d’adhésion : un service ouvert à un partenaire (CONV-09).';

create table conventions.version_bulletin (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  bulletin_id uuid not null,
  rang integer not null check (rang > 0),
  periode tstzrange not null check (not isempty(periode)),
  signe_caf_le date not null,
  signe_partenaire_le date not null,
  catalogue text not null check (catalogue in ('2017', '2025')),
  plafond_utilisateurs integer check (plafond_utilisateurs > 0),
  foreign key (caf_code, partenaire_id, bulletin_id) references conventions.bulletin_adhesion (caf_code, partenaire_id, id),
  unique (bulletin_id, rang),
  unique (caf_code, partenaire_id, id),
  exclude using gist ((bulletin_id::text) with =, periode with &&)
);
comment on table conventions.version_bulletin is 'Versions signées d’un bulletin : profils, nombres, maximum d’utilisateurs.';

-- HAB-02, HAB-03: maxima by profile and by what they count. These rows are what a grant locks: they hold a
-- maximum and never a count, since a stored count is stale when rights end by date.
create table conventions.quota (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  version_bulletin_id uuid not null,
  profil text not null check (profil ~ '^[TD][0-9]{1,2}$'),
  perimetre text not null check (perimetre in ('partenaire', 'lieu', 'equipement')),
  maximum integer not null check (maximum > 0),
  foreign key (caf_code, partenaire_id, version_bulletin_id) references conventions.version_bulletin (caf_code, partenaire_id, id),
  unique (version_bulletin_id, profil, perimetre)
);
comment on table conventions.quota is 'Nombre maximum de personnes par profil d’un bulletin (HAB-02, CONV-09).';

create table conventions.convention_financement (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  equipement_id uuid not null,
  reference text not null,
  periode tstzrange not null check (not isempty(periode)),
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  foreign key (partenaire_id, equipement_id) references organismes.equipement (partenaire_id, id),
  unique (caf_code, reference),
  exclude using gist ((equipement_id::text) with =, periode with &&)
);
comment on table conventions.convention_financement is 'Conventions d’objectifs et de financement d’un équipement (CONV-17, CDAP-17).';

create index financement_equipement on conventions.convention_financement (equipement_id);

create table conventions.interlocuteur (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  convention_id uuid not null,
  cote text not null check (cote in ('caf', 'partenaire')),
  fonction text not null check (fonction in ('directeur', 'administrateur-principal', 'administrateur-suppleant',
    'responsable-mon-compte-partenaire', 'responsable-securite', 'responsable-informatique',
    'referent-informatique-libertes', 'guichet-unique', 'gestionnaire-habilitations', 'contact-afas', 'dpo',
    'responsable-services')),
  nom text,
  courriel text,
  telephone text,
  foreign key (caf_code, partenaire_id, convention_id) references conventions.convention (caf_code, partenaire_id, id)
);
comment on table conventions.interlocuteur is 'Interlocuteurs des deux parties, par fonction ; un poste peut être vide (CONV-28).';

do $$
declare t text;
begin
  foreach t in array array['convention', 'version_convention', 'version_contrat', 'bulletin_adhesion',
    'version_bulletin', 'quota', 'convention_financement', 'interlocuteur'] loop
    execute format('alter table conventions.%I enable row level security', t);
    execute format('alter table conventions.%I force row level security', t);
    execute format('create policy locataire on conventions.%I for all to passerelle_service
      using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id))', t);
    execute format('grant select, insert, update on conventions.%I to passerelle_service', t);
    execute format('create trigger %I after insert or update on conventions.%I
      for each row execute function organismes.marquer_revision()', t || '_revision', t);
  end loop;
  foreach t in array array['edition', 'mission'] loop
    execute format('alter table conventions.%I enable row level security', t);
    execute format('alter table conventions.%I force row level security', t);
    execute format('create policy reference on conventions.%I for select to passerelle_service using (true)', t);
    execute format('grant select on conventions.%I to passerelle_service', t);
  end loop;
end $$;

-- What other modules see: for each bulletin, its convention and whether they are open at the request's
-- instant. Derived at each reading: the end of a convention needs no job to take effect (CONV-05, CONV-16).
create view conventions.bulletin_publie with (security_invoker = true) as
  select b.id, b.caf_code, b.partenaire_id, b.service, b.annexe, b.libelle, b.suspendu_le, b.suspension_motif,
         c.id as convention_id, c.numero as convention_numero, c.edition, c.etat as convention_etat,
         c.effet_le as convention_effet_le, c.fin_le as convention_fin_le,
         c.signee_caf_le, c.signee_partenaire_le, c.formalites_caf_le, c.formalites_partenaire_le
  from conventions.bulletin_adhesion b
  join conventions.convention c on c.id = b.convention_id;
create view conventions.version_bulletin_publiee with (security_invoker = true) as
  select id, bulletin_id, rang, periode, catalogue, plafond_utilisateurs from conventions.version_bulletin;
create view conventions.version_contrat_publiee with (security_invoker = true) as
  select id, convention_id, rang, periode, mode_gestion from conventions.version_contrat;
create view conventions.quota_publie with (security_invoker = true) as
  select id, version_bulletin_id, profil, perimetre, maximum from conventions.quota;
create view conventions.financement_publie with (security_invoker = true) as
  select equipement_id, reference, periode from conventions.convention_financement;
create view conventions.mission_publiee with (security_invoker = true) as
  select code, libelle, types_partenaire from conventions.mission;
grant select on conventions.bulletin_publie, conventions.version_bulletin_publiee,
  conventions.version_contrat_publiee, conventions.quota_publie, conventions.financement_publie,
  conventions.mission_publiee to passerelle_service;
