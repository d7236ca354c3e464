-- CDAP-10: the Cnaf's administrator gives the matrix a new version. A content still never changes; what moves is the
-- end of a period that is not over: closed at the instant from which the next version applies, opened again when
-- that one is cancelled before it begins.
alter table cdap.version_matrice
  add column creee_le timestamptz,
  -- A version cancelled before it began: an empty period is in force at no instant, so no reading has to know of it.
  add column prevue_le timestamptz,
  add column annulee_le timestamptz,
  add column annulee_par text,
  add column annulee_motif text,
  drop constraint version_matrice_periode_check,
  add constraint version_matrice_periode_check check (isempty(periode) = (annulee_le is not null)),
  add constraint version_matrice_annulation_check check (
    (annulee_le is null) = (prevue_le is null) and (annulee_le is null) = (annulee_par is null)
    and (annulee_le is null) = (annulee_motif is null));
comment on column cdap.version_matrice.prevue_le is 'Instant prévu d’une version annulée avant de commencer.';

create function cdap.garder_version_matrice() returns trigger language plpgsql as $$
declare
  maintenant timestamptz := contexte.instant();
begin
  if maintenant is null then
    raise exception 'instant-absent' using errcode = 'check_violation';
  end if;
  if row(new.version, new.catalogue, new.motif, new.auteur, new.contenu, new.creee_le)
     is distinct from row(old.version, old.catalogue, old.motif, old.auteur, old.contenu, old.creee_le) then
    raise exception 'version-immuable' using errcode = 'check_violation',
      detail = 'Le contenu d’une version ne change jamais (CDAP-10).';
  end if;
  if old.annulee_le is not null then
    raise exception 'version-annulee' using errcode = 'check_violation';
  end if;
  if new.annulee_le is not null then
    if lower(old.periode) <= maintenant or new.prevue_le is distinct from lower(old.periode) then
      raise exception 'version-en-vigueur' using errcode = 'check_violation',
        detail = 'Une version qui a commencé ne s’annule pas (CDAP-10).';
    end if;
    return new;
  end if;
  -- Neither bound may move in what is past: the version in force at any past instant stays the same.
  if lower(new.periode) is distinct from lower(old.periode)
     or upper(old.periode) <= maintenant or upper(new.periode) < maintenant
     or lower_inc(new.periode) <> lower_inc(old.periode) or upper_inc(new.periode) then
    raise exception 'version-passee' using errcode = 'check_violation',
      detail = 'Seule la fin à venir d’une version peut changer (CDAP-10).';
  end if;
  return new;
end $$;
create trigger version_matrice_gardee before update on cdap.version_matrice
  for each row execute function cdap.garder_version_matrice();

create policy fin on cdap.version_matrice for update to passerelle_service
  using (contexte.nature() = 'cnaf') with check (contexte.nature() = 'cnaf');
grant update (periode, prevue_le, annulee_le, annulee_par, annulee_motif) on cdap.version_matrice to passerelle_service;

-- How many rights a change of the matrix bears on, by catalogue of the bulletin in force and by profile. Counted under
-- the tenant of who asks: the Cnaf's sees all Cafs.
create function habilitations.compter_droits(p_instant timestamptz)
returns table (catalogue text, profil text, droits integer, personnes integer) language sql stable as $$
  select v.catalogue, h.profil, count(*)::integer, count(distinct h.compte_id)::integer
  from habilitations.habilitation h
  join conventions.version_bulletin_publiee v on v.bulletin_id = h.bulletin_id
    and lower(v.periode) <= p_instant and (upper_inf(v.periode) or upper(v.periode) > p_instant)
  where h.service = 'cdap' and h.etat = 'active' and h.periode @> p_instant
  group by v.catalogue, h.profil
$$;
