-- Facts that the reading conditions of the nineteen profiles need (CDAP-12 to CDAP-16, CDAP-31), and the keys by which
-- a file is found (CDAP-20). A fact is a boolean, a date or the number of a legal person, derived from the
-- blocks when the file is written; it decides what may be read, and is never shown.
alter table cdap.dossier
  add column departement text check (departement ~ '^([0-9]{2,3}|2[AB])$'),
  add column mutation_en_cours boolean not null default false,
  add column aide_logement boolean not null default false,
  -- SIREN of the landlord that the aid is paid to; null without third-party payment.
  add column bailleur_tiers_payant text check (bailleur_tiers_payant ~ '^[0-9]{9}$'),
  -- SIREN of whoever holds a guardianship, a curatorship or a judicial support, and the days of the measure.
  add column protecteur text check (protecteur ~ '^[0-9]{9}$'),
  add column protection_du date,
  add column protection_au date,
  add column trace_cmg boolean not null default false,
  add column etudiant boolean not null default false,
  add check (protecteur is null or protection_du is not null);

-- CDAP-20: one row per adult and name (birth, usage). All keys are computed in TypeScript and looked up by equality:
-- LIKE and trigram operators are not leakproof, so that row-level security would keep them from any index.
-- Bytes are compared and not words (collate "C"): equality needs no more, and an import writes four indexes. For the
-- same reason no foreign key is checked at each row: the file is written by the same act, and keys leave with it.
create table cdap.cle_personne (
  caf_code text collate "C" not null,
  numero integer not null,
  -- 1: person in charge, 2: partner.
  rang smallint not null check (rang in (1, 2)),
  -- Normalised name: letters a to z.
  nom text collate "C" not null,
  -- Phonetic forms of the name and of the first forename.
  nom_son text collate "C" not null,
  prenom_son text collate "C" not null,
  prenom text collate "C" not null,
  -- Birth date as far as it is known: 'AAAA', 'AAAA-MM' or 'AAAA-MM-JJ'.
  ne_le text collate "C",
  -- Thirteen characters, without the key; on the row of the birth name only.
  nir text collate "C"
);
create function cdap.effacer_cles() returns trigger language plpgsql as $$
begin
  delete from cdap.cle_personne c using partis p where c.caf_code = p.caf_code and c.numero = p.numero;
  return null;
end $$;
create trigger dossier_sans_cle after delete on cdap.dossier referencing old table as partis
  for each statement execute function cdap.effacer_cles();
create index cle_dossier on cdap.cle_personne (caf_code, numero);
create index cle_nom_prenom on cdap.cle_personne (caf_code, nom_son, prenom_son);
create index cle_nom_naissance on cdap.cle_personne (caf_code, ne_le, nom_son);
create index cle_nir on cdap.cle_personne (caf_code, nir) where nir is not null;
comment on table cdap.cle_personne is 'Clés par lesquelles on retrouve un dossier : nom, prénom, naissance, NIR (CDAP-20).';
alter table cdap.cle_personne enable row level security;
alter table cdap.cle_personne force row level security;
create policy lecture on cdap.cle_personne for select to passerelle_service
  using (contexte.habilitation() is not null and caf_code = contexte.caf() and contexte.nature() = 'partenaire');
create policy alimentation on cdap.cle_personne for insert to passerelle_service
  with check (contexte.nature() = 'caf' and caf_code = contexte.caf());
grant select, insert on cdap.cle_personne to passerelle_service;

-- The SIRET of the partner joins what a right is read as: the file of a tenant is tied to its landlord by it.
drop function habilitations.droits(uuid, timestamptz);
-- The rights of one account and what prevents each from being used at an instant.
--
-- Nothing is stored: a right is usable when `empechements` is empty, that is when account, partner, bulletin,
-- contract, convention and right all are open at that instant (CONV-05, CONV-16, HAB-01). This is the one
-- place that says so; screens put words on the codes, and the consultation obeys them. `revision`
-- moves when any row behind the answer does.
-- Bounds are compared one by one: a row has a handful of versions, and the B-tree on its key is four times
-- quicker than the GiST index that `@>` would bring.
create function habilitations.droits(p_compte uuid, p_instant timestamptz)
returns table (
  habilitation_id uuid, compte_id uuid, caf_code text, partenaire_id uuid, partenaire_nom text,
  partenaire_type text, partenaire_organisme text, partenaire_siret text, service text, profil text, perimetre text, perimetre_id uuid,
  debut timestamptz, fin timestamptz, etat text, etat_motif text, missions text[], usages text[],
  conditions jsonb, responsable_metier text, accordee_par uuid, accordee_le timestamptz,
  equipement_id uuid, equipement_libelle text, equipement_ferme_le date,
  subvention_reference text, subvention_debut timestamptz, subvention_fin timestamptz,
  bulletin_annexe integer, bulletin_libelle text, catalogue text, quota integer,
  convention_numero text, convention_fin_le timestamptz, empechements text[], revision bigint
) language sql stable as $$
  select h.id, h.compte_id, h.caf_code, h.partenaire_id, p.raison_sociale,
    p.type, p.organisme, p.siret, h.service, h.profil, h.perimetre, h.perimetre_id,
    lower(h.periode), upper(h.periode), h.etat, h.etat_motif, h.missions, h.usages,
    h.conditions, h.responsable_metier, h.accordee_par, h.accordee_le,
    h.equipement_id, e.libelle, e.ferme_le, f.reference, lower(f.periode), upper(f.periode),
    b.annexe, b.libelle, vb.catalogue, q.maximum,
    b.convention_numero, b.convention_fin_le,
    array_remove(array[
      case when c.etat <> 'actif' or not c.acces @> p_instant then 'compte-ferme' end,
      case h.etat when 'demandee' then 'droit-demande' when 'suspendue' then 'droit-suspendu' when 'close' then 'droit-clos' end,
      case when lower(h.periode) > p_instant then 'droit-a-venir' when upper(h.periode) <= p_instant then 'droit-termine' end,
      case when p.suspendu_le <= p_instant then 'partenaire-suspendu' end,
      case when b.suspendu_le <= p_instant then 'service-suspendu' end,
      case when vb.id is null then 'bulletin-ferme' when q.maximum is null then 'profil-non-ouvert' end,
      case when vc.id is null then 'contrat-ferme' end,
      case when b.signee_caf_le is null or b.signee_partenaire_le is null then 'convention-non-signee'
           when b.formalites_caf_le is null or b.formalites_partenaire_le is null then 'formalites-manquantes'
           when b.convention_effet_le is null or b.convention_effet_le > p_instant then 'convention-a-venir'
           when b.convention_fin_le <= p_instant then 'convention-terminee' end
    ], null),
    p.revision
  from habilitations.habilitation h
  join identite.compte_publie c on c.id = h.compte_id
  join organismes.partenaire_publie p on p.id = h.partenaire_id
  join conventions.bulletin_publie b on b.id = h.bulletin_id
  left join conventions.version_bulletin_publiee vb on vb.bulletin_id = h.bulletin_id
    and lower(vb.periode) <= p_instant and (upper_inf(vb.periode) or upper(vb.periode) > p_instant)
  left join conventions.quota_publie q on q.version_bulletin_id = vb.id and q.profil = h.profil
    and q.perimetre = case when h.service = 'cdap' then 'partenaire' else h.perimetre end
  left join conventions.version_contrat_publiee vc on vc.convention_id = b.convention_id
    and lower(vc.periode) <= p_instant and (upper_inf(vc.periode) or upper(vc.periode) > p_instant)
  left join organismes.equipement_publie e on e.id = h.equipement_id
  left join lateral (
    select x.reference, x.periode from conventions.financement_publie x
    where x.equipement_id = h.equipement_id and lower(x.periode) <= p_instant
    order by lower(x.periode) desc limit 1
  ) f on true
  where h.compte_id = p_compte
$$;

drop function cdap.preparer_consultations(jsonb);
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
  rsa_en_cours boolean, rsa_dernier_mois date, partenaire_siret text, departement text, mutation_en_cours boolean,
  aide_logement boolean, bailleur_tiers_payant text, protecteur text, protection_du date, protection_au date,
  trace_cmg boolean, etudiant boolean, dossier_version text
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
             f.etat, f.acces_restreint, f.donnees_le, f.opposition, f.suite, f.rsa_en_cours, f.rsa_dernier_mois,
             h.partenaire_siret, f.departement, f.mutation_en_cours, f.aide_logement, f.bailleur_tiers_payant,
             f.protecteur, f.protection_du, f.protection_au, f.trace_cmg, f.etudiant, f.dossier_version
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
               x.departement, x.mutation_en_cours, x.aide_logement, x.bailleur_tiers_payant, x.protecteur,
               x.protection_du, x.protection_au, x.trace_cmg, x.etudiant, x.xmin::text as dossier_version,
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
create or replace function cdap.lire_et_tracer(p_demandes jsonb)
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
      mission text, motif text, objet text, adresse inet, navigateur text, action text,
      dossier_version text)
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
      into blocs from cdap.dossier f
      -- The very row that was judged: an import, a restriction or an opposition since then is judged anew.
      where f.caf_code = d.caf and f.numero = d.numero and f.xmin::text = d.dossier_version
        and not exists (select from cdap.opposition o where o.caf_code = d.caf and o.numero = d.numero
                          and o.partenaire_id = d.partenaire);
      if blocs is null then
        resultat := 'change';
        return next;
        continue;
      end if;
    end if;
    perform traces.inscrire(d.trace, d.instant, d.compte, d.session, d.correlation, null,
      d.action, issue, code, d.profil, d.habilitation, d.caf, d.numero,
      case when issue = 'fait' then d.categories end, d.version_matrice,
      d.mission, d.motif, d.objet, d.adresse, d.navigateur);
    if s.activite_le < d.instant - interval '1 minute' then
      perform identite.marquer_activite(d.session, d.instant);
    end if;
    return next;
  end loop;
end $$;
