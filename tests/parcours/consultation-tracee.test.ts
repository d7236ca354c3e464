import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debutDuJour, finDuJour, jour } from '../../src/kernel/jour.ts';
import { tracesContrat } from '../../src/modules/traces/contract.ts';
import { type Client, consulter, seConnecter } from '../support/client.ts';
import {
  type ComptePeuple,
  laMatrice,
  lesTemoins,
  unCompte,
  unEquipement,
  uneCaf,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../support/peuplement.ts';
import { creerPortail, type Portail } from '../support/portail.ts';

/**
 * The story of this portal: an agent finds a family and sees the figure and nothing of a closed block; another
 * profile is told the file is out of its scope; the manager finds both in the traces; the convention ends at
 * midnight of its day and nobody reads one second later.
 */
const FUSEAU = 'Europe/Paris';
const DERNIER_JOUR = jour('2026-11-20');

let portail: Portail;
let secretaire: ComptePeuple;
let agent: { client: Client; droit: string; nom: string };
let controleuse: { client: Client; droit: string };
let gestionnaire: { client: Client };
let gestionnaireDepartement: { client: Client };

beforeAll(async () => {
  portail = await creerPortail({ instant: '2026-11-20T09:00:00Z' });
  const caf = await uneCaf(portail);
  await laMatrice(portail);
  await lesTemoins(portail, caf.code);

  const commune = await unPartenaire(portail, caf.code, { type: 'commune' });
  const fin = new Date(finDuJour(DERNIER_JOUR, FUSEAU).epochMilliseconds);
  const convention = await uneConvention(portail, commune, {
    convention: { finLe: fin, finCause: 'resiliation' },
  });
  const equipementId = await unEquipement(portail, commune);
  secretaire = await unCompte(portail, commune.organisation, { nom: 'Castagnier' });
  const droit = await uneHabilitation(portail, {
    compte: secretaire,
    bulletinId: convention.bulletinId,
    usages: ['tarif'],
    equipementId,
    perimetre: 'equipement',
    perimetreId: equipementId,
    missions: ['tarif-creche'],
  });
  const administratrice = await unCompte(portail, commune.organisation, {
    roles: ['administrateur-principal'],
  });

  const departement = await unPartenaire(portail, caf.code, { type: 'departement' });
  const conventionDepartement = await uneConvention(portail, departement);
  const controle = await unCompte(portail, departement.organisation);
  const droitControle = await uneHabilitation(portail, {
    compte: controle,
    bulletinId: conventionDepartement.bulletinId,
    profil: 'T19',
  });
  const directrice = await unCompte(portail, departement.organisation, {
    roles: ['administrateur-principal'],
  });

  agent = { client: await seConnecter(portail, secretaire), droit, nom: secretaire.nom };
  controleuse = { client: await seConnecter(portail, controle), droit: droitControle };
  gestionnaire = { client: await seConnecter(portail, administratrice) };
  gestionnaireDepartement = { client: await seConnecter(portail, directrice) };
});

afterAll(() => portail.fermer());

describe('de la consultation à la trace', () => {
  test('CDAP-01 CDAP-05 CDAP-11 l’agent T2 voit le quotient avec son mois, et pas un octet d’un bloc fermé', async () => {
    const reponse = await consulter(agent.client, agent.droit, '12 345');
    expect(reponse.statut).toBe(200);
    const quotient = reponse.corps.rubriques.find(
      (r: { bloc: string }) => r.bloc === 'quotientFamilial',
    ).contenu;
    expect(quotient.actuel).toMatchObject({ etat: 'valeur', mois: '2026-11' });
    const ouverts = reponse.corps.rubriques.map(
      (r: { bloc: string; variante: string }) => `${r.bloc}:${r.variante}`,
    );
    expect(ouverts).toEqual([
      'identite:complet',
      'numero:complet',
      'adresse:complet',
      'famille:composition',
      'quotientFamilial:complet',
      'affiliation:ailleurs',
    ]);
    const [stocke] = await portail.lignes<{
      nir: unknown;
      ressources_annuelles: unknown;
      paiements: unknown;
    }>('select nir, ressources_annuelles, paiements from cdap.dossier where numero = 12345');
    const nirs = [...JSON.stringify(stocke?.nir).matchAll(/[12][0-9AB]{12,14}/g)].map(([nir]) => nir);
    expect(nirs.length).toBeGreaterThan(0);
    for (const nir of nirs) expect(reponse.texte).not.toContain(nir);
  });

  test('CDAP-13 CDAP-21 le même dossier est hors périmètre pour T19, sans RSA depuis deux ans', async () => {
    const reponse = await consulter(controleuse.client, controleuse.droit, '12345');
    expect(reponse.statut).toBe(403);
    expect(reponse.corps).toMatchObject({ code: 'hors-perimetre', details: { condition: 'rsa-deux-ans' } });
    expect(reponse.corps.title).toContain('RSA');
  });

  test('TRA-01 TRA-08 chaque gestionnaire trouve l’acte des siens, et l’exporte', async () => {
    const { corps } = await gestionnaire.client.appeler(tracesContrat.rechercher, {
      action: 'consultation-dossier',
    });
    expect(corps.lignes).toHaveLength(1);
    expect(corps.lignes[0]).toMatchObject({
      action: 'consultation-dossier',
      issue: 'fait',
      profil: 'T2',
      dossier: { caf: '591', numero: '0012345' },
      mission: 'tarif-creche',
      personne: { nom: `Camille ${agent.nom}` },
    });
    expect(corps.lignes[0].categories).toContain('quotientFamilial');

    const autre = await gestionnaireDepartement.client.appeler(tracesContrat.rechercher, {
      dossier: '12345',
    });
    expect(autre.corps.lignes).toHaveLength(1);
    expect(autre.corps.lignes[0]).toMatchObject({
      issue: 'refuse',
      codeIssue: 'hors-perimetre',
      profil: 'T19',
      categories: [],
    });

    const csv = await gestionnaire.client.appeler(tracesContrat.exporter, {
      format: 'csv',
      dossier: '12345',
    });
    expect(csv.statut).toBe(200);
    expect(csv.texte).toContain('0012345');
    expect(csv.texte).toContain(agent.nom);
  });

  test('TRA-07 lire les traces laisse une trace', async () => {
    const { corps } = await gestionnaire.client.appeler(tracesContrat.rechercher, {});
    const actions = corps.lignes.map((l: { action: string }) => l.action);
    expect(actions).toContain('lecture-traces');
    expect(actions).toContain('export-traces');
  });

  test('CONV-16 la convention finit à minuit de son jour : une seconde avant on lit, à l’instant on ne lit plus', async () => {
    const minuit = debutDuJour(DERNIER_JOUR.add({ days: 1 }), FUSEAU).epochMilliseconds;
    // Another evening session: the morning's ended with the working day.
    await portail.horloge.regler(new Date(minuit - 1000));
    const soir = await seConnecter(portail, secretaire);
    expect((await consulter(soir, agent.droit, '12345')).statut).toBe(200);

    await portail.horloge.regler(new Date(minuit));
    const apres = await consulter(soir, agent.droit, '12345');
    expect(apres.statut).toBe(403);
    expect(apres.corps).toMatchObject({
      code: 'droit-inutilisable',
      details: { empechement: 'convention-terminee' },
    });
  });
});
