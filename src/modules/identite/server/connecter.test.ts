import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  codeDe,
  presenterMotDePasse,
  type Reponse,
  seConnecter,
  unClient,
} from '../../../../tests/support/client.ts';
import {
  type ComptePeuple,
  MOT_DE_PASSE,
  type PartenairePeuple,
  unCompte,
  uneCaf,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import {
  creerPortail,
  HEURE,
  JOUR,
  jetonUnique,
  MINUTE,
  type Portail,
} from '../../../../tests/support/portail.ts';
import { enTransaction } from '../../../platform/db/base.ts';
import type { Charge } from '../../../platform/jobs/travaux.ts';
import { identiteContrat } from '../contract.ts';
import { PREVENIR_VERROUILLAGE, prevenirVerrouillage } from './prevenir-verrouillage.ts';

let portail: Portail;
let partenaire: PartenairePeuple;
let compte: ComptePeuple;
let adresse: string;
let rang = 0;

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail);
  partenaire = await unPartenaire(portail, '591');
});
afterAll(() => portail.fermer());
beforeEach(async () => {
  // Another account and another network each time: what one test counts slows no other.
  compte = await unCompte(portail, partenaire.organisation);
  rang += 1;
  adresse = `198.51.100.${rang}`;
  await prevenances();
});

const tenter = (
  identifiant: string,
  motDePasse = 'mauvais mot de passe',
  depuis = adresse,
): Promise<Reponse> =>
  unClient(portail).appeler(identiteContrat.connecter, { identifiant, motDePasse }, { adresse: depuis });
const manquer = async (fois: number): Promise<Reponse[]> => {
  const reponses: Reponse[] = [];
  for (let i = 0; i < fois; i += 1) reponses.push(await tenter(compte.identifiant));
  return reponses;
};
const minutesAttendues = ({ corps }: Reponse) =>
  corps.code === 'trop-d-essais' ? corps.details.minutes : null;
const courriels = () =>
  portail.lignes<{ objet: string }>('select objet from notifications.courriel where destinataire = $1', [
    compte.courriel,
  ]);
/** What is left to the jobs that tell an owner, taken out of their queue. */
const prevenances = async (): Promise<Charge[]> =>
  (
    await portail.lignes<{ payload: Charge }>(
      `with pris as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
         where t.id = j.task_id and t.identifier = $1 returning j.payload) select payload from pris`,
      [PREVENIR_VERROUILLAGE],
    )
  ).map(({ payload }) => payload);
const prevenir = (charge: Charge): Promise<void> => {
  const instant = portail.horloge.lire();
  return prevenirVerrouillage(
    {
      instant,
      nouvelId: portail.nouvelId,
      journal: pino({ level: 'silent' }),
      enTransaction: (locataire, acte) => enTransaction(portail.base.travaux, locataire, instant, acte),
    },
    charge,
  );
};
const traces = (de: ComptePeuple = compte) =>
  portail.lignes<{ issue: string; code_issue: string | null }>(
    'select issue, code_issue from traces.trace where compte_id = $1 order by instant, id',
    [de.id],
  );

describe('ACC-03 les essais manqués ralentissent, puis bloquent', () => {
  test('quatre essais ne coûtent rien ; après le cinquième, une minute, même avec le bon mot de passe', async () => {
    for (const { statut, corps } of await manquer(5)) {
      expect(statut).toBe(403);
      expect(corps.code).toBe('identifiants-refuses');
    }
    expect(minutesAttendues(await tenter(compte.identifiant, MOT_DE_PASSE))).toBe(1);
    await portail.horloge.avancer(MINUTE - 1000);
    expect((await tenter(compte.identifiant, MOT_DE_PASSE)).corps.code).toBe('trop-d-essais');
    await portail.horloge.avancer(1000);
    expect((await tenter(compte.identifiant, MOT_DE_PASSE)).corps.etape).toBe('second-facteur');
  });

  test('l’attente double à chaque essai manqué, et le dixième bloque une heure', async () => {
    await manquer(4);
    const attentes = [];
    for (const minutes of [1, 2, 4, 8, 16, 60]) {
      expect((await manquer(1))[0]?.corps.code).toBe('identifiants-refuses');
      attentes.push(minutesAttendues(await tenter(compte.identifiant)));
      await portail.horloge.avancer(minutes * MINUTE);
    }
    expect(attentes).toEqual([1, 2, 4, 8, 16, 60]);
    // The lock opens by itself.
    expect((await tenter(compte.identifiant, MOT_DE_PASSE)).statut).toBe(200);
  });

  test('au dixième, la personne est prévenue par un courriel sans lien, une seule fois', async () => {
    await manquer(4);
    for (const minutes of [1, 2, 4, 8, 16]) {
      await manquer(1);
      await portail.horloge.avancer(minutes * MINUTE);
    }
    expect(await prevenances()).toEqual([]);
    await manquer(1);
    // The mail is left to a job: the answer takes no longer for an account that exists.
    expect(await courriels()).toEqual([]);
    for (const charge of await prevenances()) await prevenir(charge);
    expect(await courriels()).toEqual([{ objet: 'Votre accès au portail est bloqué pour une heure' }]);
    const [corps] = await portail.lignes<{ corps: string }>(
      'select corps from notifications.courriel where destinataire = $1',
      [compte.courriel],
    );
    expect(corps?.corps).not.toMatch(/https?:|www\./);
    await portail.horloge.avancer(HEURE);
    await manquer(1);
    expect(await prevenances()).toEqual([]);
    expect(await courriels()).toHaveLength(1);
    const travaux = await portail.lignes(
      "select id from graphile_worker.jobs where task_identifier = 'notifications.envoyer-courriel'",
    );
    expect(travaux.length).toBeGreaterThanOrEqual(1);
  });

  test('au dixième essai, un identifiant que personne n’a laisse le même travail, qui n’écrit à personne', async () => {
    const inconnu = `inconnu${String(rang).padStart(3, '0')}`;
    for (const minutes of [0, 0, 0, 0, 1, 2, 4, 8, 16, 60]) {
      await tenter(inconnu);
      await portail.horloge.avancer(minutes * MINUTE);
    }
    const charges = await prevenances();
    expect(charges).toEqual([{ compte: null, nature: null, caf: null, partenaire: null }]);
    const avant = await portail.lignes('select from notifications.courriel');
    for (const charge of charges) await prevenir(charge);
    expect(await portail.lignes('select from notifications.courriel')).toHaveLength(avant.length);
  });

  test('une connexion réussie efface les essais du compte', async () => {
    await manquer(4);
    expect((await tenter(compte.identifiant, MOT_DE_PASSE)).statut).toBe(200);
    for (const { corps } of await manquer(5)) expect(corps.code).toBe('identifiants-refuses');
  });

  test('après un jour sans essai, on repart de zéro', async () => {
    await manquer(4);
    await portail.horloge.avancer(JOUR + 1000);
    for (const { corps } of await manquer(5)) expect(corps.code).toBe('identifiants-refuses');
  });

  test('trente mauvais mots de passe en parallèle : cinq jugés, les autres attendent, trente traces', async () => {
    const reponses = await Promise.all(Array.from({ length: 30 }, () => tenter(compte.identifiant)));
    const codes = reponses.map(({ corps }) => corps.code);
    expect(codes.filter((code) => code === 'identifiants-refuses')).toHaveLength(5);
    expect(codes.filter((code) => code === 'trop-d-essais')).toHaveLength(25);
    expect(await traces()).toHaveLength(30);
    expect((await tenter(compte.identifiant, MOT_DE_PASSE)).corps.code).toBe('trop-d-essais');
  });

  test('par réseau : au cinquantième essai sur des comptes divers, le réseau attend, et lui seul', async () => {
    for (let i = 0; i < 50; i += 1)
      expect((await tenter(jetonUnique().slice(0, 10))).corps.code).toBe('identifiants-refuses');
    expect(minutesAttendues(await tenter(compte.identifiant, MOT_DE_PASSE))).toBe(1);
    expect((await tenter(compte.identifiant, MOT_DE_PASSE, '203.0.113.200')).statut).toBe(200);
  });

  test('les essais sont comptés sous des empreintes : la table ne dit ni identifiant ni adresse', async () => {
    await manquer(1);
    const table = JSON.stringify(
      await portail.lignes("select encode(cle, 'escape') as cle from identite.tentative"),
    );
    expect(table).not.toContain(compte.identifiant);
    expect(table).not.toContain(adresse);
  });
});

describe('ACC-03 la réponse ne dit pas si le compte existe', () => {
  const sansReference = ({ statut, corps: { reference: _, ...corps }, entetes }: Reponse) => {
    const { 'x-correlation-id': _id, date: _date, ...autres } = entetes;
    return { statut, corps, autres };
  };

  test('identifiant inconnu et mot de passe faux : mêmes octets, du premier essai au blocage', async () => {
    const inconnu = jetonUnique().slice(0, 10);
    for (let i = 0; i < 12; i += 1) {
      const connu = await tenter(compte.identifiant);
      expect(sansReference(await tenter(inconnu, undefined, `203.0.113.${rang}`))).toEqual(
        sansReference(connu),
      );
    }
  });

  test('compte suspendu ou clos : même réponse qu’un inconnu tant que le mot de passe n’est pas prouvé', async () => {
    const suspendu = await unCompte(portail, partenaire.organisation, { etat: 'suspendu' });
    const clos = await unCompte(portail, partenaire.organisation, { etat: 'clos' });
    const inconnu = sansReference(await tenter(jetonUnique().slice(0, 10)));
    for (const { identifiant } of [suspendu, clos])
      expect(sansReference(await tenter(identifiant))).toEqual(inconnu);
    expect((await tenter(suspendu.identifiant, MOT_DE_PASSE)).corps.code).toBe('compte-suspendu');
    expect((await tenter(clos.identifiant, MOT_DE_PASSE)).corps.code).toBe('compte-ferme');
  });

  test('le coût aussi est le même : une empreinte est vérifiée dans les deux cas', async () => {
    const duree = async (identifiant: string) => {
      const debut = performance.now();
      await tenter(identifiant, undefined, `203.0.113.${rang}`);
      return performance.now() - debut;
    };
    const connus: number[] = [];
    const inconnus: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      connus.push(await duree(compte.identifiant));
      inconnus.push(await duree(jetonUnique().slice(0, 10)));
    }
    // Argon2 alone is 8 ms: skipping it for the unknown would make it several times faster. The shortest of each:
    // what else runs on the machine only adds.
    expect(Math.min(...inconnus)).toBeGreaterThan(Math.min(...connus) / 3);
  });
});

describe('ACC-04 ACC-01 qui peut entrer', () => {
  test('un compte qui doit avoir un second facteur et n’en a pas n’entre pas', async () => {
    const sans = await unCompte(portail, partenaire.organisation, { totp: null, secondFacteurExige: true });
    const reponse = await tenter(sans.identifiant, MOT_DE_PASSE);
    expect(reponse.corps.code).toBe('second-facteur-absent');
    expect(reponse.entetes['set-cookie']).toBeUndefined();
  });

  test('avant le début et après la fin de l’accès, le compte est fermé ; à la seconde près', async () => {
    const maintenant = portail.horloge.lire().getTime();
    const court = await unCompte(portail, partenaire.organisation, {
      du: new Date(maintenant + 1000),
      au: new Date(maintenant + 3000),
    });
    expect((await tenter(court.identifiant, MOT_DE_PASSE)).corps.code).toBe('compte-ferme');
    await portail.horloge.avancer(1000);
    expect((await tenter(court.identifiant, MOT_DE_PASSE)).statut).toBe(200);
    await portail.horloge.avancer(2000);
    expect((await tenter(court.identifiant, MOT_DE_PASSE)).corps.code).toBe('compte-ferme');
  });

  test('le mot de passe est comparé sous sa forme composée : deux claviers, un seul secret', async () => {
    expect((await tenter(compte.identifiant, MOT_DE_PASSE.normalize('NFD'))).statut).toBe(200);
  });

  test('plus de 128 caractères : refusé sans calcul d’empreinte', async () => {
    expect((await tenter(compte.identifiant, 'a'.repeat(129))).statut).toBe(400);
  });
});

describe('TRA-01 chaque connexion laisse une trace', () => {
  test('mot de passe faux, puis connexion en deux étapes : qui, d’où, avec quoi, quelle session', async () => {
    await tenter(compte.identifiant);
    const client = await presenterMotDePasse(portail, compte);
    await client.appeler(identiteContrat.verifierCode, { code: '000000' });
    await client.appeler(identiteContrat.verifierCode, { code: await codeDe(portail, compte) });
    const lignes = await portail.lignes(
      `select action, issue, code_issue, caf_code, partenaire_id, host(adresse) as adresse, navigateur, session_id is not null as session, instant
         from traces.trace where compte_id = $1 order by id`,
      [compte.id],
    );
    const commun = {
      caf_code: '591',
      partenaire_id: partenaire.id,
      navigateur: 'Essai/1.0 (navigateur inventé)',
      instant: portail.horloge.lire(),
    };
    expect(lignes).toHaveLength(4);
    expect(lignes).toEqual(
      expect.arrayContaining([
        {
          ...commun,
          action: 'connexion',
          issue: 'refuse',
          code_issue: 'identifiants-refuses',
          adresse,
          session: false,
        },
        {
          ...commun,
          action: 'connexion',
          issue: 'fait',
          code_issue: 'second-facteur-attendu',
          adresse: '192.0.2.10',
          session: true,
        },
        {
          ...commun,
          action: 'second-facteur',
          issue: 'refuse',
          code_issue: 'code-refuse',
          adresse: '192.0.2.10',
          session: true,
        },
        {
          ...commun,
          action: 'second-facteur',
          issue: 'fait',
          code_issue: null,
          adresse: '192.0.2.10',
          session: true,
        },
      ]),
    );
  });

  test('TRA-03 un identifiant inconnu laisse une trace qui ne le répète pas, ni le mot de passe', async () => {
    const inconnu = jetonUnique().slice(0, 10);
    const { corps } = await tenter(inconnu, 'secret-tape-par-erreur');
    const [trace] = await portail.lignes<{ t: object }>(
      'select to_jsonb(t) as t from traces.trace t where correlation = $1',
      [corps.reference],
    );
    expect(trace).toBeDefined();
    expect(JSON.stringify(trace)).not.toMatch(new RegExp(`${inconnu}|secret-tape`));
  });

  test('la dernière connexion est dite à la suivante (ACC-06)', async () => {
    const premiere = portail.horloge.lire().toISOString();
    await seConnecter(portail, compte);
    await portail.horloge.avancer(HEURE);
    const client = await seConnecter(portail, compte);
    expect((await client.appeler(identiteContrat.lireSession)).corps.derniereConnexion).toBe(premiere);
  });
});
