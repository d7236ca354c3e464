-- Mails wait here and leave through a job (AST-11). They hold no personal data on allocataires.
create schema notifications;
grant usage on schema notifications to passerelle_service;

create table notifications.courriel (
  id uuid primary key,
  caf_code text,
  partenaire_id uuid,
  destinataire text not null,
  objet text not null,
  corps text not null,
  etat text not null default 'en-attente' check (etat in ('en-attente', 'envoye')),
  cree_le timestamptz not null,
  envoye_le timestamptz,
  essais integer not null default 0,
  derniere_erreur text,
  check ((etat = 'envoye') = (envoye_le is not null))
);
create index courriel_recent on notifications.courriel (cree_le, id);
comment on table notifications.courriel is 'Courriels à envoyer et envoyés.';
alter table notifications.courriel enable row level security;
alter table notifications.courriel force row level security;
create policy locataire on notifications.courriel for all to passerelle_service
  using (contexte.voit(caf_code, partenaire_id)) with check (contexte.voit(caf_code, partenaire_id));
grant select, insert, update on notifications.courriel to passerelle_service;
