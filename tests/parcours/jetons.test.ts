import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOTS_API } from '../../src/apps/api-publiee.ts';
import { CONTRATS } from '../../src/apps/contrats.ts';
import { debutDuJour, finDuJour, jour } from '../../src/kernel/jour.ts';
import type { DefinitionRoute } from '../../src/kernel/route.ts';
import { cdapContrat } from '../../src/modules/cdap/contract.ts';
import { habilitationsContrat } from '../../src/modules/habilitations/contract.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { type Trace, tracesContrat } from '../../src/modules/traces/contract.ts';
import { decrireApi } from '../../src/platform/http/openapi.ts';
import {
  type Client,
  codeDe,
  consulter,
  ouvrirSessionDirecte,
  type Reponse,
  unClient,
} from '../support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  organisationCaf,
  unCompte,
  unDecor,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../support/peuplement.ts';
import { creerPortail, HEURE, MINUTE, type Portail } from '../support/portail.ts';

/**
 * ACC-09: a town's software reads in the name of the agent who made its token, and never more than the agent at that
 * very instant. What ends or narrows the agent's rights ends or narrows the token's, at its next call.
 */
const NOM = 'Logiciel périscolaire';
const SEUIL = 20;
const PLAFOND = 40;
const DERNIER_JOUR = jour('2026-11-20');
const FUSEAU = 'Europe/Paris';

const ROUTES: readonly DefinitionRoute[] = Object.values(CONTRATS).flatMap(
  (contrat) => Object.values(contrat) as DefinitionRoute[],
);

let portail: Portail;
let decor: Decor;
let chef: ComptePeuple;
let auditrice: ComptePeuple;

beforeAll(async () => {
  portail = await creerPortail();
  decor = await unDecor(portail, {
    caf: { seuilConfirmationHeure: SEUIL, plafondCompteHeure: PLAFOND },
    convention: { quotas: { T2: 30 } },
  });
  chef = await unCompte(portail, decor.partenaire.organisation, { roles: ['administrateur-principal'] });
  auditrice = await unCompte(portail, organisationCaf('591'), { roles: ['auditeur-traces'] });
});
afterAll(() => portail.fermer());

/** Calls as a program does: the token and nothing of a browser. */
const unLogiciel = (jeton: string): Client => {
  const client = unClient(portail);
  return {
    ...client,
    appeler: (route, corps, options = {}) =>
      client.appeler(route, corps, {
        ...options,
        entetes: { 'user-agent': 'Periscolaire/4.2', authorization: `Bearer ${jeton}`, ...options.entetes },
      }),
  };
};

async function creerJeton(compte: ComptePeuple, portees: readonly string[] = ['cdap'], nom = NOM) {
  const personne = await ouvrirSessionDirecte(portail, compte);
  const { statut, corps, texte } = await personne.appeler(identiteContrat.creerJeton, {
    nom,
    portees,
    jours: 30,
  });
  if (statut !== 200) throw new Error(`token refused: ${statut} ${texte}`);
  return {
    id: corps.detail.id as string,
    jeton: corps.jeton as string,
    logiciel: unLogiciel(corps.jeton),
    personne,
  };
}

/** An agent of the commune with the canteen's right, and their token. */
async function unAgent(nom = NOM) {
  const compte = await unCompte(portail, decor.partenaire.organisation);
  const droit = await uneHabilitation(portail, { compte, bulletinId: decor.convention.bulletinId });
  return { compte, droit, ...(await creerJeton(compte, ['cdap', 'habilitations'], nom)) };
}

const essentiel = ({ statut, corps }: Reponse) => [statut, corps.code ?? null];

const tracesDe = async (compte: ComptePeuple, filtres: object, lecteur = chef): Promise<Trace[]> => {
  const client = await ouvrirSessionDirecte(portail, lecteur);
  const reponse = await client.appeler(tracesContrat.rechercher, {
    personne: compte.id,
    nombre: 100,
    ...filtres,
  });
  expect(reponse.statut).toBe(200);
  return reponse.corps.lignes;
};

describe('ACC-09 SEC-01 un jeton n’ouvre que les routes de ses services', () => {
  const FERMEES = ROUTES.filter(({ acces, portee }) => acces.genre !== 'public' && portee === undefined);
  const PUBLIQUES = ROUTES.filter(({ acces }) => acces.genre === 'public');
  let large: Awaited<ReturnType<typeof unAgent>>;
  beforeAll(async () => {
    large = await unAgent();
  });

  test('la table est parcourue en entier', () => {
    const ouvertes = ROUTES.filter(({ portee }) => portee !== undefined);
    expect(FERMEES.length).toBeGreaterThan(40);
    expect(FERMEES.length + PUBLIQUES.length + ouvertes.length).toBe(ROUTES.length);
  });

  test.each(FERMEES.map((route) => [`${route.methode} ${route.chemin}`, route] as const))(
    '%s le refuse et le trace',
    async (_cle, route) => {
      const reponse = await large.logiciel.appeler(route, {});
      expect(essentiel(reponse)).toEqual([403, 'jeton-hors-portee']);
      expect(
        await portail.lignes('select compte_id, code_issue from traces.trace where correlation = $1', [
          reponse.entetes['x-correlation-id'],
        ]),
      ).toEqual([{ compte_id: large.compte.id, code_issue: 'jeton-hors-portee' }]);
    },
  );

  test.each(PUBLIQUES.map((route) => [`${route.methode} ${route.chemin}`, route] as const))(
    '%s, publique, répond comme sans jeton',
    async (_cle, route) => {
      const [avec, sans] = [
        await large.logiciel.appeler(route, {}),
        await unClient(portail).appeler(route, {}),
      ];
      expect(essentiel(avec)).toEqual(essentiel(sans));
      expect(essentiel(await large.logiciel.appeler(cdapContrat.listerProfils, {}))).toEqual([200, null]);
    },
  );

  test('il ne crée pas de jeton, n’en lit pas, n’en révoque pas, ne lit ni ne ferme de session, ne se confirme pas', async () => {
    const { logiciel, compte, id } = large;
    const nouveau = { nom: 'Autre', portees: ['cdap'], jours: 1 };
    const code = { code: await codeDe(portail, compte) };
    const essais: readonly (readonly [DefinitionRoute, object])[] = [
      [identiteContrat.creerJeton, nouveau],
      [identiteContrat.listerJetons, {}],
      [identiteContrat.revoquerJeton, { jeton: id }],
      [identiteContrat.listerSessions, {}],
      [identiteContrat.fermerSession, { session: null }],
      [identiteContrat.lireSession, {}],
      [identiteContrat.confirmer, code],
      [identiteContrat.confirmerParMotDePasse, { motDePasse: 'peu importe' }],
      [identiteContrat.defierConfirmation, {}],
      [cdapContrat.extraire, { numero: '12345', habilitation: large.droit }],
    ];
    for (const [route, corps] of essais)
      expect([route.chemin, ...essentiel(await logiciel.appeler(route, corps))]).toEqual([
        route.chemin,
        403,
        'jeton-hors-portee',
      ]);
    const fin = await logiciel.appeler(identiteContrat.deconnecter, {});
    expect(fin.corps).toEqual({ fermee: false });
    const [session] = await portail.lignes(
      `select s.confirmee_le, s.close_le from identite.session s
         join identite.jeton_api j on j.session_id = s.id where j.id = $1`,
      [id],
    );
    expect(session).toEqual({ confirmee_le: null, close_le: null });
    // The code was not spent: its owner may still use it.
    expect(essentiel(await large.personne.appeler(identiteContrat.confirmer, code))).toEqual([200, null]);
  });

  test.each([
    ['cdap', cdapContrat.listerProfils, habilitationsContrat.listerMesHabilitations],
    ['habilitations', habilitationsContrat.listerMesHabilitations, cdapContrat.listerProfils],
  ] as const)('la portée « %s » n’ouvre pas l’autre service', async (portee, ouverte, fermee) => {
    const { logiciel } = await creerJeton(decor.agent, [portee]);
    expect(essentiel(await logiciel.appeler(ouverte, {}))).toEqual([200, null]);
    expect(essentiel(await logiciel.appeler(fermee, {}))).toEqual([403, 'jeton-hors-portee']);
  });

  test('une saisie fausse est refusée en nommant son champ, et tracée au nom de la personne', async () => {
    const { logiciel, compte, droit } = large;
    for (const [route, corps, champ] of [
      [cdapContrat.consulter, { numero: 'abc', habilitation: droit }, 'numero'],
      [cdapContrat.rechercher, { habilitation: droit, par: { nom: 'EXEMPLAIRE' } }, 'par.prenom'],
    ] as const) {
      const reponse = await logiciel.appeler(route, corps);
      expect(reponse.statut).toBe(400);
      expect(reponse.corps.champs[0].champ).toBe(champ);
      const [ligne] = await tracesDe(compte, { action: route.action });
      expect(ligne).toMatchObject({ issue: 'invalide', codeIssue: champ, jeton: NOM });
    }
  });

  test('les mots publiés sont ceux des refus', async () => {
    const api = decrireApi(CONTRATS, '0', MOTS_API) as {
      paths: Record<
        string,
        Record<
          string,
          {
            responses: Record<
              string,
              { content: Record<string, { examples: Record<string, { value: { title: string } }> }> }
            >;
          }
        >
      >;
    };
    const publie = (statut: number, code: string) =>
      api.paths['/api/cdap/consultations']?.post?.responses[statut]?.content['application/problem+json']
        ?.examples[code]?.value.title;
    const { jeton, logiciel } = await creerJeton(decor.agent, ['habilitations']);
    const reponses = [
      await consulter(logiciel, decor.droit, '12345'),
      await consulter(unLogiciel(`${jeton}x`), decor.droit, '12345'),
      await consulter(unClient(portail), decor.droit, '12345'),
      await consulter(large.logiciel, decor.droit, '12345'),
      await consulter(large.logiciel, large.droit, '9999999'),
    ];
    expect(reponses.map(({ corps }) => corps.code)).toEqual([
      'jeton-hors-portee',
      'jeton-refuse',
      'session-absente',
      'droit-absent',
      'inexistant',
    ]);
    const sansInsecable = (texte: string | undefined) => texte?.replaceAll('\u202f', ' ');
    for (const { statut, corps } of reponses)
      expect([corps.code, sansInsecable(publie(statut, corps.code))]).toEqual([
        corps.code,
        sansInsecable(corps.title),
      ]);
  });
});

describe('ACC-09 CDAP-27 consulter avec un jeton', () => {
  test('CDAP-11 le dossier lu est celui de la personne, réduit au même profil, sans un mot de plus', async () => {
    const { logiciel, personne, droit } = await unAgent();
    const [parJeton, parPersonne] = [
      await consulter(logiciel, droit, '12345'),
      await consulter(personne, droit, '12345'),
    ];
    expect(parJeton.statut).toBe(200);
    expect({ ...parJeton.corps, trace: null }).toEqual({ ...parPersonne.corps, trace: null });
    expect(parJeton.corps.rubriques.map(({ bloc }: { bloc: string }) => bloc)).not.toContain('nir');
    expect(essentiel(await consulter(logiciel, decor.droit, '12345'))).toEqual([403, 'droit-absent']);
  });

  test('TRA-01 l’acte est tracé au nom de la personne, avec le nom du jeton ; à la main, sans', async () => {
    const { logiciel, personne, droit, compte } = await unAgent();
    const { corps } = await consulter(logiciel, droit, '12345');
    await consulter(personne, droit, '12345');
    for (const lecteur of [chef, auditrice]) {
      const lignes = await tracesDe(compte, { action: 'consultation-dossier' }, lecteur);
      const ligne = lignes.find(({ id }) => id === corps.trace);
      expect(ligne).toMatchObject({
        issue: 'fait',
        personne: { id: compte.id },
        dossier: { numero: '0012345' },
        jeton: NOM,
        navigateur: 'Periscolaire/4.2',
      });
      expect(lignes.map(({ jeton }) => jeton).toSorted()).toEqual([NOM, null]);
    }
  });

  test('TRA-08 l’export le dit à chaque ligne', async () => {
    const { logiciel, personne, droit, compte } = await unAgent('=Logiciel "A"; cantine');
    await consulter(logiciel, droit, '12345');
    await consulter(personne, droit, '12345');
    const client = await ouvrirSessionDirecte(portail, chef);
    const csv = await client.appeler(tracesContrat.exporter, {
      format: 'csv',
      personne: compte.id,
      action: 'consultation-dossier',
    });
    expect(csv.texte).toContain('par le jeton “=Logiciel ""A""; cantine”');
    expect(csv.texte.match(/par le jeton/g)).toHaveLength(1);
  });

  test('révoqué ou effacé de la liste des sessions, son nom reste dans les traces', async () => {
    const { logiciel, personne, id, droit, compte } = await unAgent();
    await consulter(logiciel, droit, '12345');
    await personne.appeler(identiteContrat.revoquerJeton, { jeton: id });
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([401, 'jeton-refuse']);
    const [ligne] = await tracesDe(compte, { action: 'consultation-dossier' });
    expect(ligne?.jeton).toBe(NOM);
  });

  test('chercher et lister ses profils et ses droits, tracés de même', async () => {
    const { logiciel, droit, compte } = await unAgent();
    const profils = await logiciel.appeler(cdapContrat.listerProfils, {});
    expect(profils.corps.profils.map((p: { habilitation: string }) => p.habilitation)).toEqual([droit]);
    const trouves = await logiciel.appeler(cdapContrat.rechercher, {
      habilitation: droit,
      par: { nom: 'EXEMPLAIRE', prenom: 'Claire' },
    });
    expect(trouves.statut).toBe(200);
    expect((await logiciel.appeler(habilitationsContrat.listerMesHabilitations, {})).statut).toBe(200);
    const lignes = await tracesDe(compte, {});
    for (const action of ['recherche-dossier', 'lecture-mes-habilitations'])
      expect(lignes.find((l) => l.action === action)).toMatchObject({ issue: 'fait', jeton: NOM });
  });

  test('sans second facteur prouvé derrière lui, il ne lit rien', async () => {
    const { logiciel, droit, id } = await unAgent();
    await portail.lignes(
      `update identite.session set second_facteur_le = null
        where id = (select session_id from identite.jeton_api where id = $1)`,
      [id],
    );
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([403, 'second-facteur-requis']);
    expect(
      essentiel(
        await logiciel.appeler(cdapContrat.rechercher, {
          habilitation: droit,
          par: { nom: 'EXEMPLAIRE', prenom: 'Claire' },
        }),
      ),
    ).toEqual([403, 'second-facteur-requis']);
  });

  test('CDAP-32 il compte dans les plafonds de la personne, s’arrête au premier et ne va jamais plus loin', async () => {
    const { logiciel, personne, droit, compte } = await unAgent();
    const codes = async (client: Client, fois: number) => {
      const vus = [];
      for (let n = 0; n < fois; n += 1)
        vus.push((await consulter(client, droit, '12345')).corps.code ?? 'lu');
      return vus;
    };
    expect(new Set(await codes(personne, SEUIL - 5))).toEqual(new Set(['lu']));
    expect(await codes(logiciel, 6)).toEqual([...Array(5).fill('lu'), 'confirmation-requise']);
    expect(await codes(personne, 1)).toEqual(['confirmation-requise']);
    await portail.horloge.avancer(MINUTE);
    await personne.appeler(identiteContrat.confirmer, { code: await codeDe(portail, compte) });
    expect(await codes(personne, 2)).toEqual(['lu', 'lu']);
    // The person goes on; what a program reads needs no less than somebody in front of it.
    expect(await codes(logiciel, 2)).toEqual(['confirmation-requise', 'confirmation-requise']);
    expect(
      await portail.lignes('select 1 from cdap.arret_lecture where compte_id = $1', [compte.id]),
    ).toEqual([]);
    await portail.horloge.avancer(HEURE);
    expect(await codes(logiciel, 1)).toEqual(['lu']);
  });
});

describe('ACC-09 SEC-08 ce qui finit pour la personne finit pour son jeton, à la demande suivante', () => {
  const gerer = async (route: DefinitionRoute, compte: ComptePeuple, plus: object = {}) => {
    const client = await ouvrirSessionDirecte(portail, chef);
    const reponse = await client.appeler(route, { compte: compte.id, motif: 'Départ du service.', ...plus });
    expect(reponse.statut).toBe(200);
  };

  test('compte suspendu : refusé, et la levée ne rend pas le jeton', async () => {
    const { logiciel, droit, compte } = await unAgent();
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([200, null]);
    await gerer(identiteContrat.suspendreCompte, compte);
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([401, 'jeton-refuse']);
    const client = await ouvrirSessionDirecte(portail, chef);
    await client.appeler(identiteContrat.leverSuspension, { compte: compte.id, motif: 'Fin de l’enquête.' });
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([401, 'jeton-refuse']);
  });

  test('compte fermé : refusé', async () => {
    const { logiciel, droit, compte } = await unAgent();
    await gerer(identiteContrat.cloreCompte, compte);
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([401, 'jeton-refuse']);
    expect(essentiel(await logiciel.appeler(cdapContrat.listerProfils, {}))).toEqual([401, 'jeton-refuse']);
  });

  test('compte suspendu sans que sa session ait été fermée : refusé tout de même', async () => {
    const { logiciel, droit, compte } = await unAgent();
    await portail.lignes("update identite.compte set etat = 'suspendu', etat_motif = 'essai' where id = $1", [
      compte.id,
    ]);
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([401, 'jeton-refuse']);
  });

  test('droit fini : le jeton reste, la lecture est refusée et tracée', async () => {
    const { logiciel, droit, compte } = await unAgent();
    await portail.lignes(
      `update habilitations.habilitation set etat = 'close', etat_motif = 'fin'
        where id = $1`,
      [droit],
    );
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([403, 'droit-inutilisable']);
    const [ligne] = await tracesDe(compte, { action: 'consultation-dossier' });
    expect(ligne).toMatchObject({ issue: 'refuse', codeIssue: 'droit-inutilisable', jeton: NOM });
  });

  test('CONV-16 convention finie : à minuit de son jour, plus rien', async () => {
    const voisine = await unPartenaire(portail, '591');
    const fin = new Date(finDuJour(DERNIER_JOUR, FUSEAU).epochMilliseconds);
    const { bulletinId } = await uneConvention(portail, voisine, {
      convention: { finLe: fin, finCause: 'resiliation' },
    });
    const compte = await unCompte(portail, voisine.organisation);
    const droit = await uneHabilitation(portail, { compte, bulletinId });
    const { logiciel } = await creerJeton(compte);
    const minuit = debutDuJour(DERNIER_JOUR.add({ days: 1 }), FUSEAU).epochMilliseconds;
    await portail.horloge.regler(new Date(minuit - 1000));
    expect(essentiel(await consulter(logiciel, droit, '12345'))).toEqual([200, null]);
    await portail.horloge.regler(new Date(minuit));
    const refus = await consulter(logiciel, droit, '12345');
    expect([...essentiel(refus), refus.corps.details.empechement]).toEqual([
      403,
      'droit-inutilisable',
      'convention-terminee',
    ]);
  });
});
