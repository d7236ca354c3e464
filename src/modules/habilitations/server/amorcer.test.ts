import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ComptePeuple,
  type ConventionPeuplee,
  type PartenairePeuple,
  unCompte,
  uneCaf,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../../../../tests/support/peuplement.ts';
import { creerPortail, JOUR, type Portail } from '../../../../tests/support/portail.ts';
import { amorcerHabilitation } from './amorcer.ts';
import type { NouvelleHabilitation } from './store.ts';

let portail: Portail;
let partenaire: PartenairePeuple;
let convention: ConventionPeuplee;

beforeAll(async () => {
  portail = await creerPortail();
  await uneCaf(portail);
});
afterAll(() => portail.fermer());
beforeEach(async () => {
  partenaire = await unPartenaire(portail, '591');
  convention = await uneConvention(portail, partenaire, { quotas: { T2: 3, T19: 1 } });
});

const compte = () => unCompte(portail, partenaire.organisation);
const donner = (qui: ComptePeuple, plus: Partial<NouvelleHabilitation> = {}) =>
  uneHabilitation(portail, { compte: qui, bulletinId: convention.bulletinId, ...plus });
const sieges = () =>
  portail.lignes<{ numero: number; profil: string }>(
    'select numero, profil from habilitations.siege where partenaire_id = $1 order by profil, numero',
    [partenaire.id],
  );
const dans = (jours: number) => new Date(portail.horloge.lire().getTime() + jours * JOUR);

describe('HAB-02 le nombre du bulletin n’est jamais dépassé', () => {
  test('les places se prennent dans l’ordre, et la dernière prise la suivante est refusée avec le nombre', async () => {
    for (let i = 0; i < 3; i += 1) await donner(await compte());
    expect(await sieges()).toEqual([1, 2, 3].map((numero) => ({ numero, profil: 'T2' })));
    await expect(donner(await compte())).rejects.toThrow('quota-atteint');
    expect(await sieges()).toHaveLength(3);
    // Another profile has seats of its own.
    await donner(await compte(), { profil: 'T19' });
    await expect(donner(await compte(), { profil: 'T19' })).rejects.toThrow('quota-atteint');
  });

  test('seize demandes à la fois pour trois places : exactement trois droits', async () => {
    const personnes = await Promise.all(Array.from({ length: 16 }, compte));
    const issues = await Promise.allSettled(personnes.map((qui) => donner(qui)));
    expect(issues.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const issue of issues)
      if (issue.status === 'rejected') expect(String(issue.reason)).toContain('quota-atteint');
    expect(await sieges()).toEqual([1, 2, 3].map((numero) => ({ numero, profil: 'T2' })));
    expect(
      await portail.lignes('select id from habilitations.habilitation where partenaire_id = $1', [
        partenaire.id,
      ]),
    ).toHaveLength(3);
  });

  test('seize demandes à la fois pour la même personne : un droit, une place', async () => {
    const seule = await compte();
    const issues = await Promise.allSettled(Array.from({ length: 16 }, () => donner(seule)));
    expect(issues.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sieges()).toHaveLength(1);
  });

  test('un droit suspendu garde sa place, un droit clos n’en prend pas', async () => {
    for (let i = 0; i < 3; i += 1) await donner(await compte(), { etat: 'suspendue' });
    await expect(donner(await compte())).rejects.toThrow('quota-atteint');
    await donner(await compte(), { etat: 'close' });
    expect(await sieges()).toHaveLength(3);
  });

  test('les places sont datées : celle d’un droit qui finit sert à celui qui commence, à l’instant même', async () => {
    for (let i = 0; i < 3; i += 1) await donner(await compte(), { au: dans(10) });
    await expect(donner(await compte(), { du: dans(9), au: dans(20) })).rejects.toThrow('quota-atteint');
    await donner(await compte(), { du: dans(10), au: dans(20) });
    // A right without end needs a seat for ever: the three are taken until the tenth day.
    await expect(donner(await compte())).rejects.toThrow('quota-atteint');
  });

  test('un profil que le bulletin n’ouvre pas est refusé', async () => {
    await expect(donner(await compte(), { profil: 'T18' })).rejects.toThrow('profil-non-ouvert');
  });
});

describe('HAB-02 la base elle-même refuse, quel que soit le programme', () => {
  const occuper = (numero: number, compteId: string, plus = '') =>
    portail.lignes(
      `insert into habilitations.siege (caf_code, partenaire_id, bulletin_id, profil, perimetre, perimetre_id, numero, compte_id, periode)
       values ('591', $1, $2, 'T2', 'partenaire', $1, $3, $4, tstzrange('2026-01-01', ${plus || 'null'}))`,
      [partenaire.id, convention.bulletinId, numero, compteId],
    );

  test('une place au-delà du nombre', async () => {
    await expect(occuper(4, (await compte()).id)).rejects.toMatchObject({
      code: '23514',
      message: 'quota-atteint',
    });
    await expect(occuper(0, (await compte()).id)).rejects.toMatchObject({ code: '23514' });
  });

  test('deux personnes sur une place, ou une personne sur deux, au même moment', async () => {
    const [une, autre] = [await compte(), await compte()];
    await occuper(1, une.id, "'2026-06-01'");
    await expect(occuper(1, autre.id)).rejects.toMatchObject({ code: '23P01', constraint: 'siege_occupe' });
    await expect(occuper(2, une.id)).rejects.toMatchObject({
      code: '23P01',
      constraint: 'siege_unique_par_personne',
    });
  });

  test('une place chez un autre partenaire, ou pour un compte d’un autre partenaire', async () => {
    const ailleurs = await unPartenaire(portail, '591');
    const etranger = await unCompte(portail, ailleurs.organisation);
    await expect(occuper(1, etranger.id)).rejects.toMatchObject({ code: '23503' });
  });

  test('un nombre abaissé par une version à venir vaut pour les droits qui la traversent', async () => {
    await portail.lignes(
      "update conventions.version_bulletin set periode = tstzrange(lower(periode), '2027-01-01') where id = $1",
      [convention.versionBulletinId],
    );
    const id = portail.nouvelId();
    await portail.lignes(
      `insert into conventions.version_bulletin (id, caf_code, partenaire_id, bulletin_id, rang, periode, signe_caf_le, signe_partenaire_le, catalogue)
       values ($1, '591', $2, $3, 2, '[2027-01-01,)', '2026-11-01', '2026-11-01', '2025')`,
      [id, partenaire.id, convention.bulletinId],
    );
    await portail.lignes(
      `insert into conventions.quota (id, caf_code, partenaire_id, version_bulletin_id, profil, perimetre, maximum) values ($1, '591', $2, $3, 'T2', 'partenaire', 1)`,
      [portail.nouvelId(), partenaire.id, id],
    );
    await expect(occuper(2, (await compte()).id)).rejects.toMatchObject({ message: 'quota-atteint' });
    await occuper(2, (await compte()).id, "'2027-01-01'");
  });
});

describe('HAB-01 ce qu’est un droit', () => {
  const modele = async (plus: Partial<NouvelleHabilitation> = {}): Promise<NouvelleHabilitation> => ({
    id: portail.nouvelId(),
    cafCode: '591',
    partenaireId: partenaire.id,
    compteId: (await compte()).id,
    bulletinId: convention.bulletinId,
    service: 'cdap',
    profil: 'T2',
    perimetre: 'partenaire',
    perimetreId: partenaire.id,
    du: dans(-10),
    au: null,
    etat: 'active',
    etatMotif: null,
    missions: ['tarif-cantine'],
    responsableMetier: 'Responsable Inventé',
    usages: ['cantine-un-euro'],
    equipementId: null,
    conditions: {},
    accordeePar: null,
    accordeeLe: dans(-10),
    versionMatrice: 1,
    ...plus,
  });
  const amorcer = async (plus: Partial<NouvelleHabilitation>) => {
    const droit = await modele(plus);
    return portail.enTransaction({ ...partenaire.organisation, compteId: null }, (tx) =>
      amorcerHabilitation(tx, droit),
    );
  };

  test.each<[string, () => Promise<Partial<NouvelleHabilitation>>, string]>([
    ['sans mission', async () => ({ missions: [] }), '23514'],
    ['suspendu sans motif', async () => ({ etat: 'suspendue' }), '23514'],
    ['pour un usage inconnu', async () => ({ usages: ['loisirs'] }), '23514'],
    ['sur une période vide', async () => ({ du: dans(3), au: dans(3) }), '23514'],
    ['sur un équipement d’un autre partenaire', async () => ({ equipementId: portail.nouvelId() }), '23503'],
    [
      'à un compte d’un autre partenaire',
      async () => ({
        compteId: (await unCompte(portail, (await unPartenaire(portail, '591')).organisation)).id,
      }),
      '23503',
    ],
    [
      'sur un périmètre qui n’est pas le partenaire',
      async () => ({ perimetreId: portail.nouvelId() }),
      '23514',
    ],
  ])('refusé %s', async (_quoi, plus, code) => {
    await expect(amorcer(await plus())).rejects.toMatchObject({ code });
    expect(await sieges()).toEqual([]);
  });

  test('deux droits semblables ne se chevauchent pas ; l’un après l’autre, si', async () => {
    const qui = await compte();
    await amorcer({ compteId: qui.id, au: dans(5) });
    await expect(amorcer({ compteId: qui.id, du: dans(4) })).rejects.toMatchObject({ code: '23P01' });
    expect(await amorcer({ compteId: qui.id, du: dans(5) })).toEqual({ ok: true, valeur: null });
  });
});

describe('HAB-10 un droit clos ne se rouvre pas', () => {
  test.each(['active', 'suspendue', 'demandee'])(
    'vers « %s » : refusé par la base, même au propriétaire',
    async (etat) => {
      const id = await donner(await compte(), { etat: 'close' });
      await expect(
        portail.lignes('update habilitations.habilitation set etat = $2, etat_motif = $3 where id = $1', [
          id,
          etat,
          'essai',
        ]),
      ).rejects.toMatchObject({
        code: '23514',
        message: 'habilitation-close',
      });
    },
  );

  test('suspendre et reprendre, si', async () => {
    const id = await donner(await compte());
    for (const etat of ['suspendue', 'active', 'close', 'close']) {
      await portail.lignes('update habilitations.habilitation set etat = $2, etat_motif = $3 where id = $1', [
        id,
        etat,
        'essai',
      ]);
    }
    expect(await portail.lignes('select etat from habilitations.habilitation where id = $1', [id])).toEqual([
      { etat: 'close' },
    ]);
  });
});
