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
import type { Portail } from '../support/portail.ts';

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
  await portail.lignes(
    `insert into traces.trace (caf_code, partenaire_id, id, instant, correlation, action, issue) values ($1, $2, $3, $4, 'essai', 'essai', 'fait')`,
    [...ici, portail.nouvelId(), instant],
  );
  return partenaire;
}
