-- Files of allocataires (page 06). One column per block, so that only opened blocks are detoasted; json and not
-- jsonb, since a block is read whole or not at all and its text need not be made again at each reading. The
-- facts that reading conditions need are typed columns.
create schema cdap;
grant usage on schema cdap to passerelle_service;

create table cdap.dossier (
  caf_code text not null references organismes.caf,
  numero integer not null check (numero between 1 and 9999999),
  etat text not null check (etat in ('ouvert', 'suspendu', 'en-affiliation', 'radie', 'decede', 'transfere', 'fusionne')),
  donnees_le date not null,
  acces_restreint boolean not null default false,
  suite jsonb,
  rsa_en_cours boolean not null,
  rsa_dernier_mois date check (extract(day from rsa_dernier_mois) = 1),
  identite json, numero_bloc json, nir json, adresse json, famille json, situation_pro json,
  ressources_annuelles json, ressources_trimestrielles json, base_ressources_eaje json,
  quotient_familial json, droits json, paiements json, creances json, logement json, rsa json,
  pensions_alimentaires json, protection json, handicap json, cmg json, demarches json, affiliation json,
  primary key (caf_code, numero),
  check ((etat in ('fusionne', 'transfere')) = (suite is not null))
);
comment on table cdap.dossier is 'Dossiers allocataires, un bloc de données par colonne (CDAP-01, CDAP-02).';

-- CDAP-19: a family that objected to shared secrecy with a partner is closed to it under every profile.
create table cdap.opposition (
  caf_code text not null,
  numero integer not null,
  partenaire_id uuid not null,
  enregistree_le date not null,
  primary key (caf_code, numero, partenaire_id),
  foreign key (caf_code, numero) references cdap.dossier,
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id)
);
comment on table cdap.opposition is 'Oppositions d’une famille au secret partagé avec un partenaire (CDAP-19).';

-- CDAP-10: which profile opens which blocks, by catalogue, dated and never rewritten.
create table cdap.version_matrice (
  version integer primary key,
  catalogue text not null check (catalogue in ('2017', '2025')),
  periode tstzrange not null check (not isempty(periode)),
  motif text not null,
  auteur text not null,
  contenu jsonb not null,
  exclude using gist (catalogue with =, periode with &&)
);
comment on table cdap.version_matrice is 'Versions de la matrice profils × blocs ; un contenu ne change jamais (CDAP-10).';

-- CDAP-32: what an account read in an hour, what a partner read in a day of its Caf.
create table cdap.compteur_compte (
  compte_id uuid not null,
  heure timestamptz not null,
  caf_code text not null,
  partenaire_id uuid not null,
  lectures integer not null,
  prevenu_le timestamptz,
  primary key (compte_id, heure)
) with (fillfactor = 50);
comment on table cdap.compteur_compte is 'Consultations demandées par compte et par heure (CDAP-32).';
create table cdap.compteur_partenaire (
  partenaire_id uuid not null,
  jour date not null,
  caf_code text not null,
  lectures integer not null,
  prevenu_le timestamptz,
  primary key (partenaire_id, jour)
) with (fillfactor = 50);
comment on table cdap.compteur_partenaire is 'Consultations demandées par partenaire et par jour de sa Caf (CDAP-32).';

-- A stop holds until someone lifts it. `compte_id` null: the whole partner.
create table cdap.arret_lecture (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  compte_id uuid,
  cause text not null check (cause in ('plafond-compte', 'plafond-partenaire')),
  lectures integer not null,
  pose_le timestamptz not null,
  leve_le timestamptz,
  leve_par uuid,
  leve_motif text,
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  foreign key (partenaire_id, compte_id) references identite.compte (partenaire_id, id),
  check ((leve_le is null) = (leve_par is null) and (leve_le is null) = (leve_motif is null))
);
create unique index arret_ouvert on cdap.arret_lecture (partenaire_id, compte_id) nulls not distinct where leve_le is null;
comment on table cdap.arret_lecture is 'Arrêts de lecture posés par le plafond, jusqu’à leur levée (CDAP-32).';

do $$
declare t text;
begin
  foreach t in array array['compteur_compte', 'compteur_partenaire', 'arret_lecture'] loop
    execute format('alter table cdap.%I enable row level security', t);
    execute format('alter table cdap.%I force row level security', t);
    execute format('create policy locataire on cdap.%I for all to passerelle_service
      using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id))', t);
    execute format('grant select, insert, update on cdap.%I to passerelle_service', t);
  end loop;
  foreach t in array array['dossier', 'opposition', 'version_matrice'] loop
    execute format('alter table cdap.%I enable row level security', t);
    execute format('alter table cdap.%I force row level security', t);
  end loop;
end $$;
grant delete on cdap.compteur_compte, cdap.compteur_partenaire to passerelle_service;

-- ROL-19: no Caf nor Cnaf role opens a file by itself, and a partner's agent only while a right of theirs is
-- named by the transaction.
create policy lecture on cdap.dossier for select to passerelle_service
  using (contexte.habilitation() is not null and caf_code = contexte.caf() and contexte.nature() = 'partenaire');
create policy alimentation on cdap.dossier for insert to passerelle_service
  with check (contexte.nature() = 'caf' and caf_code = contexte.caf());
create policy lecture on cdap.opposition for select to passerelle_service
  using (contexte.voit(caf_code, partenaire_id));
create policy alimentation on cdap.opposition for insert to passerelle_service
  with check (contexte.nature() = 'caf' and caf_code = contexte.caf());
create policy lecture on cdap.version_matrice for select to passerelle_service using (true);
create policy ajout on cdap.version_matrice for insert to passerelle_service with check (contexte.nature() = 'cnaf');
grant select, insert on cdap.dossier, cdap.opposition, cdap.version_matrice to passerelle_service;

-- First call of a consultation, for a batch: session, right, caps, matrix version and the facts that
-- conditions name. Facts are booleans, dates and figures; no block is read and nothing is decided.
-- CDAP-21: without a usable right at that Caf the file is not even looked up.
-- Plans are made once per connection, perhaps while a counter's table is still empty: they must not depend on
-- the statistics of that minute.
create function cdap.preparer_consultations(p_demandes jsonb)
returns table (
  rang integer, session_id uuid, compte_id uuid, nature text, caf_code text, partenaire_id uuid, niveau text,
  second_facteur boolean, confirmee_le timestamptz,
  revision bigint, profil text, empechements text[], partenaire_type text, partenaire_organisme text, missions text[],
  usages text[], conditions jsonb, equipement_id uuid, equipement_ferme_le date,
  subvention_debut date, subvention_fin date, catalogue text, version_matrice integer,
  fuseau text, jour date, seuil_confirmation_heure integer, plafond_compte_heure integer,
  seuil_partenaire_jour integer, plafond_partenaire_jour integer, motif_exige boolean,
  lectures_heure integer, lectures_jour integer, arret_compte boolean, arret_partenaire boolean,
  dossier_etat text, dossier_restreint boolean, dossier_donnees_le date, opposition boolean, suite jsonb,
  rsa_en_cours boolean, rsa_dernier_mois date
) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  d record;
  s record;
begin
  for d in
    select * from jsonb_to_recordset(p_demandes)
      as x(rang integer, empreinte text, habilitation uuid, caf text, numero integer, instant timestamptz)
  loop
    select * into s from identite.session_ouverte(decode(d.empreinte, 'hex'), d.instant);
    if not found then
      -- The other columns are never assigned: nothing of one item can remain in the next.
      rang := d.rang;
      return next;
      continue;
    end if;
    perform contexte.poser(s.nature, s.caf_code, s.partenaire_id, s.compte_id, d.instant),
            set_config('app.habilitation', d.habilitation::text, true);
    return query
      select d.rang, s.session_id, s.compte_id, s.nature, s.caf_code, s.partenaire_id, s.niveau,
             s.second_facteur_le is not null, s.confirmee_le,
             h.revision, h.profil, h.empechements, h.partenaire_type, h.partenaire_organisme, h.missions,
             h.usages, h.conditions, h.equipement_id, h.equipement_ferme_le,
             (h.subvention_debut at time zone c.fuseau)::date,
             ((h.subvention_fin - interval '1 microsecond') at time zone c.fuseau)::date,
             h.catalogue, f.version,
             c.fuseau, (d.instant at time zone c.fuseau)::date, c.seuil_confirmation_heure, c.plafond_compte_heure,
             c.seuil_partenaire_jour, c.plafond_partenaire_jour, c.motif_exige,
             coalesce(kc.lectures, 0), coalesce(kp.lectures, 0), a.du_compte, a.du_partenaire,
             f.etat, f.acces_restreint, f.donnees_le, f.opposition, f.suite, f.rsa_en_cours, f.rsa_dernier_mois
      from (select 1) un
      left join organismes.caf_publiee c on c.code = s.caf_code
      left join habilitations.droits(s.compte_id, d.instant) h
        on h.habilitation_id = d.habilitation and h.service = 'cdap'
      left join cdap.compteur_compte kc on kc.compte_id = s.compte_id and kc.heure = date_trunc('hour', d.instant)
      left join cdap.compteur_partenaire kp
        on kp.partenaire_id = s.partenaire_id and kp.jour = (d.instant at time zone c.fuseau)::date
      cross join lateral (
        select coalesce(bool_or(x.compte_id is not null), false) as du_compte,
               coalesce(bool_or(x.compte_id is null), false) as du_partenaire
        from cdap.arret_lecture x
        where x.partenaire_id = s.partenaire_id and x.leve_le is null
          and (x.compte_id is null or x.compte_id = s.compte_id)
      ) a
      -- `offset 0` keeps this apart: its first condition is then judged before the file is looked up, and not after.
      left join lateral (
        select m.version, x.etat, x.acces_restreint, x.donnees_le, x.suite, x.rsa_en_cours, x.rsa_dernier_mois,
               exists (select from cdap.opposition o where o.caf_code = s.caf_code and o.numero = d.numero
                         and o.partenaire_id = s.partenaire_id) as opposition
        from cdap.version_matrice m
        left join cdap.dossier x on x.caf_code = s.caf_code and x.numero = d.numero
        where cardinality(h.empechements) = 0 and coalesce(d.caf, s.caf_code) = s.caf_code
          and m.catalogue = h.catalogue and lower(m.periode) <= d.instant
          and (upper_inf(m.periode) or upper(m.periode) > d.instant)
        offset 0
      ) f on true;
  end loop;
end $$;

-- Second call, for a batch: reads the opened blocks and records the trace as one act, with one commit for
-- all (TRA-02, CDAP-07). What the first call said is checked again: the session must still be open, and the
-- partner's revision unchanged when the decision rests on the right; otherwise the item comes back as `change`
-- and is prepared anew.
-- Counting and bounding are one statement, so parallel requests cannot pass a cap (CDAP-32).
-- Items must come sorted by partner, then account: that order of locks is what prevents deadlocks.
create function cdap.lire_et_tracer(p_demandes jsonb)
returns table (rang integer, resultat text, blocs json)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  d record;
  s record;
  code text;
  issue text;
begin
  for d in
    select * from jsonb_to_recordset(p_demandes) as x(
      rang integer, empreinte text, session uuid, compte uuid, nature text, organisme_caf text, partenaire uuid,
      habilitation uuid, revision bigint, caf text, numero integer, instant timestamptz, jour date,
      compter boolean, limite_compte integer, limite_partenaire integer, ouverts text[], categories text[],
      trace uuid, correlation text, issue text, code text, profil text, version_matrice integer,
      mission text, motif text, adresse inet, navigateur text)
  loop
    rang := d.rang;
    blocs := null;
    issue := d.issue;
    code := d.code;
    perform set_config('app.nature', d.nature, true),
            set_config('app.caf', coalesce(d.organisme_caf, ''), true),
            set_config('app.partenaire', coalesce(d.partenaire::text, ''), true),
            set_config('app.portee', contexte.portee(d.nature, d.organisme_caf, d.partenaire), true),
            set_config('app.habilitation', coalesce(d.habilitation::text, ''), true);
    -- Under that tenant and no other is this session visible: a wrong one finds nothing.
    select v.activite_le into s from identite.session_publiee v
      where v.id = d.session and v.jeton_empreinte = decode(d.empreinte, 'hex') and v.close_le is null
        and v.inactive_le > d.instant and v.expire_le > d.instant;
    if not found or (d.issue = 'fait' and d.revision is null) or (d.revision is not null and not exists (
      select from organismes.partenaire_publie p where p.id = d.partenaire and p.revision = d.revision
    )) then
      resultat := 'change';
      return next;
      continue;
    end if;
    resultat := issue;
    if d.compter then
      -- The row is nearly always there: an update costs half of an insert that gives up.
      update cdap.compteur_partenaire k set lectures = k.lectures + 1
        where k.partenaire_id = d.partenaire and k.jour = d.jour and k.lectures < d.limite_partenaire;
      if not found then
        insert into cdap.compteur_partenaire as k (partenaire_id, jour, caf_code, lectures)
          values (d.partenaire, d.jour, d.organisme_caf, 1)
          on conflict (partenaire_id, jour) do update set lectures = k.lectures + 1 where k.lectures < d.limite_partenaire;
      end if;
      if not found then
        code := 'plafond-partenaire';
      else
        update cdap.compteur_compte k set lectures = k.lectures + 1
          where k.compte_id = d.compte and k.heure = date_trunc('hour', d.instant) and k.lectures < d.limite_compte;
        if not found then
          insert into cdap.compteur_compte as k (compte_id, heure, caf_code, partenaire_id, lectures)
            values (d.compte, date_trunc('hour', d.instant), d.organisme_caf, d.partenaire, 1)
            on conflict (compte_id, heure) do update set lectures = k.lectures + 1 where k.lectures < d.limite_compte;
        end if;
        if not found then
          update cdap.compteur_partenaire k set lectures = k.lectures - 1
            where k.partenaire_id = d.partenaire and k.jour = d.jour;
          code := 'plafond-compte';
        end if;
      end if;
      if code in ('plafond-compte', 'plafond-partenaire') then
        issue := 'refuse';
        resultat := code;
      end if;
    end if;
    if issue = 'fait' then
      select json_build_object(
        'identite', case when 'identite' = any(d.ouverts) then f.identite end,
        'numero', case when 'numero' = any(d.ouverts) then f.numero_bloc end,
        'nir', case when 'nir' = any(d.ouverts) then f.nir end,
        'adresse', case when 'adresse' = any(d.ouverts) then f.adresse end,
        'famille', case when 'famille' = any(d.ouverts) then f.famille end,
        'situationPro', case when 'situationPro' = any(d.ouverts) then f.situation_pro end,
        'ressourcesAnnuelles', case when 'ressourcesAnnuelles' = any(d.ouverts) then f.ressources_annuelles end,
        'ressourcesTrimestrielles', case when 'ressourcesTrimestrielles' = any(d.ouverts) then f.ressources_trimestrielles end,
        'baseRessourcesEaje', case when 'baseRessourcesEaje' = any(d.ouverts) then f.base_ressources_eaje end,
        'quotientFamilial', case when 'quotientFamilial' = any(d.ouverts) then f.quotient_familial end,
        'droits', case when 'droits' = any(d.ouverts) then f.droits end,
        'paiements', case when 'paiements' = any(d.ouverts) then f.paiements end,
        'creances', case when 'creances' = any(d.ouverts) then f.creances end,
        'logement', case when 'logement' = any(d.ouverts) then f.logement end,
        'rsa', case when 'rsa' = any(d.ouverts) then f.rsa end,
        'pensionsAlimentaires', case when 'pensionsAlimentaires' = any(d.ouverts) then f.pensions_alimentaires end,
        'protection', case when 'protection' = any(d.ouverts) then f.protection end,
        'handicap', case when 'handicap' = any(d.ouverts) then f.handicap end,
        'cmg', case when 'cmg' = any(d.ouverts) then f.cmg end,
        'demarches', case when 'demarches' = any(d.ouverts) then f.demarches end,
        'affiliation', case when 'affiliation' = any(d.ouverts) then f.affiliation end,
        'etat', f.etat, 'donneesLe', f.donnees_le)
      into blocs from cdap.dossier f where f.caf_code = d.caf and f.numero = d.numero;
      if blocs is null then
        resultat := 'change';
        return next;
        continue;
      end if;
    end if;
    perform traces.inscrire(d.trace, d.instant, d.compte, d.session, d.correlation, null,
      'consultation-dossier', issue, code, d.profil, d.habilitation, d.caf, d.numero,
      case when issue = 'fait' then d.categories end, d.version_matrice,
      d.mission, d.motif, null, d.adresse, d.navigateur);
    if s.activite_le < d.instant - interval '1 minute' then
      perform identite.marquer_activite(d.session, d.instant);
    end if;
    return next;
  end loop;
end $$;
