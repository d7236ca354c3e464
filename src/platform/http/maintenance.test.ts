import { describe, expect, test } from 'vitest';
import {
  creerLecteurMaintenance,
  type EtatMaintenance,
  estFermeeEnMaintenance,
  repriseDans,
} from './maintenance.ts';

const DEBUT = Date.parse('2026-11-20T09:00:00Z');
const etat: EtatMaintenance = { depuis: new Date(DEBUT), finPrevue: null, message: 'Mise à jour.' };

describe('ACC-12 l’état de la maintenance est lu une fois par seconde au plus', () => {
  function monde() {
    let maintenant = DEBUT;
    let dite: EtatMaintenance | null | Error = null;
    let lectures = 0;
    const lecteur = creerLecteurMaintenance(
      async () => {
        lectures += 1;
        if (dite instanceof Error) throw dite;
        return dite;
      },
      () => new Date(maintenant),
    );
    return {
      lecteur,
      lectures: () => lectures,
      dire: (valeur: EtatMaintenance | null | Error) => {
        dite = valeur;
      },
      avancer: (ms: number) => {
        maintenant += ms;
      },
    };
  }

  test('dix demandes à la fois font une lecture', async () => {
    const { lecteur, lectures } = monde();
    await Promise.all(Array.from({ length: 10 }, () => lecteur.lire()));
    expect(lectures()).toBe(1);
  });

  test.each([
    [999, null],
    [1_000, etat],
    [-60_000, etat],
  ])('%i ms plus tard', async (ms, attendu) => {
    const { lecteur, dire, avancer } = monde();
    expect(await lecteur.lire()).toBeNull();
    dire(etat);
    avancer(ms);
    expect(await lecteur.lire()).toBe(attendu);
  });

  test('le processus qui ferme ou rouvre le sait tout de suite', async () => {
    const { lecteur, dire } = monde();
    await lecteur.lire();
    dire(etat);
    lecteur.oublier();
    expect(await lecteur.lire()).toBe(etat);
  });

  test('base arrêtée : ce qui a été lu en dernier vaut toujours, sans insister', async () => {
    const { lecteur, dire, avancer, lectures } = monde();
    dire(etat);
    await lecteur.lire();
    dire(new Error('down'));
    avancer(5_000);
    expect(await lecteur.lire()).toBe(etat);
    expect(await lecteur.lire()).toBe(etat);
    expect(lectures()).toBe(2);
    expect(lecteur.connue()).toBe(etat);
  });
});

describe('ACC-12 ce qui répond encore', () => {
  test.each([
    ['/api/cdap/consultations', true],
    ['/api/traces/exports', true],
    ['/api/sessions', true],
    ['/api/connexions-diverses', true],
    ['/api/demonstration/courriels', true],
    ['/api/portail', false],
    ['/api/openapi.json', false],
    ['/api/connexion', false],
    ['/api/connexion/second-facteur', false],
    ['/api/session', false],
    ['/api/session/confirmation', false],
    ['/api/deconnexion', false],
    ['/api/exploitation', false],
    ['/api/exploitation/maintenance/fin', false],
    ['/sante', false],
    ['/*', false],
    [undefined, false],
  ])('%s fermée : %s', (route, fermee) => {
    expect(estFermeeEnMaintenance(route)).toBe(fermee);
  });
});

test.each([
  ['sans fin annoncée', null, 30],
  ['fin dépassée', -60_000, 30],
  ['dans 29 s', 29_000, 30],
  ['dans 31 s', 31_000, 31],
  ['dans une heure', 3_600_000, 3_600],
  ['dans une journée', 86_400_000, 3_600],
])('ACC-12 un programme revient %s : %i s', (_nom, ms, secondes) => {
  const finPrevue = ms === null ? null : new Date(DEBUT + ms);
  expect(repriseDans({ ...etat, finPrevue }, new Date(DEBUT))).toBe(secondes);
});
