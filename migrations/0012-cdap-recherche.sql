-- Finding a file by NIR or by name (CDAP-20). The rules stand in TypeScript: which searches are allowed, which names
-- are close, which files may be listed. Here are equality probes, counts and one act that reads and traces.

-- The birth date joins the key of names: a name with a year is then one range and not all the people of that name.
drop index cdap.cle_nom_prenom;
create index cle_nom_prenom on cdap.cle_personne (caf_code, nom_son, prenom_son, ne_le);

-- What an account searched in an hour, and the files that its searches showed: each counts once, and `lignes` is at
-- least their number. A search refused for what it would have shown brings `lignes` to the bound, so that the next one
-- is refused before anything is looked up and tells nothing.
create table cdap.compteur_recherche (
  compte_id uuid not null,
  heure timestamptz not null,
  caf_code text not null,
  partenaire_id uuid not null,
  recherches integer not null,
  listes integer[] not null default '{}',
  lignes integer not null default 0,
  derniere_le timestamptz not null,
  prevenu_le timestamptz,
  primary key (compte_id, heure)
) with (fillfactor = 50);
comment on table cdap.compteur_recherche is 'Recherches de dossiers par compte et par heure (CDAP-20).';
alter table cdap.compteur_recherche enable row level security;
alter table cdap.compteur_recherche force row level security;
create policy locataire on cdap.compteur_recherche for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
grant select, insert, update, delete on cdap.compteur_recherche to passerelle_service;
-- CDAP-32: lines that searches showed to a whole partner, beside what it read.
alter table cdap.compteur_partenaire add column lignes integer not null default 0;

-- Tenant of one demand, then whether the session is still open and the right unmoved. Shared by the three calls below.
create function cdap.verifier_recherche(
  p_empreinte text, p_session uuid, p_nature text, p_caf text, p_partenaire uuid, p_habilitation uuid,
  p_revision bigint, p_instant timestamptz
) returns timestamptz language plpgsql as $$
declare
  activite timestamptz;
begin
  perform set_config('app.nature', p_nature, true),
          set_config('app.caf', coalesce(p_caf, ''), true),
          set_config('app.partenaire', coalesce(p_partenaire::text, ''), true),
          set_config('app.portee', contexte.portee(p_nature, p_caf, p_partenaire), true),
          set_config('app.habilitation', coalesce(p_habilitation::text, ''), true);
  -- Under that tenant and no other is this session visible: a wrong one finds nothing.
  select v.activite_le into activite from identite.session_publiee v
    where v.id = p_session and v.jeton_empreinte = decode(p_empreinte, 'hex') and v.close_le is null
      and v.inactive_le > p_instant and v.expire_le > p_instant;
  if p_revision is not null and not exists (
    select from organismes.partenaire_publie p where p.id = p_partenaire and p.revision = p_revision
  ) then
    return null;
  end if;
  return activite;
end $$;

-- Second call of a search: counts it, unless it comes too soon or a bound is met. Nothing is looked up here.
-- Counting and bounding hold the account's row, so that parallel searches wait for each other and none slips through.
-- `attentes` says how many seconds must have passed, by number of searches; the last value stands for all beyond.
create function cdap.compter_recherche(p_demande jsonb)
returns table (resultat text, attente integer, recherches integer)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  d record;
  k record;
begin
  select * into d from jsonb_to_record(p_demande) as x(
    empreinte text, session uuid, compte uuid, nature text, caf text, partenaire uuid, habilitation uuid, revision bigint,
    instant timestamptz, jour date, attentes integer[], limite_compte integer, limite_partenaire integer);
  if d.revision is null or cdap.verifier_recherche(d.empreinte, d.session, d.nature, d.caf, d.partenaire,
    d.habilitation, d.revision, d.instant) is null then
    resultat := 'change';
    return next;
    return;
  end if;
  insert into cdap.compteur_recherche (compte_id, heure, caf_code, partenaire_id, recherches, derniere_le)
    values (d.compte, date_trunc('hour', d.instant), d.caf, d.partenaire, 0, d.instant - interval '1 hour')
    on conflict (compte_id, heure) do nothing;
  select c.recherches, c.lignes, c.derniere_le into k from cdap.compteur_recherche c
    where c.compte_id = d.compte and c.heure = date_trunc('hour', d.instant) for update;
  recherches := k.recherches;
  attente := ceil(extract(epoch from k.derniere_le - d.instant
    + make_interval(secs => d.attentes[least(k.recherches + 1, cardinality(d.attentes))])));
  if greatest(k.recherches, k.lignes) >= d.limite_compte then
    resultat := 'plafond-compte';
  elsif exists (select from cdap.compteur_partenaire c
                  where c.partenaire_id = d.partenaire and c.jour = d.jour and c.lignes >= d.limite_partenaire) then
    resultat := 'plafond-partenaire';
  elsif attente > 0 then
    resultat := 'ralentie';
  else
    update cdap.compteur_recherche c set recherches = c.recherches + 1, derniere_le = greatest(c.derniere_le, d.instant)
      where c.compte_id = d.compte and c.heure = date_trunc('hour', d.instant);
    resultat := 'fait';
    recherches := k.recherches + 1;
  end if;
  return next;
end $$;

-- Third call: the rows of keys that equal a probe. `tronque`: a probe met its bound, so that somebody may be missing.
create function cdap.chercher_cles(p_demande jsonb)
returns table (resultat text, tronque boolean, candidats json)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  d record;
begin
  select * into d from jsonb_to_record(p_demande) as x(
    empreinte text, session uuid, nature text, caf text, partenaire uuid, habilitation uuid, revision bigint,
    instant timestamptz, par_jour integer, par_sonde integer,
    nir text, noms text[], noms_surs text[], noms_voisins text[], prenoms text[], prenoms_surs text[], prenoms_voisins text[],
    inverse_noms text[], inverse_prenoms text[], jours text[], du text, au text);
  if d.revision is null or cdap.verifier_recherche(d.empreinte, d.session, d.nature, d.caf, d.partenaire,
    d.habilitation, d.revision, d.instant) is null then
    resultat := 'change';
    return next;
    return;
  end if;
  resultat := 'fait';
  -- Each branch is one range of one index, and bounded; an empty list of probes reads nothing.
  -- With a date, its own branches bring whoever has that name and date: the bound of the others then only leaves out
  -- people whose birth is not known. The whole day is an extra whose bound depends on nobody's name.
  with t as (
    (select c.*, 1 as sonde from cdap.cle_personne c where c.caf_code = d.caf and c.nir = d.nir limit d.par_sonde)
    union all
    (select c.*, 2 as sonde from cdap.cle_personne c where c.caf_code = d.caf
       and c.nom_son = any(d.noms) and c.prenom_son = any(d.prenoms) limit d.par_sonde)
    union all
    (select c.*, 3 as sonde from cdap.cle_personne c where c.caf_code = d.caf
       and c.nom_son = any(d.noms_voisins) and c.prenom_son = any(d.prenoms_surs) limit d.par_sonde)
    union all
    (select c.*, 4 as sonde from cdap.cle_personne c where c.caf_code = d.caf
       and c.nom_son = any(d.noms_surs) and c.prenom_son = any(d.prenoms_voisins) limit d.par_sonde)
    union all
    (select c.*, 5 as sonde from cdap.cle_personne c where c.caf_code = d.caf
       and c.nom_son = any(d.inverse_noms) and c.prenom_son = any(d.inverse_prenoms) limit d.par_sonde)
    union all
    -- Name and day: whatever the forename. The whole day too, for compound names known by one part.
    (select c.*, 6 as sonde from cdap.cle_personne c where c.caf_code = d.caf
       and c.ne_le = any(d.jours) and c.nom_son = any(d.noms || d.noms_voisins) limit d.par_sonde)
    union all
    (select c.*, 7 as sonde from cdap.cle_personne c where c.caf_code = d.caf
       and c.ne_le = d.jours[1] and cardinality(d.jours) = 3 limit d.par_jour)
    union all
    (select c.*, 8 as sonde from cdap.cle_personne c where c.caf_code = d.caf
       and c.nom_son = any(d.noms || d.noms_voisins) and c.ne_le >= d.du and c.ne_le < d.au limit d.par_sonde)
  )
  select json_agg(json_build_array(t.numero, t.rang, t.nom, t.nom_son, t.prenom, t.prenom_son, t.ne_le)),
         coalesce(bool_or(t.pleine), false)
    into candidats, tronque
    from (
      select t.*, count(*) over (partition by t.sonde) >= d.par_sonde
                  and (t.sonde in (1, 6, 8) or (t.sonde <> 7 and d.du is null and cardinality(d.jours) = 0)) as pleine
      from t
    ) t;
  return next;
end $$;

-- Fourth call: the facts by which the files found are listed or left out. Booleans, dates and legal persons, as for a
-- consultation; the postcode is compared here and does not leave.
create function cdap.faits_des_dossiers(p_demande jsonb)
returns table (
  numero integer, etat text, restreint boolean, donnees_le date, opposition boolean, suite jsonb,
  rsa_en_cours boolean, rsa_dernier_mois date, departement text, mutation_en_cours boolean, aide_logement boolean,
  bailleur_tiers_payant text, protecteur text, protection_du date, protection_au date, trace_cmg boolean,
  etudiant boolean, au_code_postal boolean
) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  d record;
begin
  select * into d from jsonb_to_record(p_demande) as x(
    empreinte text, session uuid, nature text, caf text, partenaire uuid, habilitation uuid, revision bigint,
    instant timestamptz, numeros integer[], code_postal text);
  if d.revision is null or cdap.verifier_recherche(d.empreinte, d.session, d.nature, d.caf, d.partenaire,
    d.habilitation, d.revision, d.instant) is null then
    return;
  end if;
  return query
    select f.numero, f.etat, f.acces_restreint, f.donnees_le,
           exists (select from cdap.opposition o where o.caf_code = d.caf and o.numero = f.numero
                     and o.partenaire_id = d.partenaire),
           f.suite, f.rsa_en_cours, f.rsa_dernier_mois, f.departement, f.mutation_en_cours, f.aide_logement,
           f.bailleur_tiers_payant, f.protecteur, f.protection_du, f.protection_au, f.trace_cmg, f.etudiant,
           case when d.code_postal is null then true
                else coalesce(f.adresse -> 'actuelle' ->> 'codePostal' = d.code_postal, false) end
    from unnest(d.numeros) n(numero)
    join cdap.dossier f on f.caf_code = d.caf and f.numero = n.numero;
end $$;

-- Last call: reads the lines and records the trace as one act (TRA-02). A refused search comes here too, with no line.
-- The trace holds how many lines were shown and which blocks they show something of: no criterion, no name (TRA-03).
-- Each file shown has a trace of its own besides, so that "who saw this file" finds it (TRA-01).
-- Files not shown yet in the hour are counted and bounded here, partner first, then account, as readings are (CDAP-32).
create function cdap.lister_et_tracer(p_demande jsonb)
returns table (resultat text, lignes json, listees integer, listees_jour integer, nouvelles integer)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  d record;
  activite timestamptz;
  nombre integer := 0;
  vus integer[] := '{}';
  code text;
begin
  select * into d from jsonb_to_record(p_demande) as x(
    empreinte text, session uuid, compte uuid, nature text, caf text, partenaire uuid, habilitation uuid, revision bigint,
    instant timestamptz, numeros integer[], adresse_ouverte boolean, categories text[], plus boolean,
    jour date, limite_compte integer, limite_partenaire integer, trace uuid, traces_lignes uuid[], correlation text, issue text, code text, profil text, version_matrice integer,
    mission text, motif text, instructeur text, adresse inet, navigateur text, action text);
  activite := cdap.verifier_recherche(d.empreinte, d.session, d.nature, d.caf, d.partenaire, d.habilitation,
    d.revision, d.instant);
  if activite is null or (d.issue = 'fait' and d.revision is null) then
    resultat := 'change';
    return next;
    return;
  end if;
  resultat := d.issue;
  code := d.code;
  nouvelles := 0;
  if d.issue = 'fait' then
    select coalesce(json_agg(json_build_object(
        'numero', f.numero, 'etat', f.etat, 'identite', f.identite,
        'adresse', case when d.adresse_ouverte then f.adresse end) order by n.rang), '[]'),
        coalesce(array_agg(f.numero order by n.rang), '{}')
      into lignes, vus
      from unnest(d.numeros) with ordinality n(numero, rang)
      join cdap.dossier f on f.caf_code = d.caf and f.numero = n.numero
      -- Closed between the two calls: it is not shown.
      where not f.acces_restreint and not exists (
        select from cdap.opposition o where o.caf_code = d.caf and o.numero = f.numero and o.partenaire_id = d.partenaire);
    nombre := cardinality(vus);
  end if;
  if nombre > 0 then
    insert into cdap.compteur_partenaire (partenaire_id, jour, caf_code, lectures)
      values (d.partenaire, d.jour, d.caf, 0) on conflict (partenaire_id, jour) do nothing;
    select c.lignes into listees_jour from cdap.compteur_partenaire c
      where c.partenaire_id = d.partenaire and c.jour = d.jour for update;
    -- The row is there: the search was counted before.
    select c.lignes, (select count(*) from unnest(vus) v(numero) where v.numero <> all (c.listes))
      into listees, nouvelles
      from cdap.compteur_recherche c
      where c.compte_id = d.compte and c.heure = date_trunc('hour', d.instant) for update;
    if listees_jour + nouvelles > d.limite_partenaire then
      code := 'plafond-partenaire';
    elsif listees + nouvelles > d.limite_compte then
      code := 'plafond-compte';
    end if;
    if code is not null then
      resultat := code;
      lignes := null;
      nombre := 0;
      vus := '{}';
      if code = 'plafond-compte' then
        update cdap.compteur_recherche c set lignes = greatest(c.lignes, d.limite_compte)
          where c.compte_id = d.compte and c.heure = date_trunc('hour', d.instant);
      else
        update cdap.compteur_partenaire c set lignes = greatest(c.lignes, d.limite_partenaire)
          where c.partenaire_id = d.partenaire and c.jour = d.jour;
      end if;
    elsif nouvelles > 0 then
      listees := listees + nouvelles;
      listees_jour := listees_jour + nouvelles;
      update cdap.compteur_partenaire c set lignes = listees_jour
        where c.partenaire_id = d.partenaire and c.jour = d.jour;
      update cdap.compteur_recherche c
        set lignes = listees, listes = c.listes || array(select v from unnest(vus) v where v <> all (c.listes))
        where c.compte_id = d.compte and c.heure = date_trunc('hour', d.instant);
    end if;
  end if;
  perform traces.inscrire(d.trace, d.instant, d.compte, d.session, d.correlation, null,
    d.action, case when resultat = 'fait' then 'fait' else 'refuse' end, code, d.profil, d.habilitation, null, null,
    case when nombre > 0 then d.categories end, d.version_matrice, d.mission, d.motif,
    case when resultat = 'fait' then 'resultats:' || nombre || case when d.plus then '+' else '' end
      || coalesce(',service-instructeur:' || d.instructeur, '') end,
    d.adresse, d.navigateur);
  perform traces.inscrire(d.traces_lignes[v.rang], d.instant, d.compte, d.session, d.correlation, null,
      'recherche-dossier-liste', 'fait', null, d.profil, d.habilitation, d.caf, v.numero, d.categories,
      d.version_matrice, d.mission, d.motif, null, d.adresse, d.navigateur)
    from unnest(vus) with ordinality v(numero, rang);
  if activite < d.instant - interval '1 minute' then
    perform identite.marquer_activite(d.session, d.instant);
  end if;
  return next;
end $$;
