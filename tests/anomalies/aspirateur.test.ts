import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ArretLecture, cdapContrat } from '../../src/modules/cdap/contract.ts';
import { PREVENIR } from '../../src/modules/cdap/index.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { type Client, codeDe, consulter, ouvrirSessionDirecte } from '../support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  dossierOrdinaire,
  lesDossiers,
  organisationCaf,
  unCompte,
  unDecor,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../support/peuplement.ts';
import { creerPortail, HEURE, MINUTE, type Portail } from '../support/portail.ts';

/**
 * CDAP-32, SEC-09: a program that reads with a valid account. The precedent to prevent is 36.8 million files
 * read by hijacked accounts of partners.
 */

const SEUIL = 20;
const PLAFOND = 40;
const SEUIL_PARTENAIRE = 70;
const PLAFOND_PARTENAIRE = 90;
const DOSSIERS = 160;
const PREMIER = 500_000;

let portail: Portail;
let decor: Decor;

beforeEach(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail, {
    caf: {
      seuilConfirmationHeure: SEUIL,
      plafondCompteHeure: PLAFOND,
      seuilPartenaireJour: SEUIL_PARTENAIRE,
      plafondPartenaireJour: PLAFOND_PARTENAIRE,
    },
  });
  const vide = Object.fromEntries(Object.keys(dossierOrdinaire('591').blocs).map((bloc) => [bloc, null]));
  const blocs = {
    ...dossierOrdinaire('591').blocs,
    ...vide,
    identite: dossierOrdinaire('591').blocs.identite,
  };
  await lesDossiers(
    portail,
    '591',
    Array.from({ length: DOSSIERS }, (_, i) => dossierOrdinaire('591', { numero: PREMIER + i, blocs })),
  );
});
afterEach(() => portail.fermer());

/** Numbers in an order that looks like nothing: 61 has no factor in common with 160. */
const melanges = (nombre = DOSSIERS): number[] =>
  Array.from({ length: nombre }, (_, i) => PREMIER + ((i * 61) % DOSSIERS));

interface Bilan {
  readonly lus: number;
  readonly codes: Readonly<Record<string, number>>;
}

const bilanDe = (reponses: readonly { statut: number; corps: { code?: string } }[]): Bilan => {
  const codes: Record<string, number> = {};
  for (const { statut, corps } of reponses) {
    const code = statut === 200 ? 'lu' : (corps.code ?? String(statut));
    codes[code] = (codes[code] ?? 0) + 1;
  }
  const { lu = 0, ...refus } = codes;
  return { lus: lu, codes: refus };
};

async function aspirer(client: Client, droit: string, numeros: readonly number[]): Promise<Bilan> {
  const reponses = [];
  for (const numero of numeros) reponses.push(await consulter(client, droit, numero));
  return bilanDe(reponses);
}

const aspirerEnsemble = async (client: Client, droit: string, numeros: readonly number[]): Promise<Bilan> =>
  bilanDe(await Promise.all(numeros.map((numero) => consulter(client, droit, numero))));

async function confirmer(client: Client, compte: ComptePeuple): Promise<void> {
  await portail.horloge.avancer(MINUTE);
  const { statut } = await client.appeler(identiteContrat.confirmer, { code: await codeDe(portail, compte) });
  expect(statut).toBe(200);
}

/** Data shown, as the traces tell it: what an inquiry would find. */
const montrees = async (): Promise<number> =>
  (
    await portail.lignes(
      "select id from traces.trace where action = 'consultation-dossier' and issue = 'fait'",
    )
  ).length;
const avertissements = () =>
  portail.lignes<{ charge: { cause: string } }>(
    `select j.payload as charge from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = $1 order by j.id`,
    [PREVENIR],
  );
const arrets = () =>
  portail.lignes<{ id: string; cause: string; leve_le: Date | null }>(
    'select id, cause, leve_le from cdap.arret_lecture order by pose_le',
  );

const dire = (quoi: string, lus: number, sur: number): void =>
  console.info(`CDAP-32 ${quoi} : ${lus} dossiers lus sur ${sur} demandés`);

/** Who lifted the last stop, as someone reads it. */
async function leveePar(compte: ComptePeuple): Promise<string | null> {
  const client = await ouvrirSessionDirecte(portail, compte);
  const arrets: ArretLecture[] = (await client.appeler(cdapContrat.listerArrets)).corps.arrets;
  const leve = arrets.find(({ leveLe }) => leveLe !== null);
  if (leve === undefined) throw new Error('no stop was lifted');
  return leve.levePar;
}

describe('CDAP-32 un compte valide entre les mains d’un programme', () => {
  test('sans pouvoir confirmer, il lit exactement le seuil, puis plus rien de l’heure', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    const bilan = await aspirer(client, decor.droit, melanges());
    dire('sans second facteur en main', bilan.lus, DOSSIERS);
    expect(bilan).toEqual({ lus: SEUIL, codes: { 'confirmation-requise': DOSSIERS - SEUIL } });
    expect(await montrees()).toBe(SEUIL);
    // The managers are told once, and not at each refusal.
    expect((await avertissements()).map(({ charge }) => charge.cause)).toEqual(['seuil-compte']);
    expect(await arrets()).toEqual([]);
  });

  test('deviner des numéros compte autant que lire : les inexistants épuisent le seuil', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    const { lus, codes } = await aspirer(
      client,
      decor.droit,
      Array.from({ length: 60 }, (_, i) => 900_000 + i * 7),
    );
    expect(lus).toBe(0);
    expect(codes).toEqual({ inexistant: SEUIL, 'confirmation-requise': 60 - SEUIL });
  });

  test('avec le second facteur, il lit jusqu’au plafond, puis est arrêté jusqu’à ce qu’un responsable lève l’arrêt', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    const numeros = melanges();
    await aspirer(client, decor.droit, numeros.slice(0, SEUIL + 1));
    await confirmer(client, decor.agent);
    const suite = await aspirer(client, decor.droit, numeros.slice(SEUIL));
    dire('avec le second facteur', await montrees(), DOSSIERS);
    expect(suite).toEqual({ lus: PLAFOND - SEUIL, codes: { 'lecture-arretee': DOSSIERS - PLAFOND } });
    expect(await montrees()).toBe(PLAFOND);
    expect((await arrets()).map(({ cause, leve_le }) => [cause, leve_le])).toEqual([
      ['plafond-compte', null],
    ]);

    // Neither a new hour, nor a new confirmation, nor a new session lifts it.
    await portail.horloge.avancer(HEURE);
    const neuf = await ouvrirSessionDirecte(portail, decor.agent);
    await confirmer(neuf, decor.agent);
    expect(await aspirer(neuf, decor.droit, numeros.slice(0, 5))).toEqual({
      lus: 0,
      codes: { 'lecture-arretee': 5 },
    });

    const [arret] = await arrets();
    const lever = async (compte: ComptePeuple) =>
      (await ouvrirSessionDirecte(portail, compte)).appeler(cdapContrat.leverArret, {
        arret: arret?.id,
        motif: 'vu avec la personne au guichet',
      });
    expect((await lever(decor.agent)).statut).toBe(403);
    const administratrice = await unCompte(portail, decor.partenaire.organisation, {
      roles: ['administrateur-suppleant'],
    });
    expect((await lever(administratrice)).statut).toBe(200);
    expect((await lever(administratrice)).statut).toBe(409);
    expect(await leveePar(administratrice)).toBe(`${administratrice.prenom} ${administratrice.nom}`);
    expect((await aspirer(neuf, decor.droit, numeros.slice(0, 5))).lus).toBe(5);
    const traces = await portail.lignes(
      `select action, issue, code_issue, motif from traces.trace where action in ('pose-arret', 'levee-arret') order by action desc, code_issue nulls first`,
    );
    expect(traces).toEqual([
      { action: 'pose-arret', issue: 'fait', code_issue: 'plafond-compte', motif: null },
      { action: 'levee-arret', issue: 'fait', code_issue: null, motif: 'vu avec la personne au guichet' },
      {
        action: 'levee-arret',
        issue: 'refuse',
        code_issue: 'arret-deja-leve',
        motif: 'vu avec la personne au guichet',
      },
      { action: 'levee-arret', issue: 'refuse', code_issue: 'role-insuffisant', motif: null },
    ]);
  });

  test('qui s’arrête juste au seuil n’est pas arrêté, mais ses responsables l’apprennent, une fois par heure', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    expect((await aspirer(client, decor.droit, melanges().slice(0, SEUIL - 1))).lus).toBe(SEUIL - 1);
    expect(await avertissements()).toEqual([]);
    expect((await aspirer(client, decor.droit, melanges().slice(0, 1))).lus).toBe(1);
    expect((await avertissements()).map(({ charge }) => charge.cause)).toEqual(['seuil-compte']);
    await aspirer(client, decor.droit, melanges().slice(0, 3));
    expect(await avertissements()).toHaveLength(1);
  });

  test('après une levée, le code est redemandé au seuil ; le second arrêt du jour revient à la Caf', async () => {
    const numeros = melanges();
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    await aspirer(client, decor.droit, numeros.slice(0, SEUIL));
    await confirmer(client, decor.agent);
    await aspirer(client, decor.droit, numeros.slice(0, PLAFOND));
    const administratrice = await unCompte(portail, decor.partenaire.organisation, {
      roles: ['administrateur-principal'],
    });
    const lever = async (compte: ComptePeuple) => {
      const ouvert = (await arrets()).find(({ leve_le }) => leve_le === null);
      const qui = await ouvrirSessionDirecte(portail, compte);
      return qui.appeler(cdapContrat.leverArret, { arret: ouvert?.id, motif: 'vu avec la personne' });
    };
    expect((await lever(administratrice)).statut).toBe(200);

    expect((await aspirer(client, decor.droit, numeros)).codes).toEqual({
      'confirmation-requise': DOSSIERS - SEUIL,
    });
    await portail.horloge.avancer(MINUTE);
    await confirmer(client, decor.agent);
    await aspirer(client, decor.droit, numeros);
    expect((await lever(administratrice)).corps.code).toBe('levee-interdite');
    await portail.horloge.avancer(24 * HEURE);
    expect((await lever(administratrice)).statut).toBe(200);
  });

  test('quarante demandes à la fois ne passent ni le seuil ni le plafond', async () => {
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    const numeros = melanges();
    await aspirer(client, decor.droit, numeros.slice(0, SEUIL - 7));
    expect(await aspirerEnsemble(client, decor.droit, numeros.slice(0, 40))).toEqual({
      lus: 7,
      codes: { 'confirmation-requise': 33 },
    });
    await confirmer(client, decor.agent);
    await aspirer(client, decor.droit, numeros.slice(0, PLAFOND - SEUIL - 5));
    expect(await aspirerEnsemble(client, decor.droit, numeros.slice(0, 40))).toEqual({
      lus: 5,
      codes: { 'lecture-arretee': 35 },
    });
    dire('par quarante à la fois', await montrees(), 40 * 2 + PLAFOND - 12);
    expect(await montrees()).toBe(PLAFOND);
    expect(await arrets()).toHaveLength(1);
    expect((await avertissements()).map(({ charge }) => charge.cause)).toEqual([
      'seuil-compte',
      'plafond-compte',
    ]);
  });

  test('à deux sessions et deux droits du même compte, le plafond est le même', async () => {
    const autreDroit = await uneHabilitation(portail, {
      compte: decor.agent,
      bulletinId: decor.convention.bulletinId,
      profil: 'T19',
    });
    const [une, deux] = [
      await ouvrirSessionDirecte(portail, decor.agent),
      await ouvrirSessionDirecte(portail, decor.agent),
    ];
    const [a, b] = await Promise.all([
      aspirerEnsemble(une, decor.droit, melanges(30)),
      aspirerEnsemble(deux, autreDroit, melanges(30)),
    ]);
    // Under T19 these files are out of scope: that is an answer about them too, and counts.
    expect(a.lus + (b.codes['hors-perimetre'] ?? 0)).toBe(SEUIL);
  });
});

describe('CDAP-32 le même programme sur six comptes d’un partenaire', () => {
  async function sixComptes(): Promise<{ client: Client; compte: ComptePeuple; droit: string }[]> {
    const lecteurs = [];
    for (let i = 0; i < 6; i += 1) {
      const compte = await unCompte(portail, decor.partenaire.organisation);
      const droit = await uneHabilitation(portail, { compte, bulletinId: decor.convention.bulletinId });
      lecteurs.push({ compte, droit, client: await ouvrirSessionDirecte(portail, compte) });
    }
    return lecteurs;
  }

  test('le seuil puis le plafond du partenaire arrêtent tout l’organisme ; seule la Caf lève', async () => {
    const lecteurs = await sixComptes();
    const numeros = melanges();
    let demandes = 0;
    for (const { client, droit } of lecteurs) {
      await aspirer(client, droit, numeros.slice(0, SEUIL + 2));
      demandes += SEUIL + 2;
    }
    // Four accounts would have read 80: the partner's threshold came first.
    expect(await montrees()).toBe(SEUIL_PARTENAIRE);
    for (const { client, compte } of lecteurs) await confirmer(client, compte);
    for (const { client, droit } of lecteurs) {
      await aspirerEnsemble(client, droit, numeros.slice(0, PLAFOND));
      demandes += PLAFOND;
    }
    dire('sur six comptes, tous confirmés', await montrees(), demandes);
    expect(await montrees()).toBe(PLAFOND_PARTENAIRE);
    const poses = await arrets();
    expect(poses.filter(({ cause }) => cause === 'plafond-partenaire')).toHaveLength(1);

    // A colleague who read nothing is stopped too; another partner of the same Caf is not.
    const autre = await unPartenaire(portail, '591');
    const { bulletinId } = await uneConvention(portail, autre);
    const voisin = await unCompte(portail, autre.organisation);
    const droitVoisin = await uneHabilitation(portail, { compte: voisin, bulletinId });
    const collegue = await ouvrirSessionDirecte(portail, decor.agent);
    expect((await consulter(collegue, decor.droit, PREMIER)).corps.code).toBe('lecture-arretee');
    expect((await consulter(await ouvrirSessionDirecte(portail, voisin), droitVoisin, PREMIER)).statut).toBe(
      200,
    );

    const arret = poses.find(({ cause }) => cause === 'plafond-partenaire');
    const lever = async (compte: ComptePeuple) =>
      (await ouvrirSessionDirecte(portail, compte)).appeler(cdapContrat.leverArret, {
        arret: arret?.id,
        motif: 'vu avec le partenaire',
      });
    const administratrice = await unCompte(portail, decor.partenaire.organisation, {
      roles: ['administrateur-principal'],
    });
    expect((await lever(administratrice)).corps.code).toBe('levee-interdite');
    const gestionnaire = await unCompte(portail, organisationCaf('591'), {
      roles: ['gestionnaire-habilitations'],
    });
    expect((await lever(gestionnaire)).statut).toBe(200);
    // People of the Caf have no name at the partner.
    expect(await leveePar(administratrice)).toBeNull();
    expect(await leveePar(gestionnaire)).toBe(`${gestionnaire.prenom} ${gestionnaire.nom}`);
    expect((await consulter(collegue, decor.droit, PREMIER)).statut).toBe(200);
  });

  test('tous ensemble, à cent vingt demandes de front, le plafond du partenaire tient', async () => {
    const lecteurs = await sixComptes();
    for (const { client, compte } of lecteurs) await confirmer(client, compte);
    const bilans = await Promise.all(
      lecteurs.map(({ client, droit }) => aspirerEnsemble(client, droit, melanges(20))),
    );
    const lus = bilans.reduce((somme, bilan) => somme + bilan.lus, 0);
    dire('six comptes confirmés, de front', lus, 120);
    expect(lus).toBe(PLAFOND_PARTENAIRE);
    expect(await montrees()).toBe(PLAFOND_PARTENAIRE);
    expect((await arrets()).map(({ cause }) => cause)).toEqual(['plafond-partenaire']);
  });

  test('le compte du jour recommence à minuit de la Caf, et non d’UTC', async () => {
    await portail.horloge.regler('2026-11-20T22:30:00Z');
    const client = await ouvrirSessionDirecte(portail, decor.agent);
    await aspirer(client, decor.droit, melanges(3));
    await portail.horloge.regler('2026-11-20T23:01:00Z');
    await aspirer(await ouvrirSessionDirecte(portail, decor.agent), decor.droit, melanges(2));
    const jours = await portail.lignes(
      'select jour::text, lectures from cdap.compteur_partenaire order by jour',
    );
    expect(jours).toEqual([
      { jour: '2026-11-20', lectures: 3 },
      { jour: '2026-11-21', lectures: 2 },
    ]);
  });
});
