import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { creerPortail, type Portail } from '../../../tests/support/portail.ts';
import catalogue2025 from '../../modules/cdap/domain/catalogue-2025.json' with { type: 'json' };
import { LIBELLES_MISSIONS } from '../../modules/conventions/libelles.ts';
import { listCourriels } from '../../modules/notifications/index.ts';
import { creerPartitions } from '../../modules/traces/index.ts';
import { ErreurDemarrage } from '../../platform/erreur-demarrage.ts';
import { ecrireMode } from '../installation.ts';
import { accordantDe, demandeurDe, organisationDe } from './appartenance.ts';
import { chargerDemonstration } from './charger.ts';
import { COMPTES, cleDe, idDe } from './comptes.ts';
import { CAFS, PARTENAIRES } from './organisations.ts';
import { THEMES } from './themes.ts';

// A Monday: the last working day is three days before, and nobody works in between.
const INSTANT = '2026-11-23T09:00:00Z';
const STOPPE = idDe('compte/villexemple/Barnabé Wattrelos');

const charger = ({ base, trousseau }: Portail) =>
  chargerDemonstration(
    base.service,
    trousseau,
    new Date(INSTANT),
    () => {},
    async (de, a) => {
      await creerPartitions(base.entretien, de, a);
    },
    30,
  );

let portail: Portail;
beforeAll(async () => {
  portail = await creerPortail({ instant: INSTANT });
  await charger(portail);
});
afterAll(() => portail.fermer());

const tracesDuStoppe = () =>
  portail.lignes<{
    action: string;
    issue: string;
    code_issue: string | null;
    objet: string | null;
    le: Date;
  }>(
    `select action, issue, code_issue, objet, instant as le from traces.trace
      where compte_id = $1 and instant >= '2026-11-20T12:00:00Z' order by instant, id`,
    [STOPPE],
  );

describe('CDAP-32 l’arrêt de la démonstration a laissé ce que le portail aurait laissé', () => {
  test('sa trace, à sa date, et les lectures qui l’ont causé', async () => {
    const traces = await tracesDuStoppe();
    const [arret] = await portail.lignes<{ id: string; pose_le: Date; lectures: number }>(
      'select id, pose_le, lectures from cdap.arret_lecture where compte_id = $1',
      [STOPPE],
    );
    expect(arret?.pose_le.toISOString().slice(0, 10)).toBe('2026-11-20');
    expect(traces.at(-1)).toEqual({
      action: 'pose-arret',
      issue: 'fait',
      code_issue: 'plafond-compte',
      objet: arret?.id,
      le: arret?.pose_le,
    });
    const lues = traces.filter(({ action, issue }) => action === 'consultation-dossier' && issue === 'fait');
    expect(lues.length).toBe(arret?.lectures);
    // All in one hour of the clock, as the cap counts them.
    expect(new Set(lues.map(({ le }) => le.toISOString().slice(0, 13))).size).toBe(1);
    // The code was asked for at the first cap.
    const confirmation = traces.findIndex(({ action }) => action === 'confirmation');
    const avant = traces
      .slice(0, confirmation)
      .filter(({ action, issue }) => action === 'consultation-dossier' && issue === 'fait');
    expect(avant.length).toBe(CAFS.find(({ code }) => code === '599')?.seuilConfirmationHeure);
  });

  test('les administrateurs ont leur courriel, daté de l’arrêt', async () => {
    const courriels = await portail.enTransaction({ ...organisationDe('cnaf'), compteId: null }, (tx) =>
      listCourriels(tx, 50),
    );
    expect(courriels.map(({ destinataire, objet }) => `${destinataire} : ${objet}`).sort()).toEqual([
      'anselme.brunel@villexemple.exemple : Beaucoup de dossiers ouverts en une heure',
      'anselme.brunel@villexemple.exemple : Lecture des dossiers arrêtée pour une personne',
      'josepha.lemoine@villexemple.exemple : Beaucoup de dossiers ouverts en une heure',
      'josepha.lemoine@villexemple.exemple : Lecture des dossiers arrêtée pour une personne',
    ]);
    for (const { cree_le } of courriels) expect(cree_le.toISOString().slice(0, 13)).toBe('2026-11-20T14');
  });
});

describe('HAB-01 qui a demandé et accordé chaque droit de la démonstration', () => {
  const titulaires = COMPTES.filter(({ droits }) => droits !== undefined);

  test.each(titulaires.map((compte) => [cleDe(compte), compte] as const))('%s', (_, compte) => {
    const partenaire = PARTENAIRES.find(({ cle }) => cle === compte.organisme);
    const duPartenaire = [
      partenaire?.signataire[0],
      ...COMPTES.filter(({ organisme }) => organisme === compte.organisme).map((c) => `${c.prenom} ${c.nom}`),
    ];
    const demandeur = demandeurDe(compte);
    expect(duPartenaire).toContain(demandeur);
    const accordant = accordantDe(compte);
    expect(accordant.organisme).toBe(
      partenaire?.convention.centralise ? partenaire.cafCode : compte.organisme,
    );
    const nom = `${compte.prenom} ${compte.nom}`;
    expect([demandeur, `${accordant.prenom} ${accordant.nom}`]).not.toContain(nom);
    expect(demandeur).not.toBe(`${accordant.prenom} ${accordant.nom}`);
  });

  test('chaque droit chargé porte ces deux noms', async () => {
    const droits = await portail.lignes<{
      compte_id: string;
      responsable_metier: string;
      accordee_par: string;
    }>('select compte_id, responsable_metier, accordee_par from habilitations.habilitation');
    const compteDe = (id: string) => titulaires.find((compte) => idDe(`compte/${cleDe(compte)}`) === id);
    expect(droits.length).toBeGreaterThanOrEqual(titulaires.length);
    for (const { compte_id, responsable_metier, accordee_par } of droits) {
      const compte = compteDe(compte_id);
      if (compte === undefined) throw new Error(compte_id);
      expect(responsable_metier).toBe(demandeurDe(compte));
      expect(accordee_par).toBe(idDe(`compte/${cleDe(accordantDe(compte))}`));
    }
  });
});

test('TRA-08 chaque Caf a quelqu’un qui lit les traces, et chaque lecteur un administrateur ou sa Caf', () => {
  for (const { code } of CAFS)
    expect(COMPTES.some((c) => c.organisme === code && c.roles.includes('auditeur-traces'))).toBe(true);
  for (const { cle, convention } of PARTENAIRES) {
    const lit = COMPTES.some((c) => c.organisme === cle && c.droits !== undefined);
    const gere = COMPTES.some((c) => c.organisme === cle && c.roles.includes('administrateur-principal'));
    if (lit && !convention.centralise) expect(gere, cle).toBe(true);
  }
});

describe('CDAP-10 la démonstration montre les dix-neuf profils', () => {
  test('chacun est tenu par quelqu’un, sous un quota du bulletin et une mission de la convention', () => {
    const tenus = new Set(COMPTES.flatMap(({ droits = [] }) => droits.map(({ profil }) => profil)));
    expect([...tenus].sort()).toEqual(catalogue2025.profils.map(({ code }) => code).sort());
    for (const compte of COMPTES) {
      const partenaire = PARTENAIRES.find(({ cle }) => cle === compte.organisme);
      for (const { profil, missions } of compte.droits ?? []) {
        expect(Object.keys(partenaire?.cdap?.quotas ?? {}), cleDe(compte)).toContain(profil);
        expect(partenaire?.convention.missions, cleDe(compte)).toEqual(expect.arrayContaining([...missions]));
        for (const mission of missions) expect(LIBELLES_MISSIONS).toHaveProperty(mission);
      }
    }
  });

  test('chaque organisme où quelqu’un travaille est dans un thème de la page, et un seul', () => {
    const dits = THEMES.flatMap(({ organismes }) => organismes);
    expect([...dits].sort()).toEqual([...new Set(COMPTES.map(({ organisme }) => organisme))].sort());
  });
});

describe('une démonstration déjà là', () => {
  test('celle de cette version est gardée telle quelle', async () => {
    const compter = () => portail.lignes('select count(*)::int as nombre from cdap.dossier');
    const avant = await compter();
    await charger(portail);
    expect(await compter()).toEqual(avant);
  });

  test('celle d’une version précédente est refusée, et la phrase dit quoi faire', async () => {
    const ancien = await creerPortail({ instant: INSTANT });
    try {
      await ancien.enTransaction({ ...organisationDe('cnaf'), compteId: null }, (tx) =>
        ecrireMode(tx, 'demonstration', new Date(INSTANT)),
      );
      await expect(charger(ancien)).rejects.toThrow(ErreurDemarrage);
      await expect(charger(ancien)).rejects.toThrow(/version précédente.*effacez son dossier de données/);
    } finally {
      await ancien.fermer();
    }
  });
});
