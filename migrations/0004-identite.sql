-- Accounts, roles, second factor, sessions (page 05, first part).
create schema identite;
grant usage on schema identite to passerelle_service, passerelle_lecture, passerelle_porte;

-- ACC-01: one account is one natural person at one organisation. The identifier says nothing of the name.
create table identite.compte (
  id uuid primary key,
  nature text not null check (nature in ('partenaire', 'caf', 'cnaf')),
  caf_code text references organismes.caf,
  partenaire_id uuid,
  identifiant text not null unique check (identifiant ~ '^[a-z0-9]{10}$'),
  prenom text not null,
  nom text not null,
  fonction text not null,
  courriel text not null,
  mot_de_passe text not null,
  etat text not null default 'actif' check (etat in ('actif', 'suspendu', 'clos')),
  etat_motif text,
  acces tstzrange not null,
  second_facteur_exige boolean not null,
  derniere_connexion_le timestamptz,
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  unique nulls not distinct (nature, caf_code, partenaire_id, courriel),
  unique (partenaire_id, id),
  check ((nature = 'cnaf') = (caf_code is null)),
  check ((nature = 'partenaire') = (partenaire_id is not null)),
  -- ACC-04, floor and not a setting: every Caf or Cnaf account has a second factor.
  check (nature = 'partenaire' or second_facteur_exige),
  check (etat <> 'suspendu' or etat_motif is not null)
);
comment on table identite.compte is 'Comptes : une personne physique dans un organisme (ACC-01, ROL-07).';

-- Roles are given by name and for a period; who may give which is the rule of each role (page 02).
create table identite.role_compte (
  compte_id uuid not null references identite.compte,
  role text not null check (role in ('signataire', 'administrateur-principal', 'administrateur-suppleant',
    'responsable-habilitation', 'utilisateur', 'responsable-securite', 'dpo', 'support', 'responsable-metier',
    'gestionnaire-habilitations', 'charge-conventions', 'directeur', 'centre-services',
    'responsable-securite-caf', 'auditeur-traces', 'instructeur-afas', 'referent-informatique-libertes',
    'administrateur-cnaf', 'dpo-cnaf')),
  periode tstzrange not null,
  exclude using gist (compte_id with =, role with =, periode with &&)
);
comment on table identite.role_compte is 'Rôles nommés d’un compte, datés (ROL-01 à ROL-18).';

-- The secret is sealed with the key ring; the last step used makes each code single use.
create table identite.facteur_totp (
  compte_id uuid primary key references identite.compte,
  secret_scelle bytea not null,
  cle text not null,
  dernier_pas bigint not null default 0,
  enrole_le timestamptz not null
);
comment on table identite.facteur_totp is 'Second facteur TOTP, secret chiffré par le trousseau (ACC-04, EXP-07).';

-- ACC-06. Only a digest of the cookie is stored: a stolen table opens nothing.
create table identite.session (
  id uuid primary key,
  compte_id uuid not null references identite.compte,
  nature text not null,
  caf_code text,
  partenaire_id uuid,
  jeton_empreinte bytea not null unique,
  niveau text not null check (niveau in ('mot-de-passe', 'complet')),
  second_facteur_le timestamptz,
  confirmee_le timestamptz,
  ouverte_le timestamptz not null,
  connexion_precedente_le timestamptz,
  activite_le timestamptz not null,
  duree_inactivite interval not null,
  inactive_le timestamptz not null,
  expire_le timestamptz not null,
  close_le timestamptz,
  close_motif text,
  habilitation_choisie uuid,
  adresse inet,
  navigateur text,
  check ((close_le is null) = (close_motif is null))
);
create index session_compte on identite.session (compte_id, ouverte_le);
comment on table identite.session is 'Sessions ; lues à chaque requête, jamais gardées en mémoire (ACC-06).';

-- ACC-03. Keyed by a digest of what was typed, so an unknown identifier behaves as a known one.
create table identite.tentative (
  cle bytea primary key,
  echecs integer not null,
  dernier_le timestamptz not null,
  attendre_jusqua timestamptz
);
comment on table identite.tentative is 'Essais manqués par compte et par provenance, sans organisme (ACC-03).';

alter table identite.compte enable row level security;
alter table identite.compte force row level security;
alter table identite.role_compte enable row level security;
alter table identite.role_compte force row level security;
alter table identite.facteur_totp enable row level security;
alter table identite.facteur_totp force row level security;
alter table identite.session enable row level security;
alter table identite.session force row level security;
alter table identite.tentative enable row level security;
alter table identite.tentative force row level security;

create policy locataire on identite.compte for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
create policy lecture on identite.compte for select to passerelle_lecture
  using (contexte.voit(caf_code, partenaire_id));
create policy porte on identite.compte for select to passerelle_porte using (true);
create policy locataire on identite.role_compte for all to passerelle_service
  using (exists (select from identite.compte c where c.id = compte_id))
  with check (exists (select from identite.compte c where c.id = compte_id));
create policy porte on identite.role_compte for select to passerelle_porte using (true);
create policy locataire on identite.facteur_totp for all to passerelle_service
  using (exists (select from identite.compte c where c.id = compte_id))
  with check (exists (select from identite.compte c where c.id = compte_id));
create policy porte on identite.facteur_totp for select to passerelle_porte using (true);
create policy locataire on identite.session for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
create policy porte on identite.session for select to passerelle_porte using (true);
create policy sans_organisme on identite.tentative for all to passerelle_service using (true) with check (true);

grant select, insert, update on identite.compte, identite.role_compte, identite.facteur_totp, identite.session
  to passerelle_service;
grant select, insert, update, delete on identite.tentative to passerelle_service;
grant select on identite.compte, identite.role_compte, identite.session, identite.facteur_totp to passerelle_porte;
grant select (id, prenom, nom, identifiant, caf_code, partenaire_id) on identite.compte to passerelle_lecture;

-- Doors without tenant: they tell which tenant a secret belongs to, and nothing to who has no secret.
-- Cost matters here: it runs twice per consultation.
create function identite.session_ouverte(p_empreinte bytea, p_instant timestamptz)
returns table (session_id uuid, compte_id uuid, niveau text, nature text, caf_code text, partenaire_id uuid,
  second_facteur_le timestamptz, confirmee_le timestamptz, activite_le timestamptz, inactive_le timestamptz,
  expire_le timestamptz, habilitation_choisie uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select s.id, s.compte_id, s.niveau, s.nature, s.caf_code, s.partenaire_id, s.second_facteur_le,
         s.confirmee_le, s.activite_le, s.inactive_le, s.expire_le, s.habilitation_choisie
  from identite.session s
  join identite.compte c on c.id = s.compte_id
  where s.jeton_empreinte = p_empreinte
    and s.close_le is null and s.inactive_le > p_instant and s.expire_le > p_instant
    and c.etat = 'actif' and c.acces @> p_instant;
end $$;
alter function identite.session_ouverte owner to passerelle_porte;
revoke all on function identite.session_ouverte from public;
grant execute on function identite.session_ouverte to passerelle_service;

create function identite.compte_de_connexion(p_identifiant text)
returns table (compte_id uuid, nature text, caf_code text, partenaire_id uuid, mot_de_passe text, etat text,
  acces tstzrange, second_facteur_exige boolean, second_facteur_enrole boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select c.id, c.nature, c.caf_code, c.partenaire_id, c.mot_de_passe, c.etat, c.acces, c.second_facteur_exige,
         exists (select from identite.facteur_totp f where f.compte_id = c.id)
  from identite.compte c where c.identifiant = p_identifiant;
end $$;
alter function identite.compte_de_connexion owner to passerelle_porte;
revoke all on function identite.compte_de_connexion from public;
grant execute on function identite.compte_de_connexion to passerelle_service;

-- Idle clock, at most once a minute (ACC-06); published for the consultation, which keeps the session alive.
create function identite.marquer_activite(p_session uuid, p_instant timestamptz) returns void language plpgsql as $$
begin
  update identite.session
     set activite_le = p_instant, inactive_le = least(p_instant + duree_inactivite, expire_le)
   where id = p_session and activite_le < p_instant - interval '1 minute';
end $$;

create trigger compte_revision after update of etat, acces on identite.compte
  for each row when (new.partenaire_id is not null) execute function organismes.marquer_revision();

-- A session as the reading of a file checks it again, under its own tenant.
create view identite.session_publiee with (security_invoker = true) as
  select id, compte_id, partenaire_id, jeton_empreinte, activite_le, inactive_le, expire_le, close_le from identite.session;
grant select on identite.session_publiee to passerelle_service;

-- What other modules may know of an account.
create view identite.compte_publie with (security_invoker = true) as
  select id, nature, caf_code, partenaire_id, prenom, nom, fonction, courriel, etat, acces
  from identite.compte;
grant select on identite.compte_publie to passerelle_service;
