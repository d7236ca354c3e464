-- Rights of persons and the seats they take (page 04).
create schema habilitations;
grant usage on schema habilitations to passerelle_service;

-- HAB-01: one account × one service × one profile × one perimeter × a period, inside an open bulletin.
create table habilitations.habilitation (
  id uuid primary key,
  caf_code text not null,
  partenaire_id uuid not null,
  compte_id uuid not null,
  bulletin_id uuid not null,
  service text not null check (service in ('cdap', 'afas', 'habilitations')),
  profil text not null check (profil ~ '^[TDH][0-9]{1,2}$'),
  perimetre text not null check (perimetre in ('partenaire', 'lieu', 'equipement')),
  perimetre_id uuid not null,
  periode tstzrange not null check (not isempty(periode) and lower(periode) is not null),
  etat text not null check (etat in ('demandee', 'active', 'suspendue', 'close')),
  etat_motif text,
  -- HAB-05: the missions of the convention that justify the right, and who asked for it.
  missions text[] not null check (cardinality(missions) > 0),
  responsable_metier text not null,
  temporaire boolean not null default false,
  -- CDAP-17: what a T2 right is for, and the subsidised facility that it serves.
  usages text[] not null default '{}' check (usages <@ array['creche', 'tarif', 'cantine-un-euro']),
  equipement_id uuid,
  -- CDAP-31: facts that a profile's conditions ask for (diploma, approval, contract…), as recorded at the grant.
  conditions jsonb not null default '{}',
  accordee_par uuid,
  accordee_le timestamptz,
  -- Evidence of what was shown to who granted the right (CDAP-10).
  version_matrice integer,
  foreign key (caf_code, partenaire_id) references organismes.partenaire (caf_code, id),
  foreign key (partenaire_id, compte_id) references identite.compte (partenaire_id, id),
  foreign key (caf_code, partenaire_id, bulletin_id) references conventions.bulletin_adhesion (caf_code, partenaire_id, id),
  foreign key (partenaire_id, equipement_id) references organismes.equipement (partenaire_id, id),
  check (etat <> 'suspendue' or etat_motif is not null),
  check (perimetre <> 'partenaire' or perimetre_id = partenaire_id),
  check (not temporaire or upper(periode) is not null),
  exclude using gist (compte_id with =, bulletin_id with =, profil with =, perimetre_id with =, periode with &&)
    where (etat <> 'close')
);
create index habilitation_compte on habilitations.habilitation (compte_id);
comment on table habilitations.habilitation is 'Habilitations : une personne, un service, un profil, un périmètre, une période (HAB-01).';

-- HAB-10: a closed right never reopens.
create function habilitations.refuser_reouverture() returns trigger language plpgsql as $$
begin
  raise exception 'habilitation-close' using errcode = 'check_violation',
    detail = 'Une habilitation close ne se rouvre pas : une nouvelle est créée (HAB-10).';
end $$;
create trigger habilitation_revision after insert or update on habilitations.habilitation
  for each row execute function organismes.marquer_revision();
create trigger habilitation_close before update on habilitations.habilitation
  for each row when (old.etat = 'close' and new.etat <> 'close')
  execute function habilitations.refuser_reouverture();

-- HAB-02: a seat is a row. Two persons cannot hold the same seat at once, nor one person two seats of the
-- same kind; with a number that cannot pass the maximum, the quota holds under any concurrency. A seat belongs
-- to what the quota counts, not to the right: for Cdap the persons of the whole partner (CONV-09), so that two
-- T2 rights of one person at two facilities take one seat.
create table habilitations.siege (
  caf_code text not null,
  partenaire_id uuid not null,
  bulletin_id uuid not null,
  profil text not null,
  perimetre text not null,
  perimetre_id uuid not null,
  numero integer not null check (numero > 0),
  compte_id uuid not null,
  periode tstzrange not null check (not isempty(periode)),
  foreign key (caf_code, partenaire_id, bulletin_id) references conventions.bulletin_adhesion (caf_code, partenaire_id, id),
  foreign key (partenaire_id, compte_id) references identite.compte (partenaire_id, id),
  constraint siege_occupe exclude using gist
    (bulletin_id with =, profil with =, perimetre_id with =, numero with =, periode with &&),
  constraint siege_unique_par_personne exclude using gist
    (bulletin_id with =, profil with =, perimetre_id with =, compte_id with =, periode with &&)
);
comment on table habilitations.siege is 'Places occupées dans un quota, numérotées et datées (HAB-02).';

-- The maximum in force on any day of the seat's period bounds its number: it is read under the lock that a
-- grant takes on the quota's row, so it cannot be lowered meanwhile.
create function habilitations.verifier_siege() returns trigger language plpgsql as $$
declare
  v_maximum integer;
begin
  select min(q.maximum) into v_maximum
  from conventions.version_bulletin_publiee v
  join conventions.quota_publie q on q.version_bulletin_id = v.id
  where v.bulletin_id = new.bulletin_id and v.periode && new.periode
    and q.profil = new.profil and q.perimetre = new.perimetre;
  if v_maximum is null then
    raise exception 'profil-non-ouvert' using errcode = 'check_violation',
      detail = 'Le bulletin en vigueur n’ouvre pas ce profil (CONV-09).';
  end if;
  if new.numero > v_maximum then
    raise exception 'quota-atteint' using errcode = 'check_violation',
      detail = format('%s places au plus pour le profil %s (HAB-02).', v_maximum, new.profil);
  end if;
  return new;
end $$;
create trigger siege_dans_le_quota before insert or update on habilitations.siege
  for each row execute function habilitations.verifier_siege();

alter table habilitations.habilitation enable row level security;
alter table habilitations.habilitation force row level security;
alter table habilitations.siege enable row level security;
alter table habilitations.siege force row level security;
create policy locataire on habilitations.habilitation for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
create policy locataire on habilitations.siege for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
grant select, insert, update on habilitations.habilitation, habilitations.siege to passerelle_service;

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
  partenaire_type text, partenaire_organisme text, service text, profil text, perimetre text, perimetre_id uuid,
  debut timestamptz, fin timestamptz, etat text, etat_motif text, missions text[], usages text[],
  conditions jsonb, responsable_metier text, accordee_par uuid, accordee_le timestamptz,
  equipement_id uuid, equipement_libelle text, equipement_ferme_le date,
  subvention_reference text, subvention_debut timestamptz, subvention_fin timestamptz,
  bulletin_annexe integer, bulletin_libelle text, catalogue text, quota integer,
  convention_numero text, convention_fin_le timestamptz, empechements text[], revision bigint
) language sql stable as $$
  select h.id, h.compte_id, h.caf_code, h.partenaire_id, p.raison_sociale,
    p.type, p.organisme, h.service, h.profil, h.perimetre, h.perimetre_id,
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
