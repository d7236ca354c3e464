-- Sign-in through an OpenID Connect provider of public agents (ACC-05). Nothing here holds a token of the provider, nor
-- anything that it tells of a person but who they are to it.

-- A link rests on three claims together: the same subject at another issuer, or for another body, is someone else.
create table identite.liaison_oidc (
  id uuid primary key,
  compte_id uuid not null references identite.compte,
  emetteur text not null,
  sujet text not null check (length(sujet) between 1 and 255),
  siret text not null check (siret ~ '^[0-9]{14}$'),
  liee_le timestamptz not null,
  utilisee_le timestamptz,
  retiree_le timestamptz
);
create unique index liaison_oidc_identite on identite.liaison_oidc (emetteur, sujet, siret) where retiree_le is null;
create unique index liaison_oidc_compte on identite.liaison_oidc (compte_id, emetteur) where retiree_le is null;
comment on table identite.liaison_oidc is 'Comptes liés à une identité d’un fournisseur OpenID Connect : émetteur, sujet et SIRET (ACC-05).';

-- A sign-in that left for the provider: what its return has to match, sealed, found by the digest of a cookie and taken
-- out before anything is asked of the provider, so that it serves once.
create table identite.depart_oidc (
  empreinte bytea primary key,
  scelle bytea not null,
  cle text not null,
  suite text,
  cree_le timestamptz not null,
  expire_le timestamptz not null
);
comment on table identite.depart_oidc is 'Connexions parties chez le fournisseur d’identité, sans organisme, dix minutes (ACC-05).';

-- An identity that the provider vouched for and that no account is linked to yet: it waits, in the browser that it came
-- to, for its person to sign in with the local account.
create table identite.retour_oidc (
  empreinte bytea primary key,
  emetteur text not null,
  sujet text not null,
  siret text not null,
  acr text not null,
  deux_facteurs boolean not null,
  sid text,
  expire_le timestamptz not null
);
comment on table identite.retour_oidc is 'Identités reçues du fournisseur et pas encore liées, sans organisme, dix minutes (ACC-05).';

-- Logouts already obeyed: the same order, sent again, does nothing.
create table identite.deconnexion_oidc (
  emetteur text not null,
  jti text not null,
  recu_le timestamptz not null,
  primary key (emetteur, jti)
);
comment on table identite.deconnexion_oidc is 'Ordres de déconnexion reçus du fournisseur d’identité, contre leur rejeu (ACC-05).';

-- What a logout of the provider names.
alter table identite.session
  add column oidc_emetteur text,
  add column oidc_sujet text,
  add column oidc_sid text,
  add check ((oidc_emetteur is null) = (oidc_sujet is null)),
  add check (oidc_emetteur is null or origine = 'oidc'),
  add check (oidc_sid is null or oidc_emetteur is not null);
create index session_oidc on identite.session (oidc_emetteur, oidc_sujet) where close_le is null and oidc_emetteur is not null;
create index session_oidc_sid on identite.session (oidc_emetteur, oidc_sid) where close_le is null and oidc_sid is not null;

alter table identite.liaison_oidc enable row level security;
alter table identite.liaison_oidc force row level security;
create policy locataire on identite.liaison_oidc for all to passerelle_service
  using (exists (select from identite.compte c where c.id = compte_id))
  with check (exists (select from identite.compte c where c.id = compte_id));
create policy porte on identite.liaison_oidc for select to passerelle_porte using (true);
do $$
declare t text;
begin
  foreach t in array array['depart_oidc', 'retour_oidc', 'deconnexion_oidc'] loop
    execute format('alter table identite.%I enable row level security', t);
    execute format('alter table identite.%I force row level security', t);
    execute format('create policy sans_organisme on identite.%I for all to passerelle_service
      using (%s) with check (%s)', t,
      case t when 'depart_oidc' then 'coalesce(contexte.nature(), ''cnaf'') = ''cnaf''' else 'true' end,
      case t when 'depart_oidc' then 'contexte.nature() is null' else 'true' end);
  end loop;
end $$;
-- A link is never erased: it is taken back, and the history of who could come in stays.
grant select, insert on identite.liaison_oidc to passerelle_service;
grant update (utilisee_le, retiree_le) on identite.liaison_oidc to passerelle_service;
grant select, insert, delete on identite.depart_oidc, identite.retour_oidc, identite.deconnexion_oidc to passerelle_service;
grant select on identite.liaison_oidc to passerelle_porte;

-- An account that ends, or whose access starts again from nothing, keeps no other way in. A trigger, so that no act on
-- accounts can forget it.
create function identite.retirer_liaisons() returns trigger language plpgsql as $$
begin
  update identite.liaison_oidc set retiree_le = coalesce(contexte.instant(), now())
  where compte_id = new.id and retiree_le is null;
  return null;
end $$;
create trigger compte_liaisons after update of etat, mot_de_passe_le on identite.compte for each row
  when ((new.etat = 'clos' and old.etat <> 'clos') or (new.mot_de_passe_le is null and old.mot_de_passe_le is not null))
  execute function identite.retirer_liaisons();

-- Doors without tenant: the account that the three claims name, and the sessions that a logout names.
create function identite.compte_lie(p_emetteur text, p_sujet text, p_siret text, p_appareil bytea, p_instant timestamptz)
returns table (liaison_id uuid, compte_id uuid, nature text, caf_code text, partenaire_id uuid, etat text, ouvert boolean,
  premier_acces_fait boolean, second_facteur_exige boolean, totp boolean, cles boolean, appareil_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select l.id, c.id, c.nature, c.caf_code, c.partenaire_id, c.etat, c.acces @> p_instant,
         c.mot_de_passe is not null and c.mot_de_passe_le is not null and not c.mot_de_passe_provisoire,
         c.second_facteur_exige,
         exists (select from identite.facteur_totp f where f.compte_id = c.id),
         exists (select from identite.cle_acces k where k.compte_id = c.id),
         (select a.id from identite.appareil_connu a
           where a.empreinte = p_appareil and a.compte_id = c.id and a.expire_le > p_instant)
  from identite.liaison_oidc l join identite.compte c on c.id = l.compte_id
  where l.emetteur = p_emetteur and l.sujet = p_sujet and l.siret = p_siret and l.retiree_le is null;
end $$;
alter function identite.compte_lie owner to passerelle_porte;
revoke all on function identite.compte_lie from public;
grant execute on function identite.compte_lie to passerelle_service;

-- A session opened while the provider gave no `sid` is found by its subject alone.
create function identite.sessions_oidc(p_emetteur text, p_sujet text, p_sid text, p_instant timestamptz)
returns table (session_id uuid, compte_id uuid, nature text, caf_code text, partenaire_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select s.id, s.compte_id, s.nature, s.caf_code, s.partenaire_id from identite.session s
  where s.oidc_emetteur = p_emetteur and s.close_le is null and s.expire_le > p_instant
    -- Named by one at least: an issuer alone would name everybody.
    and (p_sujet is not null or p_sid is not null)
    and (p_sujet is null or s.oidc_sujet = p_sujet)
    and (p_sid is null or s.oidc_sid = p_sid or (s.oidc_sid is null and p_sujet is not null))
  order by s.id;
end $$;
alter function identite.sessions_oidc owner to passerelle_porte;
revoke all on function identite.sessions_oidc from public;
grant execute on function identite.sessions_oidc to passerelle_service;
