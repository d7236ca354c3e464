import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Base, fermerBase, ouvrirBase } from '../../src/platform/db/base.ts';
import './demarrage-global.ts';
import { administrer, adresseDe, CONNEXION_SERVICE, type ServeurDEssai } from './serveur.ts';

/** A database of its own for one test file, with the five logins of the portal. */
export interface BaseDeTest {
  readonly nom: string;
  readonly service: Base;
  readonly lecture: Base;
  readonly entretien: Base;
  readonly travaux: Base;
  readonly alimentation: Base;
  /** Superuser, held by no policy: to look behind the portal's back and to break things, never to serve. */
  readonly proprietaire: pg.Pool;
  readonly adresse: (role: string) => string;
  /** Closes its pools. The run drops its databases all together at its end: one by one costs a checkpoint each. */
  readonly fermer: () => Promise<void>;
}

/** Copies the migrated model, or another database of the run whose pools are closed. */
export async function creerBaseDeTest(modele?: string): Promise<BaseDeTest> {
  const serveur = inject('serveurDEssai');
  if (serveur.panne !== null) throw new Error(`the test database could not be prepared: ${serveur.panne}`);
  const source = modele ?? serveur.modele;
  // The prefix of the run is that of the model, and not of this worker's process.
  const nom = `${serveur.modele.replace(/modele$/, '')}${randomBytes(5).toString('hex')}`;
  await administrer(serveur, `create database ${nom} template ${source}`);
  // Rights on the database itself are not copied with it.
  await administrer(serveur, `revoke temporary on database ${nom} from public`);
  return ouvrir(serveur, nom);
}

function ouvrir(serveur: ServeurDEssai, nom: string): BaseDeTest {
  const adresse = (role: string) => adresseDe(serveur, role, nom);
  const ouvrirPour = (role: string, max: number) => ouvrirBase(adresse(role), { max, nom: `essai-${role}` });
  const service = ouvrirPour(CONNEXION_SERVICE, 8);
  const lecture = ouvrirPour('passerelle_lecture', 2);
  const entretien = ouvrirPour('passerelle_entretien', 2);
  const travaux = ouvrirPour('passerelle_travaux', 2);
  const alimentation = ouvrirPour('passerelle_alimentation', 4);
  const proprietaire = new pg.Pool({ connectionString: adresse(serveur.proprietaire.nom), max: 2 });
  proprietaire.on('error', () => {}); // connections that a test cuts on purpose
  return {
    nom,
    service,
    lecture,
    entretien,
    travaux,
    alimentation,
    proprietaire,
    adresse,
    fermer: async () => {
      await Promise.all([service, lecture, entretien, travaux, alimentation].map(fermerBase));
      await proprietaire.end();
    },
  };
}
