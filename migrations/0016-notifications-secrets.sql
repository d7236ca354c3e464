-- A mail may carry a secret: a first password, a link to choose another (ACC-01, ACC-07). Its body holds a mark where
-- the secret goes; the secret itself lies beside it, sealed, until the mail has left, and is then erased.
alter table notifications.courriel
  drop constraint courriel_etat_check,
  -- `perime`: its secret expired before it could leave. `refuse`: the mail server refuses this recipient for good.
  add constraint courriel_etat_check check (etat in ('en-attente', 'envoye', 'perime', 'refuse')),
  add column secret_scelle bytea,
  add column secret_cle text,
  add column expire_le timestamptz,
  add column dernier_essai_le timestamptz,
  add check ((secret_scelle is null) = (secret_cle is null)),
  -- While it waits, a mark and a secret go together; afterwards no secret is left.
  add check (case when etat = 'en-attente' then (position('⟦secret⟧' in corps) > 0) = (secret_scelle is not null)
    else secret_scelle is null end),
  add check (etat <> 'perime' or expire_le is not null),
  add check (etat <> 'refuse' or derniere_erreur is not null),
  -- A class of failure (`EENVELOPE 550`): what a mail server answers may repeat the address.
  add check (derniere_erreur ~ '^[A-Z_]{1,32}( [0-9]{3})?$'),
  -- Nothing can be slipped into the headers.
  add check (destinataire !~ '[[:cntrl:]]' and objet !~ '[[:cntrl:]]');
comment on column notifications.courriel.secret_scelle is 'Secret à mettre à la place de la marque, scellé par le trousseau ; effacé à l’envoi.';
create index courriel_non_remis on notifications.courriel (cree_le) where etat in ('en-attente', 'refuse');

-- Sent mails are forgotten by the nightly job, which works for the Cnaf; nobody else erases one.
grant delete on notifications.courriel to passerelle_service;
create policy oubli on notifications.courriel as restrictive for delete to passerelle_service
  using (contexte.nature() = 'cnaf');

-- The delay between two tries grows to six hours. With the queue's 25 tries a mail would be given up after four days
-- of a mail server's absence; 60 leave twelve days.
create or replace function emploi.ajouter(p_nom text, p_charge jsonb, p_cle text, p_le timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(p_nom, p_charge::json, run_at => p_le, job_key => p_cle, max_attempts => 60);
end $$;
