import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, ouvrirSessionDirecte } from '../../../../tests/support/client.ts';
import {
  ORGANISATION_CNAF,
  type PartenairePeuple,
  unCompte,
  unDossier,
  unEquipement,
  uneCaf,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, type Portail } from '../../../../tests/support/portail.ts';
import { cdapContrat } from '../contract.ts';
import catalogue2017 from '../domain/catalogue-2017.json' with { type: 'json' };
import catalogue2025 from '../domain/catalogue-2025.json' with { type: 'json' };
import { comparerMatrices, elargissements, type MatriceBrute } from '../domain/comparer-matrices.ts';
import { avecCondition, avecForme, avecPartenaire } from '../domain/editer-matrice.ts';
import { matriceBruteSchema } from '../domain/matrice.ts';
import { TYPES_PARTENAIRE } from '../domain/types-partenaire.ts';
import { installerMatrice } from './installer-matrice.ts';

const CNAF = { ...ORGANISATION_CNAF, compteId: null };
const MOTIF = 'Décision nationale du 12 novembre';
const depart = matriceBruteSchema.parse(catalogue2025);
const depart2017 = matriceBruteSchema.parse(catalogue2017);

let modele: string;
let portail: Portail;
let partenaire: PartenairePeuple;
let bulletinId: string;
let admin: Client;

beforeAll(async () => {
  portail = await creerPortail();
  modele = portail.base.nom;
  await portail.enTransaction(CNAF, installerMatrice);
  await portail.enTransaction(CNAF, installerMatrice);
  await uneCaf(portail);
  await unDossier(portail, '591');
  await portail.fermer();
});
beforeEach(async () => {
  portail = await creerPortail({ modele });
  partenaire = await unPartenaire(portail, '591');
  ({ bulletinId } = await uneConvention(portail, partenaire));
  const compte = await unCompte(portail, ORGANISATION_CNAF, {
    roles: ['administrateur-cnaf'],
    prenom: 'Apolline',
    nom: 'Essai',
  });
  admin = await ouvrirSessionDirecte(portail, compte);
  return () => portail.fermer();
});

const changer = (contenu: MatriceBrute, plus: object = {}) =>
  admin.appeler(cdapContrat.changerMatrice, {
    versionLue: 1,
    contenu,
    motif: MOTIF,
    jourEffet: null,
    elargissements: elargissements(comparerMatrices(depart, contenu)).map(({ cle }) => cle),
    ...plus,
  });
const versions = async () => {
  const { corps } = await admin.appeler(cdapContrat.listerVersionsMatrice);
  return corps.versions.map(
    (v: { version: number; catalogue: string; etat: string }) => `${v.version} ${v.catalogue} ${v.etat}`,
  );
};
const tracesDe = (action: string) =>
  portail.lignes<{
    issue: string;
    code_issue: string | null;
    version_matrice: number | null;
    motif: string | null;
  }>(
    'select issue, code_issue, version_matrice, motif from traces.trace where action = $1 order by instant, id',
    [action],
  );

/** An agent under a T2 right for a tariff, who reads. */
async function unLecteur(plus: { bulletinId?: string; chez?: PartenairePeuple; usages?: string[] } = {}) {
  const chez = plus.chez ?? partenaire;
  const compte = await unCompte(portail, chez.organisation);
  const habilitation = await uneHabilitation(portail, {
    compte,
    bulletinId: plus.bulletinId ?? bulletinId,
    usages: (plus.usages ?? ['tarif']) as never,
    equipementId: await unEquipement(portail, chez),
  });
  const client = await ouvrirSessionDirecte(portail, compte);
  return () => client.appeler(cdapContrat.consulter, { numero: '12345', habilitation });
}
const rubriques = (corps: { rubriques: { bloc: string; variante: string }[] }) =>
  corps.rubriques.map(({ bloc, variante }) => `${bloc}:${variante}`);

describe('CDAP-10 ce que l’installation apporte', () => {
  test('les deux catalogues, une fois, même si le portail redémarre', async () => {
    expect(await versions()).toEqual(['2 2017 en-vigueur', '1 2025 en-vigueur']);
  });

  test('un bulletin de 2017 lit sous le catalogue de 2017, où la cantine à 1 euro n’ouvre rien', async () => {
    const ancien = await unPartenaire(portail, '591');
    const bulletin = await uneConvention(portail, ancien, { bulletin: { catalogue: '2017' } });
    const chez = { chez: ancien, bulletinId: bulletin.bulletinId };
    const tarif = await (await unLecteur(chez))();
    expect(tarif.statut).toBe(200);
    expect(rubriques(tarif.corps)).toContain('quotientFamilial:complet');
    const cantine = await (await unLecteur({ ...chez, usages: ['cantine-un-euro'] }))();
    expect(cantine.corps).toMatchObject({
      code: 'condition-du-droit',
      details: { manquement: 'cantine-hors-catalogue' },
    });
    expect(cantine.corps.title).toContain('2017');
    expect((await (await unLecteur({ usages: ['cantine-un-euro'] }))()).statut).toBe(200);
    const [trace] = await portail.lignes('select version_matrice from traces.trace where id = $1', [
      tarif.corps.trace,
    ]);
    expect(trace).toEqual({ version_matrice: 2 });
  });
});

test('CDAP-10 les types d’organisme que la matrice peut nommer sont ceux de la base', async () => {
  const regles = await portail.lignes<{ regle: string }>(
    "select pg_get_constraintdef(oid) as regle from pg_constraint where conrelid = 'organismes.partenaire'::regclass and contype = 'c'",
  );
  const nommes = (colonne: string) =>
    [
      ...(regles.find(({ regle }) => regle.includes(`(${colonne} = ANY`))?.regle ?? '').matchAll(
        /'([a-z-]+)'/g,
      ),
    ].map(([, nom]) => nom ?? '');
  const types = nommes('type').filter((type) => type !== 'securite-sociale');
  expect(types.length).toBeGreaterThan(10);
  expect([...types, ...nommes('organisme').map((nom) => `organisme:${nom}`)].sort()).toEqual(
    [...TYPES_PARTENAIRE].sort(),
  );
});

describe('CDAP-10 l’aperçu', () => {
  test('dit profil par profil ce qui change, et combien de droits en vivent', async () => {
    await unLecteur();
    await unLecteur();
    const suspendu = await unCompte(portail, partenaire.organisation);
    await uneHabilitation(portail, { compte: suspendu, bulletinId, etat: 'suspendue' });
    const contenu = avecCondition(
      avecForme(avecForme(depart, 'T2', 'adresse', null), 'T19', 'handicap', 'complet'),
      'T19',
      'conditionsLecture',
      'rsa-deux-ans',
      false,
    );
    const { statut, corps } = await admin.appeler(cdapContrat.apercevoirMatrice, { versionLue: 1, contenu });
    expect(statut).toBe(200);
    expect(corps.profils).toEqual([
      { profil: 'T2', droits: 2, personnes: 2 },
      { profil: 'T19', droits: 0, personnes: 0 },
    ]);
    const dits = corps.changements.map(
      (c: Record<string, string>) => `${c.profil} ${c.element} ${c.avant}>${c.apres} ${c.effet}`,
    );
    expect(dits).toEqual([
      'T2 adresse complet>null restreint',
      'T19 handicap etat>complet elargit',
      'T19 rsa-deux-ans present>null elargit',
    ]);
    expect(await versions()).toHaveLength(2);
    expect(await tracesDe('apercu-matrice')).toMatchObject([{ issue: 'fait' }]);
  });

  test('refuse un code inconnu et dit où il se trouve, sans répéter ce qui ne peut pas en être un', async () => {
    const contenu = avecPartenaire(
      avecForme(depart, 'T2', 'quotient', 'complet'),
      'T9',
      '284025935012345',
      true,
    );
    for (const route of [cdapContrat.apercevoirMatrice, cdapContrat.changerMatrice]) {
      const demande = { versionLue: 1, contenu };
      const { statut, corps, texte } = await admin.appeler(
        route,
        route === cdapContrat.changerMatrice
          ? { ...demande, motif: MOTIF, jourEffet: null, elargissements: [] }
          : demande,
      );
      expect([statut, corps.code]).toEqual([422, 'matrice-codes-inconnus']);
      expect(corps.details.inconnus).toBe('T2 : blocs ; T9 : partenaires');
      expect(texte).not.toContain('284025935012345');
    }
    expect(await versions()).toHaveLength(2);
    expect(await tracesDe('changement-matrice')).toMatchObject([
      { issue: 'refuse', code_issue: 'matrice-codes-inconnus' },
    ]);
  });

  test('une forme illisible est une saisie refusée, dont la trace ne garde rien de ce qui a été tapé', async () => {
    const contenu = { ...depart, profils: [{ blocsReduits: { '284025935012345': 7 } }] };
    const { statut, texte } = await admin.appeler(cdapContrat.apercevoirMatrice, { versionLue: 1, contenu });
    expect(statut).toBe(400);
    expect(texte).not.toContain('284025935012345');
    expect(await tracesDe('apercu-matrice')).toMatchObject([{ issue: 'invalide', code_issue: 'contenu' }]);
  });
});

describe('CDAP-10 une nouvelle version', () => {
  test('à t − 1 s l’ancienne, à t la nouvelle, et la trace dit laquelle', async () => {
    const lire = await unLecteur();
    const ferme = await changer(avecForme(depart, 'T2', 'adresse', null), { jourEffet: '2026-11-21' });
    expect(ferme.statut).toBe(200);
    expect(ferme.corps).toMatchObject({
      version: 3,
      etat: 'a-venir',
      du: '2026-11-20T23:00:00.000Z',
      precedente: 1,
    });
    await portail.horloge.regler('2026-11-20T22:59:59Z');
    await portail.lignes("update identite.session set inactive_le = '2026-11-22', expire_le = '2026-11-22'");
    const avant = await lire();
    expect(rubriques(avant.corps)).toContain('adresse:complet');
    await portail.horloge.regler('2026-11-20T23:00:00Z');
    const apres = await lire();
    expect(apres.statut).toBe(200);
    expect(rubriques(apres.corps)).not.toContain('adresse:complet');
    const traces = await portail.lignes(
      "select version_matrice from traces.trace where action = 'consultation-dossier' order by instant, id",
    );
    expect(traces).toEqual([{ version_matrice: 1 }, { version_matrice: 3 }]);
    expect(await versions()).toEqual(['3 2025 en-vigueur', '2 2017 en-vigueur', '1 2025 passee']);
  });

  test('tout de suite : elle est tracée avec son motif, et l’autre catalogue ne bouge pas', async () => {
    const reponse = await changer(avecForme(depart, 'T2', 'adresse', null));
    expect(reponse.corps).toMatchObject({
      version: 3,
      etat: 'en-vigueur',
      auteur: 'Apolline Essai',
      motif: MOTIF,
    });
    expect(await tracesDe('changement-matrice')).toEqual([
      { issue: 'fait', code_issue: null, version_matrice: 3, motif: MOTIF },
    ]);
    const { corps } = await admin.appeler(cdapContrat.lireVersionMatrice, { version: 3 });
    expect(corps.version.changements).toMatchObject([
      { profil: 'T2', element: 'adresse', effet: 'restreint' },
    ]);
    expect(corps.contenu).toEqual(avecForme(depart, 'T2', 'adresse', null));
    await portail.horloge.avancer(1000);
    const suite = await changer(avecForme(depart2017, 'T1', 'cmg', null), { versionLue: 2 });
    expect(suite.corps).toMatchObject({ version: 4, catalogue: '2017' });
  });

  test('tout élargissement doit être confirmé par son nom', async () => {
    const deux = avecForme(avecForme(depart, 'T2', 'nir', 'complet'), 'T2', 'famille', 'complet');
    const cles = elargissements(comparerMatrices(depart, deux)).map(({ cle }) => cle);
    expect(cles).toEqual(['T2|bloc|famille|composition|complet', 'T2|bloc|nir||complet']);
    for (const confirmes of [[], cles.slice(0, 1), [cles[1], 'T2|bloc|famille|nombre|complet']]) {
      const { statut, corps } = await changer(deux, { elargissements: confirmes });
      expect([statut, corps.code]).toEqual([422, 'elargissement-non-confirme']);
    }
    expect(await versions()).toHaveLength(2);
    expect((await changer(deux, { elargissements: cles })).statut).toBe(200);
  });

  test.each([
    ['rien ne change', {}, depart, 422, 'matrice-identique'],
    ['un jour passé', { jourEffet: '2026-11-20' }, null, 422, 'effet-passe'],
    ['une version inconnue', { versionLue: 99 }, null, 404, 'version-introuvable'],
    ['un motif trop court', { motif: 'neuf lett' }, null, 400, 'saisie-invalide'],
    ['un jour illisible', { jourEffet: '31/12/2026' }, null, 400, 'saisie-invalide'],
  ])('refusée : %s', async (_, plus, contenu, statut, code) => {
    const reponse = await changer(contenu ?? avecForme(depart, 'T2', 'adresse', null), plus);
    expect([reponse.statut, reponse.corps.code]).toEqual([statut, code]);
    expect(await versions()).toEqual(['2 2017 en-vigueur', '1 2025 en-vigueur']);
    expect(await tracesDe('changement-matrice')).toHaveLength(1);
  });

  test('deux personnes partent de la même version : la seconde apprend que la matrice a changé', async () => {
    const reponses = await Promise.all([
      changer(avecForme(depart, 'T2', 'adresse', null)),
      changer(avecForme(depart, 'T9', 'adresse', null)),
      changer(avecForme(depart, 'T10', 'adresse', null), { jourEffet: '2026-12-01' }),
    ]);
    const dites = reponses.map(({ statut, corps }) => (statut === 200 ? 'faite' : corps.code));
    expect(dites.filter((dite) => dite === 'faite')).toHaveLength(1);
    for (const dite of dites) expect(['faite', 'matrice-depassee', 'version-deja-prevue']).toContain(dite);
    expect(await versions()).toHaveLength(3);
  });
});

describe('CDAP-10 une version à venir s’annule', () => {
  const prevoir = () => changer(avecForme(depart, 'T2', 'adresse', null), { jourEffet: '2026-12-01' });
  const annuler = (version: number) =>
    admin.appeler(cdapContrat.annulerVersionMatrice, { version, motif: 'La décision est reportée' });

  test('elle ne s’applique jamais, celle en vigueur continue, et une autre peut être prévue', async () => {
    await prevoir();
    expect((await changer(avecForme(depart, 'T9', 'adresse', null))).corps.code).toBe('version-deja-prevue');
    const { statut, corps } = await annuler(3);
    expect(statut).toBe(200);
    expect(corps).toMatchObject({
      etat: 'annulee',
      du: '2026-11-30T23:00:00.000Z',
      annulation: { par: 'Apolline Essai', motif: 'La décision est reportée' },
    });
    expect(await versions()).toEqual(['3 2025 annulee', '2 2017 en-vigueur', '1 2025 en-vigueur']);
    expect((await prevoir()).corps).toMatchObject({ version: 4, precedente: 1 });
    expect(await tracesDe('annulation-matrice')).toMatchObject([{ issue: 'fait', version_matrice: 3 }]);
    const [une] = await portail.lignes(
      'select upper(periode) as au from cdap.version_matrice where version = 1',
    );
    expect(une).toEqual({ au: new Date('2026-11-30T23:00:00Z') });
  });

  test.each([
    ['en vigueur', 1, 'version-commencee'],
    ['absente', 99, 'version-introuvable'],
    ['déjà annulée', 3, 'version-deja-annulee'],
  ])('%s : refusé', async (_, version, code) => {
    await prevoir();
    if (version === 3) await annuler(3);
    expect((await annuler(version)).corps.code).toBe(code);
  });

  test('à l’instant où elle s’applique, elle ne s’annule plus', async () => {
    await prevoir();
    await portail.lignes("update identite.session set inactive_le = '2026-12-02', expire_le = '2026-12-02'");
    await portail.horloge.regler('2026-11-30T23:00:00Z');
    expect((await annuler(3)).corps.code).toBe('version-commencee');
  });
});

describe('CDAP-10 la base garde l’histoire, quoi que fasse le programme', () => {
  const executer = (texte: string, locataire: Parameters<Portail['enTransaction']>[0] = CNAF) =>
    portail
      .enTransaction(locataire, async (tx) => {
        const { numAffectedRows } = await tx.executeQuery({
          sql: texte,
          parameters: [],
          query: { kind: 'RawNode', sqlFragments: [texte], parameters: [] } as never,
          queryId: { queryId: 'essai' } as never,
        });
        return String(numAffectedRows ?? 0);
      })
      .catch((erreur: Error) => erreur.message);
  const fin = (jour: string) =>
    `update cdap.version_matrice set periode = tstzrange(lower(periode), '${jour}') where version = 1`;

  test.each([
    [
      'changer un contenu',
      "update cdap.version_matrice set contenu = '{}' where version = 1",
      /permission denied/,
    ],
    ['effacer une version', 'delete from cdap.version_matrice where version = 1', /permission denied/],
    ['finir dans le passé', fin('2026-11-20T08:59:59Z'), /version-passee/],
    [
      'commencer plus tôt',
      "update cdap.version_matrice set periode = tstzrange('2020-01-01', null) where version = 1",
      /version-passee/,
    ],
    [
      'annuler ce qui a commencé',
      "update cdap.version_matrice set periode = 'empty', prevue_le = lower(periode), annulee_le = '2026-11-20', annulee_par = 'x', annulee_motif = 'x' where version = 1",
      /version-en-vigueur/,
    ],
    [
      'vider une période sans annuler',
      "update cdap.version_matrice set periode = 'empty' where version = 1",
      /version-passee|check/,
    ],
  ])('%s : refusé', async (_, texte, attendu) => {
    expect(await executer(texte)).toMatch(attendu);
  });

  test('finir une version est permis à la Cnaf, et à elle seule', async () => {
    const texte = fin('2026-11-20T09:00:00Z');
    const caf = { nature: 'caf' as const, cafCode: '591', partenaireId: null, compteId: null };
    expect(await executer(texte, caf)).toBe('0');
    expect(await executer(texte, { ...partenaire.organisation, compteId: null })).toBe('0');
    expect(await executer(texte)).toBe('1');
  });

  test('une version finie ne se rouvre pas', async () => {
    await executer(fin('2026-11-20T09:00:00Z'));
    await portail.horloge.avancer(1000);
    expect(await executer(fin('2027-01-01T00:00:00Z'))).toMatch(/version-passee/);
  });
});
