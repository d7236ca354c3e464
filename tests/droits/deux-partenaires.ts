import { deposerCourriel } from '../../src/modules/notifications/index.ts';
import { ouvrirSessionDirecte } from '../support/client.ts';
import {
  laMatrice,
  lesTemoins,
  type PartenairePeuple,
  unCompte,
  unEquipement,
  uneCaf,
  uneConvention,
  uneHabilitation,
  uneOpposition,
  unPartenaire,
} from '../support/peuplement.ts';
import { HEURE, type Portail } from '../support/portail.ts';

/** A and B of one Caf, C of another; each has a row in every table that belongs to partners. */
export interface DeuxPartenaires {
  readonly a: PartenairePeuple;
  readonly b: PartenairePeuple;
  readonly c: PartenairePeuple;
}

export async function peuplerDeuxPartenaires(portail: Portail): Promise<DeuxPartenaires> {
  await uneCaf(portail);
  await uneCaf(portail, { code: '974', nom: 'Caf de l’Île Exemple', fuseau: 'Indian/Reunion' });
  await laMatrice(portail);
  await lesTemoins(portail, '591');
  await lesTemoins(portail, '974');
  return {
    a: await unPartenaireComplet(portail, '591'),
    b: await unPartenaireComplet(portail, '591'),
    c: await unPartenaireComplet(portail, '974'),
  };
}

async function unPartenaireComplet(portail: Portail, cafCode: string): Promise<PartenairePeuple> {
  const partenaire = await unPartenaire(portail, cafCode);
  const { bulletinId, conventionId } = await uneConvention(portail, partenaire);
  const equipementId = await unEquipement(portail, partenaire);
  const compte = await unCompte(portail, partenaire.organisation);
  await uneHabilitation(portail, { compte, bulletinId });
  await ouvrirSessionDirecte(portail, compte);
  await uneOpposition(portail, partenaire, 12_345);
  const instant = portail.horloge.lire();
  const ctx = { instant, nouvelId: portail.nouvelId };
  await portail.enTransaction({ ...partenaire.organisation, compteId: null }, (tx) =>
    deposerCourriel(tx, ctx, partenaire.organisation, {
      destinataire: compte.courriel,
      objet: 'Essai',
      corps: 'Essai',
    }),
  );
  // Tables that nothing in the portal fills yet, or that only a reading fills.
  const ici = [cafCode, partenaire.id];
  await portail.lignes(
    `insert into organismes.lieu_implantation (id, caf_code, partenaire_id, equipement_id, libelle, adresse, ouvert_le)
     values ($3, $1, $2, $4, 'Site', '3 rue Inventée', '2020-01-01')`,
    [...ici, portail.nouvelId(), equipementId],
  );
  await portail.lignes(
    `insert into conventions.interlocuteur (id, caf_code, partenaire_id, convention_id, cote, fonction) values ($3, $1, $2, $4, 'caf', 'directeur')`,
    [...ici, portail.nouvelId(), conventionId],
  );
  await portail.lignes(
    `insert into cdap.compteur_compte (caf_code, partenaire_id, compte_id, heure, lectures) values ($1, $2, $3, $4, 1)`,
    [...ici, compte.id, instant],
  );
  await portail.lignes(
    `insert into cdap.compteur_recherche (caf_code, partenaire_id, compte_id, heure, recherches, derniere_le) values ($1, $2, $3, $4, 1, $4)`,
    [...ici, compte.id, instant],
  );
  await portail.lignes(
    `insert into cdap.compteur_partenaire (caf_code, partenaire_id, jour, lectures) values ($1, $2, $3, 1)`,
    [...ici, instant],
  );
  await portail.lignes(
    `insert into cdap.arret_lecture (caf_code, partenaire_id, id, compte_id, cause, lectures, pose_le) values ($1, $2, $3, $4, 'plafond-compte', 1, $5)`,
    [...ici, portail.nouvelId(), compte.id, instant],
  );
  await portail.lignes(
    `insert into cdap.extrait (caf_code, partenaire_id, id, compte_id, code_empreinte, empreinte, numero, profil, mission, donnees_le, fait_le, categories, trace_id)
     values ($1, $2, $3, $4, sha256($3::uuid::text::bytea), sha256(''), 12345, 'T2', 'tarif-creche', $5::timestamptz::date, $5, '{numero}', $3)`,
    [...ici, portail.nouvelId(), compte.id, instant],
  );
  const plusTard = new Date(instant.getTime() + HEURE);
  const session = portail.nouvelId();
  await portail.lignes(
    `insert into identite.session (id, compte_id, nature, caf_code, partenaire_id, jeton_empreinte, niveau, genre, ouverte_le,
       activite_le, duree_inactivite, inactive_le, expire_le)
     values ($1, $2, 'partenaire', $3, $4, sha256($1::uuid::text::bytea), 'complet', 'jeton', $5, $5, '1 hour', $6, $6)`,
    [session, compte.id, ...ici, instant, plusTard],
  );
  for (const [table, colonnes, valeurs] of [
    [
      'jeton_api',
      'id, session_id, nom, debut, portees, cree_le, expire_le',
      `gen_random_uuid(), $4, 'essai', 'passerelle_', '{cdap}', $2, $3`,
    ],
    ['engagement', 'le, version, session_id', '$2, 1, $4'],
    [
      'cle_acces',
      'id, identifiant_cle, cle_publique, compteur, nom, synchronisee, creee_le',
      `gen_random_uuid(), sha256($4::uuid::text::bytea), '', 0, 'essai', false, $2`,
    ],
    ['totp_prepare', 'session_id, secret_scelle, cle, expire_le', `$4, '', 'c1', $3`],
    ['code_recuperation', 'empreinte, cree_le', `sha256($4::uuid::text::bytea), $2`],
    [
      'appareil_connu',
      'id, empreinte, connu_le, vu_le, expire_le',
      'gen_random_uuid(), sha256($4::uuid::text::bytea), $2, $2, $3',
    ],
    [
      'jeton_courriel',
      'id, genre, empreinte, cree_le, expire_le',
      `gen_random_uuid(), 'reinitialisation', sha256($4::uuid::text::bytea), $2, $3`,
    ],
    [
      'liaison_oidc',
      'id, emetteur, sujet, siret, liee_le',
      `gen_random_uuid(), 'https://identite.exemple', $4::uuid::text, '12345678200002', $2`,
    ],
  ] as const)
    await portail.lignes(
      `with v (compte, instant, plus_tard, session) as (values ($1::uuid, $2::timestamptz, $3::timestamptz, $4::uuid))
       insert into identite.${table} (compte_id, ${colonnes}) select $1, ${valeurs} from v`,
      [compte.id, instant, plusTard, session],
    );
  await portail.lignes(
    `insert into traces.trace (caf_code, partenaire_id, id, instant, correlation, action, issue) values ($1, $2, $3, $4, 'essai', 'essai', 'fait')`,
    [...ici, portail.nouvelId(), instant],
  );
  return partenaire;
}
