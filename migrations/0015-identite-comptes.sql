-- Accounts that live: issued, opened for the first time, suspended, ended; several second factors, known devices,
-- tokens of a person, and what is asked by mail (page 05).

-- ACC-01, ACC-02. A password is `provisoire` until its owner has replaced it: it opens once, before its end.
-- `null`: none is left to present, a new first access has to be issued.
alter table identite.compte
  alter column mot_de_passe drop not null,
  add column mot_de_passe_provisoire boolean not null default false,
  add column provisoire_expire_le timestamptz,
  -- The first password once it was used, until its owner chooses another: whoever read its mail knows it.
  add column premier_mot_de_passe text,
  add column mot_de_passe_le timestamptz,
  -- HAB-44, ACC-02: the Caf orders a change; the person is told why.
  add column changement_ordonne_le timestamptz,
  add column changement_motif text,
  add column premier_acces_le timestamptz,
  add column confidentialite_le timestamptz,
  add column confidentialite_version integer,
  add column telephone text,
  add column cree_le timestamptz,
  add column cree_par uuid,
  add column etat_le timestamptz,
  add column etat_par uuid,
  -- HAB-06: what a Caf suspended, the partner does not reopen.
  add column etat_par_nature text check (etat_par_nature in ('partenaire', 'caf', 'cnaf')),
  -- ACC-07: who gave an access again; the letter of its password is for somebody else to print.
  add column acces_redonne_par uuid,
  -- HAB-08: the day on which the person left, beside the day on which it was told.
  add column depart_le date,
  add check ((provisoire_expire_le is not null) = (mot_de_passe_provisoire and mot_de_passe is not null)),
  add check ((changement_ordonne_le is null) = (changement_motif is null));
-- Never two open accounts on one address in one organisation (ACC-01); an ended one leaves it free.
alter table identite.compte drop constraint compte_nature_caf_code_partenaire_id_courriel_key;
create unique index compte_courriel on identite.compte (nature, caf_code, partenaire_id, lower(courriel))
  nulls not distinct where etat <> 'clos';
create index compte_par_courriel on identite.compte (lower(courriel));
create index compte_partenaire on identite.compte (partenaire_id, nom, prenom, id);

-- ACC-13: each acknowledgement of the confidentiality rules is kept with the version that was read.
create table identite.engagement (
  compte_id uuid not null references identite.compte,
  le timestamptz not null,
  version integer not null check (version > 0),
  session_id uuid not null,
  primary key (compte_id, le)
);
comment on table identite.engagement is 'Rappels de confidentialité lus et acceptés, à la première connexion puis chaque année (ACC-13).';

-- ACC-04: passkeys, several and named.
create table identite.cle_acces (
  id uuid primary key,
  compte_id uuid not null references identite.compte,
  identifiant_cle bytea not null unique,
  cle_publique bytea not null,
  compteur bigint not null,
  transports text[] not null default '{}',
  nom text not null check (length(nom) between 1 and 60),
  synchronisee boolean not null,
  creee_le timestamptz not null,
  utilisee_le timestamptz,
  unique (compte_id, nom)
);
comment on table identite.cle_acces is 'Clés d’accès (passkeys) d’un compte (ACC-04).';

-- A factor being enrolled: its secret waits, sealed, until a code proves that the person holds it.
create table identite.totp_prepare (
  compte_id uuid primary key references identite.compte,
  session_id uuid not null,
  secret_scelle bytea not null,
  cle text not null,
  expire_le timestamptz not null
);
comment on table identite.totp_prepare is 'Application d’authentification en cours d’enregistrement.';

-- Only keyed digests; each code serves once.
create table identite.code_recuperation (
  compte_id uuid not null references identite.compte,
  empreinte bytea not null,
  cree_le timestamptz not null,
  utilise_le timestamptz,
  primary key (compte_id, empreinte)
);
comment on table identite.code_recuperation is 'Codes de récupération du second facteur, à usage unique (ACC-04).';

-- ACC-03: a device on which the person has already proved both factors may try when the others must wait.
create table identite.appareil_connu (
  id uuid primary key,
  compte_id uuid not null references identite.compte,
  empreinte bytea not null unique,
  navigateur text,
  connu_le timestamptz not null,
  vu_le timestamptz not null,
  expire_le timestamptz not null
);
create index appareil_compte on identite.appareil_connu (compte_id);
comment on table identite.appareil_connu is 'Appareils sur lesquels un compte a déjà prouvé ses deux facteurs (ACC-03).';

-- What was sent by mail to be given back: only a digest, used once (ACC-07).
create table identite.jeton_courriel (
  id uuid primary key,
  compte_id uuid not null references identite.compte,
  genre text not null check (genre in ('reinitialisation', 'courriel-ancien', 'courriel-nouveau')),
  empreinte bytea not null unique,
  nouveau_courriel text,
  cree_le timestamptz not null,
  expire_le timestamptz not null,
  utilise_le timestamptz,
  annule_le timestamptz,
  check ((nouveau_courriel is null) = (genre = 'reinitialisation'))
);
create index jeton_courriel_compte on identite.jeton_courriel (compte_id, genre);
comment on table identite.jeton_courriel is 'Liens envoyés par courriel : réinitialisation, changement d’adresse (ACC-07).';

-- What anybody asks without a session is left here and treated by a job: whoever is known or not is answered alike,
-- in the same time (ACC-03, ACC-07). Erased once treated.
create table identite.demande_oubli (
  id uuid primary key,
  genre text not null check (genre in ('mot-de-passe', 'identifiant')),
  saisie text not null,
  demandee_le timestamptz not null,
  adresse inet,
  navigateur text,
  correlation text not null
);
comment on table identite.demande_oubli is 'Demandes d’identifiant ou de mot de passe oubliés, sans organisme, effacées une fois traitées (ACC-07).';

-- A session is that of a browser, or of a token: the rest of the portal asks nothing of the difference, and what
-- ends one ends the other. `defi` is the challenge that a passkey has to answer, used once.
alter table identite.session
  drop constraint session_niveau_check,
  add constraint session_niveau_check check (niveau in ('mot-de-passe', 'parcours', 'complet')),
  add column genre text not null default 'navigateur' check (genre in ('navigateur', 'jeton')),
  add column origine text not null default 'local' check (origine in ('local', 'oidc')),
  add column appareil_id uuid,
  add column defi text,
  add column defi_objet text check (defi_objet in ('connexion', 'confirmation', 'enregistrement')),
  add column defi_expire_le timestamptz,
  add check ((defi is null) = (defi_objet is null) and (defi is null) = (defi_expire_le is null));

-- ACC-09: a token is its session and what was said of it.
create table identite.jeton_api (
  id uuid primary key,
  compte_id uuid not null references identite.compte,
  session_id uuid not null unique references identite.session,
  nom text not null check (length(nom) between 1 and 60),
  -- Beginning of the token, to tell one from another; the rest is known to its owner alone.
  debut text not null,
  portees text[] not null check (cardinality(portees) > 0 and portees <@ array['cdap', 'habilitations']),
  cree_le timestamptz not null,
  expire_le timestamptz not null,
  check (expire_le > cree_le and expire_le <= cree_le + interval '90 days')
);
create index jeton_api_compte on identite.jeton_api (compte_id, cree_le);
comment on table identite.jeton_api is 'Jetons d’API d’une personne, bornés à des services et à 90 jours (ACC-09).';

do $$
declare t text;
begin
  foreach t in array array['engagement', 'cle_acces', 'totp_prepare', 'code_recuperation', 'appareil_connu',
      'jeton_courriel', 'jeton_api'] loop
    execute format('alter table identite.%I enable row level security', t);
    execute format('alter table identite.%I force row level security', t);
    execute format('create policy locataire on identite.%I for all to passerelle_service
      using (exists (select from identite.compte c where c.id = compte_id))
      with check (exists (select from identite.compte c where c.id = compte_id))', t);
  end loop;
end $$;
alter table identite.demande_oubli enable row level security;
alter table identite.demande_oubli force row level security;
-- Typed by anybody, before any tenant: seen by no tenant, the nightly forgetting aside.
create policy sans_organisme on identite.demande_oubli for all to passerelle_service
  using (coalesce(contexte.nature(), 'cnaf') = 'cnaf') with check (contexte.nature() is null);

-- An acknowledgement is never changed nor erased by the service.
grant select, insert on identite.engagement to passerelle_service;
grant select, insert, update, delete on identite.cle_acces, identite.totp_prepare, identite.code_recuperation,
  identite.appareil_connu, identite.jeton_courriel, identite.demande_oubli to passerelle_service;
grant select, insert, update on identite.jeton_api to passerelle_service;
grant delete on identite.facteur_totp, identite.session to passerelle_service;
-- The history of sessions is as long as that of traces; who erases it works for the Cnaf.
create policy oubli on identite.session as restrictive for delete to passerelle_service using (contexte.nature() = 'cnaf');

-- Doors without tenant, again: what an identifier and a device name, what a link sent by mail names, which accounts
-- an address has.
create policy porte on identite.appareil_connu for select to passerelle_porte using (true);
create policy porte on identite.cle_acces for select to passerelle_porte using (true);
create policy porte on identite.jeton_courriel for select to passerelle_porte using (true);
grant select on identite.appareil_connu, identite.cle_acces, identite.jeton_courriel to passerelle_porte;

drop function identite.compte_de_connexion(text);
create function identite.compte_de_connexion(p_identifiant text, p_appareil bytea, p_instant timestamptz)
returns table (compte_id uuid, nature text, caf_code text, partenaire_id uuid, mot_de_passe text, provisoire boolean,
  provisoire_expire_le timestamptz, etat text, ouvert boolean, second_facteur_exige boolean, premier_acces_le timestamptz,
  totp boolean, cles boolean, appareil_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select c.id, c.nature, c.caf_code, c.partenaire_id, c.mot_de_passe, c.mot_de_passe_provisoire,
         c.provisoire_expire_le, c.etat, c.acces @> p_instant, c.second_facteur_exige, c.premier_acces_le,
         exists (select from identite.facteur_totp f where f.compte_id = c.id),
         exists (select from identite.cle_acces k where k.compte_id = c.id),
         (select a.id from identite.appareil_connu a
           where a.empreinte = p_appareil and a.compte_id = c.id and a.expire_le > p_instant)
  from identite.compte c where c.identifiant = p_identifiant;
end $$;
alter function identite.compte_de_connexion owner to passerelle_porte;
revoke all on function identite.compte_de_connexion from public;
grant execute on function identite.compte_de_connexion to passerelle_service;

create function identite.jeton_de_courriel(p_empreinte bytea, p_instant timestamptz)
returns table (jeton_id uuid, compte_id uuid, genre text, nature text, caf_code text, partenaire_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select j.id, j.compte_id, j.genre, c.nature, c.caf_code, c.partenaire_id
  from identite.jeton_courriel j join identite.compte c on c.id = j.compte_id
  where j.empreinte = p_empreinte and j.utilise_le is null and j.annule_le is null and j.expire_le > p_instant
    and c.etat = 'actif' and c.acces @> p_instant;
end $$;
alter function identite.jeton_de_courriel owner to passerelle_porte;
revoke all on function identite.jeton_de_courriel from public;
grant execute on function identite.jeton_de_courriel to passerelle_service;

-- For the job that answers who forgot: an identifier or an address, and the accounts that are open there.
create function identite.comptes_oublies(p_genre text, p_saisie text, p_instant timestamptz)
returns table (compte_id uuid, nature text, caf_code text, partenaire_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select c.id, c.nature, c.caf_code, c.partenaire_id from identite.compte c
  where case p_genre when 'mot-de-passe' then c.identifiant = p_saisie else lower(c.courriel) = lower(p_saisie) end
    and c.etat = 'actif' and c.acces @> p_instant
  order by c.id limit 20;
end $$;
alter function identite.comptes_oublies owner to passerelle_porte;
revoke all on function identite.comptes_oublies from public;
grant execute on function identite.comptes_oublies to passerelle_service;
