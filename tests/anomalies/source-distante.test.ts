import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type SourceApiParticulier,
  sourceApiParticulier,
  sourceEmbarquee,
} from '../../src/modules/cdap/index.ts';
import type { Minuter } from '../../src/modules/cdap/server/source-api-particulier/client.ts';
import type { OptionsSource } from '../../src/modules/cdap/server/source-api-particulier/source.ts';
import { type Client, consulter, ouvrirSessionDirecte, type Reponse } from '../support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  dossierOrdinaire,
  lesDossiers,
  unCompte,
  unDecor,
  unEquipement,
  uneHabilitation,
  uneOpposition,
} from '../support/peuplement.ts';
import { creerPortail, type Portail } from '../support/portail.ts';
import {
  CONDUITES,
  type Conduite,
  demarrerApiParticulier,
  ENREGISTREMENTS,
  rejouer,
  type ServeurApiParticulier,
} from '../support/serveur-api-particulier.ts';

/**
 * Files whose figures live elsewhere: the answers recorded from the State's sandbox, then each way in which such a
 * service fails. Timers belong to the test: none of them runs by itself.
 */
const JETON = 'jeton-d-essai-qui-ne-sort-pas';
const DESTINATAIRE = '12345678200002';
const EN_TETES_MS = 3_000;
const TOTAL_MS = 8_000;

let portail: Portail;
let decor: Decor;
let serveur: ServeurApiParticulier;
let source: SourceApiParticulier;
let client: Client;
/** T2 for a crèche: the resource base. */
let droitCreche: string;
/** T2 for both. */
let droitDouble: string;
let clients: { readonly creche: Client; readonly double: Client };

let maintenant = 0;
let alertes: unknown[] = [];
const minuteries = new Set<{ ms: number; acte: () => void }>();
const minuter: Minuter = (ms, acte) => {
  const minuterie = { ms, acte };
  minuteries.add(minuterie);
  return () => minuteries.delete(minuterie);
};
const enAttente = (ms: number) => [...minuteries].filter((minuterie) => minuterie.ms === ms);
function sonner(ms: number): void {
  for (const minuterie of enAttente(ms)) {
    minuteries.delete(minuterie);
    minuterie.acte();
  }
}
/** Until something that is on its way has come. */
async function jusqua(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((suite) => setImmediate(suite));
}

function ouvrirSource(plus: Partial<OptionsSource> = {}): void {
  source = sourceApiParticulier({
    url: serveur.url,
    jeton: JETON,
    destinataire: DESTINATAIRE,
    base: portail.base.service,
    registre: sourceEmbarquee(portail.base.service),
    alerter: (faits) => alertes.push(faits),
    maintenant: () => maintenant,
    minuter,
    ...plus,
  });
}

type Adulte = NonNullable<ReturnType<typeof dossierOrdinaire>['blocs']['identite']>['adultes'][number];

/** A file whose person in charge is the one that a recorded answer is about. */
async function unDossierDe(
  numero: number,
  nom: string,
  plus: { etat?: 'ouvert' | 'suspendu' | 'radie'; adulte?: Partial<Adulte> } = {},
): Promise<void> {
  const params = ENREGISTREMENTS.get(nom)?.params;
  if (!params) throw new Error(`no recorded answer named ${nom}`);
  const modele = dossierOrdinaire(decor.caf.code);
  const [adulte] = modele.blocs.identite?.adultes ?? [];
  if (!adulte) throw new Error('the hand-made file has no adult');
  const date = [params.anneeDateNaissance, params.moisDateNaissance, params.jourDateNaissance]
    .filter((partie) => partie !== undefined)
    .map((partie) => String(partie).padStart(2, '0'));
  const moi = {
    ...adulte,
    nomNaissance: String(params.nomNaissance),
    nomUsage: null,
    prenoms: [...(params.prenoms as string[])],
    sexe: params.sexeEtatCivil as 'F' | 'M',
    dateNaissance: date.length === 0 ? null : date.join('-'),
    lieuNaissance: {
      commune: null,
      codeInsee: (params.codeCogInseeCommuneNaissance as string | undefined) ?? null,
      pays: 'Pays inventé',
      codePays: String(params.codeCogInseePaysNaissance),
    },
    ...plus.adulte,
  };
  const etat = plus.etat ?? 'ouvert';
  const enTete = modele.blocs.numero && {
    ...modele.blocs.numero,
    numero: String(numero).padStart(7, '0'),
    etat,
  };
  const dossier: typeof modele = {
    ...modele,
    numero,
    etat,
    blocs: { ...modele.blocs, numero: enTete, identite: { adultes: [moi] } },
  };
  await lesDossiers(portail, decor.caf.code, [dossier]);
}

const rubrique = (reponse: Reponse, bloc: string) =>
  reponse.corps.rubriques.find((r: { bloc: string }) => r.bloc === bloc);
const tracesDe = (numero: number) =>
  portail.lignes<{ issue: string; code_issue: string | null; categories: string[] }>(
    'select issue, code_issue, categories from traces.trace where dossier_numero = $1 order by transaction',
    [numero],
  );
const compterLectures = async () =>
  (
    await portail.lignes<{ n: number }>(
      'select coalesce(sum(lectures), 0)::int as n from cdap.compteur_compte',
    )
  )[0]?.n ?? 0;

const BERNARD = 'quotient_familial-200-seul-1_enfant-qf_caf_650';
const LEFEBVRE = 'participation_familiale_eaje-200-identite-cas-nominal';
const [QF_VALEUR, EAJE_VALEUR] = [BERNARD, LEFEBVRE].map((nom) => ENREGISTREMENTS.get(nom)?.payload);

beforeAll(async () => {
  serveur = await demarrerApiParticulier();
  portail = await creerPortail({ source: { lireEtTracer: (demande) => source.lireEtTracer(demande) } });
  ouvrirSource();
  decor = await unDecor(portail, {
    caf: {
      seuilConfirmationHeure: 5000,
      plafondCompteHeure: 5000,
      seuilPartenaireJour: 9000,
      plafondPartenaireJour: 9000,
    },
  });
  const equipementId = await unEquipement(portail, decor.partenaire);
  const commun = {
    bulletinId: decor.convention.bulletinId,
    equipementId,
    perimetre: 'equipement',
    perimetreId: equipementId,
    missions: ['tarif-creche'],
  } as const;
  const compte = async (usages: ('creche' | 'tarif')[]): Promise<[ComptePeuple, string]> => {
    const agent = await unCompte(portail, decor.partenaire.organisation);
    return [agent, await uneHabilitation(portail, { ...commun, compte: agent, usages })];
  };
  const [creche, droitDeCreche] = await compte(['creche']);
  const [double, droitDeDouble] = await compte(['creche', 'tarif']);
  [droitCreche, droitDouble] = [droitDeCreche, droitDeDouble];
  clients = {
    creche: await ouvrirSessionDirecte(portail, creche),
    double: await ouvrirSessionDirecte(portail, double),
  };
  await unDossierDe(501, BERNARD);
  await unDossierDe(502, LEFEBVRE);
});
afterAll(async () => {
  await portail.fermer();
  await serveur.fermer();
});
beforeEach(async () => {
  client = await ouvrirSessionDirecte(portail, decor.agent);
  serveur.conduite = rejouer;
  serveur.recues.splice(0);
  maintenant = 0;
  alertes = [];
  minuteries.clear();
  ouvrirSource();
});
afterEach(() => {
  expect(minuteries.size).toBe(0);
});

const donneesDe = (nom: string) =>
  (
    ENREGISTREMENTS.get(nom)?.payload as {
      data: { quotient_familial: Readonly<Record<string, number | string>> };
    }
  )?.data ?? { quotient_familial: {} };

describe('CDAP-07 les réponses enregistrées du bac à sable', () => {
  const connus = [...ENREGISTREMENTS].filter(([, e]) => e.route === 'quotient_familial' && e.status === 200);

  test.each(connus.map(([nom], i) => [nom, 600 + i] as const))('%s', async (nom, numero) => {
    await unDossierDe(numero, nom);
    const reponse = await consulter(client, decor.droit, numero);
    expect(reponse.statut).toBe(200);
    const { quotient_familial: qf } = donneesDe(nom);
    const enMois = (annee: unknown, mois: unknown) => `${annee}-${String(mois).padStart(2, '0')}`;
    expect(rubrique(reponse, 'quotientFamilial').contenu).toEqual({
      actuel: {
        etat: 'valeur',
        valeur: qf.valeur,
        mois: enMois(qf.annee, qf.mois),
        moisCalcul: enMois(qf.annee_calcul, qf.mois_calcul),
      },
      parts: null,
      fournisseur: qf.fournisseur,
      historique: [],
    });
    // The upstream also sends names, children and an address: the register's are shown, none of its own.
    expect(reponse.texte).not.toMatch(/MONTORGUEIL|AVENUE DU PRADO|JUSTINE|Châlons|JUDITH/i);
    const traces = await tracesDe(numero);
    expect(traces).toHaveLength(1);
    expect(traces[0]).toMatchObject({ issue: 'fait', code_issue: null });
    expect(traces[0]?.categories).toContain('quotientFamilial');
  });

  test('la base de la crèche', async () => {
    const reponse = await consulter(clients.creche, droitCreche, 502);
    expect(rubrique(reponse, 'baseRessourcesEaje').contenu).toEqual({
      annee: 2023,
      baseAnnuelleEuros: 40_923,
      nombreEnfantsACharge: 1,
      nombreEnfantsAeeh: 1,
    });
    expect(serveur.recues.map(({ chemin }) => chemin)).toEqual([
      '/v3/dss/participation_familiale_eaje/identite',
    ]);
  });

  test('le jeton va en en-tête et nulle part ailleurs ; le destinataire est nommé', async () => {
    await consulter(client, decor.droit, 501);
    const [recue] = serveur.recues;
    expect(recue?.entetes.authorization).toBe(`Bearer ${JETON}`);
    expect(recue?.parametres.get('recipient')).toBe(DESTINATAIRE);
    expect(recue?.parametres.toString()).not.toContain(JETON);
  });

  test.each([
    ['quotient_familial-404-identite-cas-limite-faute-de-frappe', 640],
    ['quotient_familial-404-identite-cas-nominal-trop-peu-de-donnee-prenom', 641],
  ])(
    'CDAP-05 une famille que la source ne trouve pas a un quotient inconnu, et le reste du dossier : %s',
    async (nom, numero) => {
      await unDossierDe(numero, nom);
      const reponse = await consulter(client, decor.droit, numero);
      expect(rubrique(reponse, 'quotientFamilial').contenu).toEqual({
        actuel: { etat: 'inconnu', mois: '2026-11', motif: 'absent-de-la-source' },
        parts: null,
        historique: [],
      });
      expect(rubrique(reponse, 'identite').contenu).not.toBeNull();
      expect(await tracesDe(numero)).toMatchObject([{ issue: 'fait' }]);
    },
  );

  test.each([
    ['quotient_familial-429', 650, 'source-saturee'],
    ['quotient_familial-504', 651, 'source-lente'],
  ])('%s : rien n’est montré', async (nom, numero, code) => {
    await unDossierDe(numero, nom);
    const reponse = await consulter(client, decor.droit, numero);
    expect([reponse.statut, reponse.corps.code]).toEqual([503, code]);
    expect(await tracesDe(numero)).toEqual([{ issue: 'echec', code_issue: code, categories: [] }]);
  });
});

describe('CDAP-07 ce que la source n’a pas à savoir, elle ne l’apprend pas', () => {
  test('né en France sans code de commune : elle n’est pas demandée, le quotient est inconnu et dit pourquoi', async () => {
    const lieuNaissance = { commune: 'Villexemple', codeInsee: null, pays: 'France', codePays: '99100' };
    await unDossierDe(660, BERNARD, { adulte: { lieuNaissance } });
    const reponse = await consulter(client, decor.droit, 660);
    expect(rubrique(reponse, 'quotientFamilial').contenu.actuel).toMatchObject({
      etat: 'inconnu',
      motif: 'etat-civil-insuffisant',
    });
    expect(serveur.recues).toEqual([]);
  });

  test('un état civil qu’elle ne reconnaît pas : la même réponse', async () => {
    serveur.conduite = CONDUITES.refuser(422, '00366');
    const reponse = await consulter(client, decor.droit, 501);
    expect(rubrique(reponse, 'quotientFamilial').contenu.actuel.motif).toBe('etat-civil-insuffisant');
  });

  test('numéro sans dossier, famille qui s’oppose, profil sans ces rubriques : aucune demande ne part', async () => {
    await unDossierDe(661, BERNARD);
    await uneOpposition(portail, decor.partenaire, 661);
    expect((await consulter(client, decor.droit, 999)).corps.code).toBe('inexistant');
    expect((await consulter(client, decor.droit, 661)).corps.code).toBe('non-consultable-ici');
    expect((await consulter(client, droitCreche, 501)).corps.code).toBe('droit-absent');
    expect(serveur.recues).toEqual([]);
  });

  test('un dossier radié n’a plus de quotient en cours : le registre répond, la source n’est pas demandée', async () => {
    await unDossierDe(662, BERNARD, { etat: 'radie' });
    const reponse = await consulter(client, decor.droit, 662);
    expect(reponse.statut).toBe(200);
    expect(rubrique(reponse, 'quotientFamilial').contenu.historique.length).toBeGreaterThan(1);
    expect(serveur.recues).toEqual([]);
  });

  test('un dossier suspendu est demandé', async () => {
    await unDossierDe(663, BERNARD, { etat: 'suspendu' });
    const reponse = await consulter(client, decor.droit, 663);
    expect(rubrique(reponse, 'quotientFamilial').contenu.actuel.valeur).toBe(650);
  });
});

/** 503 with its words and nothing of the file, one trace of the failure, one reading counted. */
async function estUnEchec(
  reponse: Reponse,
  code: string,
  numero: number,
  avant: { lectures: number; traces: number },
): Promise<void> {
  expect([reponse.statut, reponse.corps.code]).toEqual([503, code]);
  expect(Object.keys(reponse.corps).sort()).toEqual(
    ['code', 'details', 'reference', 'status', 'suite', 'title', 'type'].sort(),
  );
  expect(reponse.texte).not.toMatch(/BERNARD|ELODIE|LEFEBVRE|Exemplaire|rubriques|\b650\b|40923/);
  expect(reponse.corps.suite).toContain('Rien n’a été montré');
  const traces = await tracesDe(numero);
  expect(traces).toHaveLength(avant.traces + 1);
  expect(traces.at(-1)).toEqual({ issue: 'echec', code_issue: code, categories: [] });
  expect(await compterLectures()).toBe(avant.lectures + 1);
}
const compter = async (numero: number) => ({
  lectures: await compterLectures(),
  traces: (await tracesDe(numero)).length,
});

describe('CDAP-07 une source qui va mal ne donne jamais une moitié de dossier', () => {
  const sansQuotient = { data: { adresse: {} }, links: {}, meta: {} };
  test.each<[string, Conduite, string]>([
    ['panne', CONDUITES.refuser(502, '37999'), 'source-indisponible'],
    ['entretien, en page HTML', CONDUITES.page(503), 'source-indisponible'],
    ['fournisseur en panne', CONDUITES.refuser(504, '37001'), 'source-indisponible'],
    ['fournisseur trop lent', CONDUITES.refuser(504, '37002'), 'source-lente'],
    ['fournisseur saturé', CONDUITES.refuser(504, '37008'), 'source-saturee'],
    ['trop de demandes', CONDUITES.refuser(429, '00429'), 'source-saturee'],
    ['même demande en cours', CONDUITES.refuser(409, '00015'), 'source-saturee'],
    ['jeton expiré', CONDUITES.refuser(401, '00103'), 'source-refusee'],
    ['droit retiré', CONDUITES.refuser(403, '00100'), 'source-refusee'],
    ['destinataire manquant', CONDUITES.refuser(422, '00203'), 'source-refusee'],
    ['page HTML au lieu de JSON', CONDUITES.page(200), 'source-incomprehensible'],
    ['mauvaise adresse', CONDUITES.page(404), 'source-incomprehensible'],
    ['autre forme', CONDUITES.repondre(200, sansQuotient), 'source-incomprehensible'],
    ['corps énorme', CONDUITES.enorme, 'source-incomprehensible'],
    ['redirection', CONDUITES.ailleurs, 'source-incomprehensible'],
    ['connexion coupée dans le corps', CONDUITES.coupeDansLeCorps, 'source-indisponible'],
  ])('%s', async (_cas, conduite, code) => {
    const avant = await compter(501);
    serveur.conduite = conduite;
    await estUnEchec(await consulter(client, decor.droit, 501), code, 501, avant);
    expect(serveur.recues).toHaveLength(1);
    expect(alertes).toEqual([{ route: 'quotientFamilial', issue: code, ms: 0 }]);
  });

  test('elle n’écoute plus', async () => {
    const avant = await compter(501);
    const parti = await demarrerApiParticulier();
    await parti.fermer();
    ouvrirSource({ url: parti.url });
    await estUnEchec(await consulter(client, decor.droit, 501), 'source-indisponible', 501, avant);
  });

  test('elle se tait : au bout du premier délai, une réponse claire', async () => {
    const avant = await compter(501);
    serveur.conduite = CONDUITES.muet;
    const attendue = consulter(client, decor.droit, 501);
    await serveur.attendre(1);
    sonner(EN_TETES_MS);
    await estUnEchec(await attendue, 'source-lente', 501, avant);
  });

  test('elle commence et ne finit pas : le délai des en-têtes est levé, celui du tout tombe', async () => {
    const avant = await compter(501);
    serveur.conduite = CONDUITES.corpsSansFin;
    const attendue = consulter(client, decor.droit, 501);
    await serveur.attendre(1);
    await jusqua(() => enAttente(EN_TETES_MS).length === 0);
    expect(enAttente(TOTAL_MS)).toHaveLength(1);
    sonner(TOTAL_MS);
    await estUnEchec(await attendue, 'source-lente', 501, avant);
  });

  test('coupée avant de répondre : un second essai, et le dossier est montré', async () => {
    serveur.conduite = (demande) =>
      (serveur.recues.length === 1 ? CONDUITES.coupeAvantReponse : rejouer)(demande);
    const reponse = await consulter(client, decor.droit, 501);
    expect(rubrique(reponse, 'quotientFamilial').contenu.actuel.valeur).toBe(650);
    expect(serveur.recues).toHaveLength(2);
  });

  test('coupée deux fois : pas de troisième essai', async () => {
    const avant = await compter(501);
    serveur.conduite = CONDUITES.coupeAvantReponse;
    await estUnEchec(await consulter(client, decor.droit, 501), 'source-indisponible', 501, avant);
    expect(serveur.recues).toHaveLength(2);
  });

  test('deux rubriques demandées, une seule vient : aucune n’est montrée', async () => {
    const avant = await compter(502);
    serveur.conduite = (demande) =>
      (demande.chemin.includes('quotient') ? CONDUITES.refuser(502, '37999') : rejouer)(demande);
    await estUnEchec(await consulter(clients.double, droitDouble, 502), 'source-indisponible', 502, avant);
    expect(serveur.recues.map(({ chemin }) => chemin.split('/').at(-2)).sort()).toEqual([
      'participation_familiale_eaje',
      'quotient_familial',
    ]);
  });

  test('les deux viennent : toutes deux sont montrées', async () => {
    serveur.conduite = (demande) =>
      CONDUITES.repondre(200, demande.chemin.includes('quotient') ? QF_VALEUR : EAJE_VALEUR)(demande);
    const reponse = await consulter(clients.double, droitDouble, 502);
    expect(rubrique(reponse, 'quotientFamilial').contenu.actuel.valeur).toBe(650);
    expect(rubrique(reponse, 'baseRessourcesEaje').contenu.baseAnnuelleEuros).toBe(40_923);
  });

  test('le registre ne lit jamais ce que la source sert : une valeur ancienne ne peut pas revenir', async () => {
    const registre = sourceEmbarquee(portail.base.service);
    const lues: (readonly string[])[] = [];
    const espion = {
      lireEtTracer: (demande: Parameters<typeof registre.lireEtTracer>[0]) => {
        lues.push(demande.ouverts);
        return registre.lireEtTracer(demande);
      },
    };
    ouvrirSource({ registre: espion });
    await consulter(clients.double, droitDouble, 502);
    serveur.conduite = CONDUITES.page(503);
    await consulter(client, decor.droit, 501);
    expect(lues).toHaveLength(2);
    expect(lues[0]).toContain('identite');
    expect(lues.flat()).not.toContain('quotientFamilial');
    expect(lues.flat()).not.toContain('baseRessourcesEaje');
    expect(lues[1]).toEqual([]);
  });

  test('une source saturée dit quand redemander, et le portail le répète', async () => {
    serveur.conduite = CONDUITES.refuser(429, '00429', { retry_in: 42 });
    const reponse = await consulter(client, decor.droit, 501);
    expect(reponse.entetes['retry-after']).toBe('42');
    expect(reponse.corps.suite).toContain('dans 42 secondes');
  });
});

describe('TRA-02 rien ne part avant la trace', () => {
  test('la source a répondu, la trace ne s’écrit pas : sa valeur ne sort pas, rien n’est compté', async () => {
    const avant = await compter(501);
    await portail.base.proprietaire.query('revoke insert on traces.trace from passerelle_service');
    const reponse = await consulter(client, decor.droit, 501).finally(() =>
      portail.base.proprietaire.query('grant insert on traces.trace to passerelle_service'),
    );
    expect(serveur.recues).toHaveLength(1);
    expect([500, 503]).toContain(reponse.statut);
    expect(reponse.texte).not.toMatch(/\b650\b|BERNARD|rubriques/);
    expect(await compter(501)).toEqual(avant);
  });

  test('la session se ferme pendant que la source réfléchit : rien ne sort', async () => {
    serveur.conduite = CONDUITES.muet;
    const avant = await compter(501);
    const attendue = consulter(client, decor.droit, 501);
    await serveur.attendre(1);
    await portail.lignes(
      "update identite.session set close_le = activite_le, close_motif = 'essai' where compte_id = $1",
      [decor.agent.id],
    );
    const [recue] = serveur.recues;
    if (recue) CONDUITES.repondre(200, QF_VALEUR)(recue);
    const reponse = await attendue;
    expect(reponse.statut).toBe(401);
    expect(reponse.texte).not.toMatch(/\b650\b|BERNARD/);
    expect(await compter(501)).toEqual(avant);
  });

  test('le droit change pendant que la source réfléchit : tout est jugé de nouveau, et compté une fois', async () => {
    serveur.conduite = CONDUITES.muet;
    const avant = await compter(501);
    const attendue = consulter(client, decor.droit, 501);
    await serveur.attendre(1);
    await portail.lignes('update organismes.partenaire set revision = revision + 1 where id = $1', [
      decor.partenaire.id,
    ]);
    serveur.conduite = rejouer;
    const [recue] = serveur.recues;
    if (recue) CONDUITES.repondre(200, QF_VALEUR)(recue);
    const reponse = await attendue;
    expect(reponse.statut).toBe(200);
    expect(serveur.recues).toHaveLength(2);
    expect(await compter(501)).toEqual({ lectures: avant.lectures + 1, traces: avant.traces + 1 });
  });
});

describe('CDAP-32 le plafond vaut aussi pour ce qui attend la source', () => {
  test('deux lectures pour une place, parties ensemble : une seule est montrée', async () => {
    const regler = (seuil: number) =>
      portail.lignes('update organismes.caf set seuil_confirmation_heure = $1 where code = $2', [
        seuil,
        decor.caf.code,
      ]);
    const [ici] = await portail.lignes<{ n: number }>(
      'select lectures as n from cdap.compteur_compte where compte_id = $1',
      [decor.agent.id],
    );
    await regler((ici?.n ?? 0) + 1);
    serveur.conduite = CONDUITES.muet;
    const attendues = [501, 501].map((numero) => consulter(client, decor.droit, numero));
    await serveur.attendre(2);
    for (const recue of [...serveur.recues]) CONDUITES.repondre(200, QF_VALEUR)(recue);
    const reponses = await Promise.all(attendues);
    await regler(5000);
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 403]);
    const refusee = reponses.find(({ statut }) => statut === 403);
    expect(refusee?.corps.code).toBe('confirmation-requise');
    expect(refusee?.texte).not.toMatch(/\b650\b|BERNARD/);
  });
});

describe('CDAP-07 le circuit', () => {
  const lire = () => consulter(client, decor.droit, 501);
  const echouer = async (fois: number) => {
    for (let i = 0; i < fois; i += 1) expect((await lire()).corps.code).toBe('source-indisponible');
  };

  test('après cinq pannes on ne demande plus ; après la pause, un essai ; s’il réussit, tout reprend', async () => {
    serveur.conduite = CONDUITES.page(503);
    await echouer(5);
    expect(serveur.recues).toHaveLength(5);
    expect(source.releverCircuits()).toContainEqual({ etiquettes: { route: 'quotientFamilial' }, valeur: 2 });

    const avant = await compter(501);
    const refusee = await lire();
    await estUnEchec(refusee, 'source-indisponible', 501, avant);
    expect(refusee.entetes['retry-after']).toBe('30');
    expect(serveur.recues).toHaveLength(5);

    // The other route goes on: it is not the one that fails.
    serveur.conduite = rejouer;
    expect((await consulter(clients.creche, droitCreche, 502)).statut).toBe(200);

    maintenant = 29_999;
    expect((await lire()).corps.code).toBe('source-indisponible');
    maintenant = 30_000;
    serveur.conduite = CONDUITES.muet;
    serveur.recues.splice(0);
    const essai = lire();
    await serveur.attendre(1);
    expect((await lire()).corps.code).toBe('source-indisponible');
    expect(serveur.recues).toHaveLength(1);
    const [recue] = serveur.recues;
    if (recue) rejouer(recue);
    expect((await essai).statut).toBe(200);
    serveur.conduite = rejouer;
    expect((await lire()).statut).toBe(200);
    expect(source.releverCircuits()).toContainEqual({ etiquettes: { route: 'quotientFamilial' }, valeur: 0 });
  });

  test('un essai manqué rouvre ; une famille inconnue ne compte pas pour une panne', async () => {
    serveur.conduite = CONDUITES.page(503);
    await echouer(4);
    serveur.conduite = CONDUITES.refuser(404, '35003');
    expect((await lire()).statut).toBe(200);
    serveur.conduite = CONDUITES.page(503);
    await echouer(5);
    maintenant = 30_000;
    await echouer(1);
    expect(serveur.recues).toHaveLength(11);
    maintenant = 59_999;
    await echouer(1);
    expect(serveur.recues).toHaveLength(11);
  });

  test('saturée, elle n’est plus dérangée avant l’heure dite', async () => {
    serveur.conduite = CONDUITES.refuser(429, '00429', { retry_in: 7 });
    expect((await lire()).corps.code).toBe('source-saturee');
    serveur.conduite = rejouer;
    maintenant = 6_999;
    expect((await lire()).corps).toMatchObject({ code: 'source-saturee', details: { reprise: 1 } });
    expect(serveur.recues).toHaveLength(1);
    maintenant = 7_000;
    expect((await lire()).statut).toBe(200);
  });

  test('pas plus de demandes par seconde que le jeton n’en permet : les suivantes attendent leur tour, la file est bornée', async () => {
    ouvrirSource({ cadence: { parSeconde: 2, attenteMaxMs: 1_000 } });
    const toutes = Array.from({ length: 5 }, lire);
    await serveur.attendre(2);
    await jusqua(() => enAttente(1_000).length === 2);
    expect(serveur.recues).toHaveLength(2);
    sonner(1_000);
    const reponses = await Promise.all(toutes);
    expect(reponses.map(({ statut }) => statut).sort()).toEqual([200, 200, 200, 200, 503]);
    expect(reponses.find(({ statut }) => statut === 503)?.corps.code).toBe('source-saturee');
  });

  test('EXP-01 les appels se comptent par route et par issue', async () => {
    await lire();
    serveur.conduite = CONDUITES.page(503);
    await echouer(6);
    expect(source.releverAppels()).toEqual([
      { etiquettes: { route: 'quotientFamilial', issue: 'valeur' }, valeur: 1 },
      { etiquettes: { route: 'quotientFamilial', issue: 'source-indisponible' }, valeur: 5 },
      { etiquettes: { route: 'quotientFamilial', issue: 'circuit-ouvert' }, valeur: 1 },
    ]);
  });
});
