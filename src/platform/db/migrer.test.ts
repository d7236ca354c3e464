import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type BaseDeTest, creerBaseDeTest } from '../../../tests/support/base.ts';
import { administrer, CONNEXION_SERVICE } from '../../../tests/support/serveur.ts';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { verifierRoleDeService } from './garde.ts';
import { migrer, type OptionsMigration } from './migrer.ts';

let base: BaseDeTest;
let options: OptionsMigration;

beforeAll(async () => {
  base = await creerBaseDeTest();
  const serveur = inject('serveurDEssai');
  options = {
    adresseProprietaire: base.adresse(serveur.proprietaire.nom),
    connexionService: { nom: CONNEXION_SERVICE, motDePasse: serveur.secret || null },
    motDePasse: () => serveur.secret || null,
  };
});
afterAll(() => base.fermer());

const lire = async (texte: string) => (await base.proprietaire.query(texte)).rows;

describe('EXP-03 migrations', () => {
  test('refaites, elles ne changent rien', async () => {
    const avant = await lire('select name, timestamp from passerelle.migration order by name');
    await migrer(options);
    expect(await lire('select name, timestamp from passerelle.migration order by name')).toEqual(avant);
    expect(avant.length).toBeGreaterThanOrEqual(9);
  });

  test('trois programmes à la fois sur une base neuve : une seule migration, aucune erreur', async () => {
    const serveur = inject('serveurDEssai');
    const nom = `${base.nom}_neuve`;
    await administrer(serveur, `create database ${nom} template template0 encoding 'UTF8'`);
    const neuve = { ...options, adresseProprietaire: options.adresseProprietaire.replace(base.nom, nom) };
    await Promise.all([migrer(neuve), migrer(neuve), migrer(neuve)]);
    await migrer(neuve);
  });

  test('une base plus récente que le programme est refusée, avec une phrase', async () => {
    await lire(
      "insert into passerelle.migration (name, timestamp) values ('9999-futur', '2030-01-01T00:00:00Z')",
    );
    await expect(migrer(options)).rejects.toThrow(/plus récente que ce programme/);
    await lire("delete from passerelle.migration where name = '9999-futur'");
    await migrer(options);
  });

  test('EXP-08 une base qui oublie ses écritures est refusée', async () => {
    const nom = `essai_oublieux_${randomBytes(4).toString('hex')}`;
    await lire(
      `create role ${nom} login superuser password 'essai'; alter role ${nom} set synchronous_commit = off`,
    );
    try {
      const adresseProprietaire = base.adresse(nom).replace(/:[^:@/]*@/, ':essai@');
      await expect(migrer({ ...options, adresseProprietaire })).rejects.toThrow(ErreurDemarrage);
      await expect(migrer({ ...options, adresseProprietaire })).rejects.toThrow(/perdre des écritures/);
    } finally {
      await lire(`drop role ${nom}`);
    }
  });

  test('EXP-08 au moment de servir aussi', async () => {
    await verifierRoleDeService(base.service.pool);
    await lire(`alter role ${CONNEXION_SERVICE} in database ${base.nom} set synchronous_commit = off`);
    const autre = await import('./base.ts').then(({ ouvrirBase }) =>
      ouvrirBase(base.adresse(CONNEXION_SERVICE), { max: 1, nom: 'essai' }),
    );
    try {
      await expect(verifierRoleDeService(autre.pool)).rejects.toThrow(/perdre des écritures/);
    } finally {
      await autre.pool.end();
      await lire(`alter role ${CONNEXION_SERVICE} in database ${base.nom} reset synchronous_commit`);
    }
  });
});
