import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Client,
  consulter,
  ouvrirSessionDirecte,
  type Reponse,
} from '../../../../tests/support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  organisationCaf,
  unCompte,
  unDecor,
  uneCaf,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, type Portail } from '../../../../tests/support/portail.ts';
import { lireTextePdf } from '../../../../tests/support/texte-pdf.ts';
import { creerRendu, ErreurRendu, type Rendu } from '../../../platform/pdf/rendu.ts';
import { cdapContrat } from '../contract.ts';
import { oublierExtraits } from '../index.ts';

let portail: Portail;
let decor: Decor;
let agent: Client;
let auditrice: Client;
/** What the renderer answers instead of a document. */
let panne: Error | null = null;
const vrai = creerRendu();
const rendu: Rendu = {
  rendre: (demande) => (panne === null ? vrai.rendre(demande) : Promise.reject(panne)),
  fermer: vrai.fermer,
};

const entrer = async (compte: ComptePeuple): Promise<Client> => ouvrirSessionDirecte(portail, compte);

beforeAll(async () => {
  portail = await creerPortail({ rendu });
  decor = await unDecor(portail, { caf: { plafondCompteHeure: 40, seuilConfirmationHeure: 30 } });
  agent = await entrer(decor.agent);
  auditrice = await entrer(
    await unCompte(portail, organisationCaf(decor.caf.code), { roles: ['auditeur-traces'] }),
  );
});
afterAll(() => portail.fermer());

const extraire = (numero: number | string, plus: object = {}, client = agent): Promise<Reponse> =>
  client.appeler(cdapContrat.extraire, { numero: String(numero), habilitation: decor.droit, ...plus });
const verifier = (codeExtrait: string, plus: object = {}, client = auditrice): Promise<Reponse> =>
  client.appeler(cdapContrat.verifierExtrait, { codeExtrait, ...plus });
const codeDe = ({ entetes }: Reponse): string =>
  /extrait-([0-9A-Z-]{24})\.pdf/.exec(String(entetes['content-disposition']))?.[1] ?? '';
const empreinteDe = ({ octets }: Reponse): string => createHash('sha256').update(octets).digest('hex');
const tracesDe = ({ entetes }: Reponse) =>
  portail.lignes<Record<string, unknown>>(
    'select action, issue, code_issue, profil, dossier_numero, categories, mission, objet from traces.trace where correlation = $1 order by issue',
    [entetes['x-correlation-id']],
  );
const comptees = async (): Promise<number> =>
  (await portail.lignes<{ n: number }>('select sum(lectures)::int as n from cdap.compteur_compte'))[0]?.n ??
  0;
/** The line of an extract, found by the digest of its code. */
const ligneDe = async (reponse: Reponse): Promise<Record<string, unknown>> => {
  const code = codeDe(reponse).replaceAll('-', '');
  const [ligne] = await portail.lignes(
    'select * from cdap.extrait where code_empreinte = sha256($1::bytea)',
    [Buffer.from(code)],
  );
  if (ligne === undefined) throw new Error('the extract is not in the register');
  return ligne;
};
const registre = () => portail.lignes<Record<string, unknown>>('select * from cdap.extrait order by id');

describe('CDAP-23 l’extrait d’un dossier', () => {
  test('est un PDF de ce que la consultation montre, avec qui, pour quoi, quand, et son code sur chaque page', async () => {
    const lu = await consulter(agent, decor.droit, 12_345);
    const reponse = await extraire(12_345);
    expect(reponse.statut).toBe(200);
    expect(reponse.entetes['content-type']).toBe('application/pdf');
    expect(reponse.octets.subarray(0, 5).toString()).toBe('%PDF-');
    const texte = lireTextePdf(reponse.octets).replace(/\s+/g, ' ');
    const { actuel } = lu.corps.rubriques.find(
      ({ bloc }: { bloc: string }) => bloc === 'quotientFamilial',
    ).contenu;
    for (const attendu of [
      'Extrait du dossier 0012345',
      decor.caf.nom,
      `${decor.agent.prenom} ${decor.agent.nom}, agent`,
      decor.partenaire.raisonSociale,
      'T2, Prestataires de services sociaux',
      'Cantine à 1 euro',
      '20 novembre 2026 à 10 h',
      `${new Intl.NumberFormat('fr-FR').format(actuel.valeur).replace(/\s/g, ' ')} €`,
      'Il ne peut être remis à un autre organisme',
      'sous la responsabilité de',
    ])
      expect(texte).toContain(attendu);
    const code = codeDe(reponse);
    expect(texte.split(code).length - 1).toBe((texte.match(/Page \d+ sur \d+/g) ?? []).length);
    expect(texte).toMatch(/Page 1 sur [1-9]/);
  });

  test('TRA-02 laisse la trace d’une lecture, sous sa propre action, et compte comme elle', async () => {
    const avant = await comptees();
    const reponse = await extraire(12_345);
    expect(await comptees()).toBe(avant + 1);
    expect(await tracesDe(reponse)).toMatchObject([
      {
        action: 'extrait-dossier',
        issue: 'fait',
        profil: 'T2',
        dossier_numero: 12_345,
        mission: 'tarif-creche',
      },
    ]);
    expect((await tracesDe(reponse))[0]?.categories).toContain('quotientFamilial');
  });

  test('laisse au registre une ligne sans aucune valeur du dossier, ni le code en clair', async () => {
    const reponse = await extraire(12_345);
    const ligne = await ligneDe(reponse);
    expect(ligne).toMatchObject({ numero: 12_345, profil: 'T2', caf_code: '591', compte_id: decor.agent.id });
    expect((ligne.empreinte as Buffer).toString('hex')).toBe(empreinteDe(reponse));
    const code = codeDe(reponse).replaceAll('-', '');
    const tout = JSON.stringify(ligne, (_cle, v) =>
      v?.type === 'Buffer' ? Buffer.from(v.data).toString('latin1') : v,
    );
    expect(tout).not.toContain(code);
    for (const valeur of ['Modèle', 'Exemplaire', 'Villexemple', '1065']) expect(tout).not.toContain(valeur);
  });

  test('SEC-09 vingt demandes à la fois d’une personne : un extrait, et les autres ni lus ni comptés', async () => {
    const avant = await comptees();
    const reponses = await Promise.all(Array.from({ length: 20 }, () => extraire(12_345)));
    const faits = reponses.filter(({ statut }) => statut === 200);
    const refuses = reponses.filter(({ corps }) => corps?.code === 'extrait-deja-demande');
    expect(faits.length).toBeGreaterThan(0);
    expect(faits.length + refuses.length).toBe(20);
    expect(await comptees()).toBe(avant + faits.length);
    const [premier] = refuses;
    if (!premier) throw new Error('nobody was told to wait');
    expect(premier.statut).toBe(409);
    expect(await tracesDe(premier)).toMatchObject([
      {
        action: 'extrait-dossier',
        issue: 'refuse',
        code_issue: 'extrait-deja-demande',
        dossier_numero: null,
      },
    ]);
    expect((await extraire(12_345)).statut).toBe(200);
  });

  test('deux extraits du même dossier ont deux codes', async () => {
    expect(codeDe(await extraire(12_345))).not.toBe(codeDe(await extraire(12_345)));
  });

  test.each([
    [99_998, {}, 404, 'inexistant'],
    [10_000, {}, 403, 'non-consultable-ici'],
    [12_345, { caf: '974' }, 403, 'droit-absent'],
    [12_345, { mission: 'controle-rsa' }, 422, 'mission-inconnue'],
    [12_345, { habilitation: '018f3c2a-7b1d-7c3e-9a4b-0c1d2e3f4a5b' }, 403, 'droit-absent'],
  ])(
    'le dossier %d avec %j est refusé comme à la consultation : %d %s',
    async (numero, plus, statut, code) => {
      const avant = (await registre()).length;
      const reponse = await extraire(numero, plus);
      const lecture = await consulter(agent, decor.droit, numero, { ...plus });
      expect(reponse.corps.code).toBe(code);
      expect([reponse.statut, reponse.corps.code]).toEqual([lecture.statut, lecture.corps.code]);
      expect(reponse.statut).toBe(statut);
      expect(await tracesDe(reponse)).toMatchObject([
        { action: 'extrait-dossier', issue: 'refuse', code_issue: code },
      ]);
      expect((await registre()).length).toBe(avant);
    },
  );

  test('une saisie refusée est tracée sous l’action de l’extrait, sans la valeur', async () => {
    const reponse = await extraire('184075900100244');
    expect(reponse.statut).toBe(400);
    expect(reponse.texte).not.toContain('184075900100244');
    expect(await tracesDe(reponse)).toMatchObject([
      { action: 'extrait-dossier', issue: 'invalide', code_issue: 'numero' },
    ]);
  });

  test('SEC-04 un motif qui ressemble à un programme est écrit tel quel', async () => {
    const motif = '#read("/etc/passwd") *gras* $x$ @ref \\ « vérifié » ] } )';
    const reponse = await extraire(12_345, { motif });
    expect(reponse.statut).toBe(200);
    expect(lireTextePdf(reponse.octets).replace(/\s/g, '')).toContain(motif.replace(/\s/g, ''));
  });

  test.each([
    ['file-pleine', 'extraits-en-attente'],
    ['delai', 'extraits-en-attente'],
    ['absent', 'extraits-absents'],
    ['memoire', 'extrait-impossible'],
    ['gabarit', 'extrait-impossible'],
  ] as const)(
    'TRA-02 un rendu qui finit en %s ne montre rien, le dit, et laisse son échec',
    async (cause, code) => {
      const avant = (await registre()).length;
      panne = new ErreurRendu(cause);
      try {
        const reponse = await extraire(12_345);
        expect(reponse.statut).toBe(503);
        expect(reponse.corps.code).toBe(code);
        expect(reponse.corps.suite).toContain('mprimez');
        expect(reponse.texte).not.toContain('Modèle');
        expect(await tracesDe(reponse)).toMatchObject([
          {
            action: 'extrait-dossier',
            issue: 'echec',
            code_issue: code,
            dossier_numero: 12_345,
            categories: [],
          },
          { action: 'extrait-dossier', issue: 'fait' },
        ]);
        expect((await registre()).length).toBe(avant);
      } finally {
        panne = null;
      }
    },
  );

  test('sans registre, rien ne sort', async () => {
    await portail.lignes('alter table cdap.extrait rename to extrait_ailleurs');
    try {
      const reponse = await extraire(12_345);
      expect(reponse.statut).toBe(503);
      expect(reponse.octets.includes('%PDF')).toBe(false);
    } finally {
      await portail.lignes('alter table cdap.extrait_ailleurs rename to extrait');
    }
  });
});

describe('CDAP-23 la Caf vérifie un extrait', () => {
  test('le code dit qui l’a fait, quand, sous quel droit, et rien du dossier ; le fichier est comparé', async () => {
    const fait = await extraire(12_345);
    const code = codeDe(fait);
    const reponse = await verifier(code.toLowerCase().replaceAll('-', ' '), { empreinte: empreinteDe(fait) });
    expect(reponse.corps).toEqual({
      faitLe: '2026-11-20T09:00:00.000Z',
      personne: { nom: `${decor.agent.prenom} ${decor.agent.nom}`, identifiant: decor.agent.identifiant },
      organisme: decor.partenaire.raisonSociale,
      dossier: { caf: '591', numero: '0012345' },
      profil: 'T2',
      mission: expect.any(String),
      donneesLe: expect.stringMatching(/^2026-/),
      categories: expect.arrayContaining(['identite', 'quotientFamilial']),
      concorde: true,
    });
    expect((await verifier(code)).corps.concorde).toBeNull();
    const modifie = await verifier(code, { empreinte: 'a'.repeat(64) });
    expect(modifie.corps.concorde).toBe(false);
    expect(await tracesDe(reponse)).toMatchObject([
      {
        action: 'verification-extrait',
        issue: 'fait',
        code_issue: null,
        dossier_numero: 12_345,
        objet: (await ligneDe(fait)).id,
      },
    ]);
    expect(await tracesDe(modifie)).toMatchObject([{ issue: 'fait', code_issue: 'extrait-modifie' }]);
  });

  test('un code inconnu et celui d’une autre Caf reçoivent la même réponse, tracée sans le code', async () => {
    const code = codeDe(await extraire(12_345));
    await uneCaf(portail, { code: '974', nom: 'Caf de l’Île Exemple', fuseau: 'Indian/Reunion' });
    const ailleurs = await entrer(
      await unCompte(portail, organisationCaf('974'), { roles: ['referent-informatique-libertes'] }),
    );
    const [autre, inconnu] = [
      await verifier(code, {}, ailleurs),
      await verifier('0000-0000-0000-0000-0000', {}, ailleurs),
    ];
    expect(autre.statut).toBe(404);
    expect(autre.corps.title).toBe('Aucun extrait ne porte ce code.');
    const sansReference = ({ corps: { reference: _, ...reste } }: Reponse) => reste;
    expect(sansReference(autre)).toEqual(sansReference(inconnu));
    const traces = await tracesDe(autre);
    expect(traces).toMatchObject([
      {
        action: 'verification-extrait',
        issue: 'refuse',
        code_issue: 'extrait-inconnu',
        dossier_numero: null,
      },
    ]);
    expect(JSON.stringify(traces)).not.toContain(code.slice(0, 4));
  });

  test('un code mal recopié est dit avant toute recherche, sans être répété', async () => {
    const code = codeDe(await extraire(12_345));
    const faux = (code.startsWith('0') ? '1' : '0') + code.slice(1);
    const reponse = await verifier(faux);
    expect(reponse.statut).toBe(400);
    expect(reponse.corps.champs[0].champ).toBe('codeExtrait');
    expect(reponse.texte).not.toContain(faux);
  });

  test('TRA-04 six mois après, l’extrait n’est plus connu, puis il est effacé', async () => {
    const code = codeDe(await extraire(12_345));
    const cnaf = { nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null } as const;
    const oublier = () => portail.enTransaction(cnaf, (tx) => oublierExtraits(tx, portail.horloge.lire()));
    const rouvrir = async () =>
      entrer(await unCompte(portail, organisationCaf('591'), { roles: ['gestionnaire-habilitations'] }));
    await portail.horloge.regler('2027-05-20T08:59:59Z');
    await oublier();
    expect((await verifier(code, {}, await rouvrir())).statut).toBe(200);
    await portail.horloge.regler('2027-05-20T09:00:00Z');
    expect((await verifier(code, {}, await rouvrir())).statut).toBe(404);
    expect((await registre()).length).toBeGreaterThan(0);
    await oublier();
    expect(await registre()).toEqual([]);
  });
});

test('CDAP-32 les extraits comptent dans les plafonds : au seuil, une preuve est demandée', async () => {
  const autre = await creerPortail({ rendu: vrai });
  try {
    const ici = await unDecor(autre, { caf: { seuilConfirmationHeure: 2, plafondCompteHeure: 3 } });
    const client = await ouvrirSessionDirecte(autre, ici.agent);
    const demander = () => client.appeler(cdapContrat.extraire, { numero: '12345', habilitation: ici.droit });
    expect((await demander()).statut).toBe(200);
    expect((await consulter(client, ici.droit, 12_345)).statut).toBe(200);
    expect((await demander()).corps.code).toBe('confirmation-requise');
  } finally {
    await autre.fermer();
  }
});
