import { describe, expect, test } from 'vitest';
import {
  CIRCUIT_FERME,
  conclureAppel,
  demanderPassage,
  type EtatCircuit,
  type IssueAppel,
  mesurerCircuit,
  reserverDepart,
} from './source-api-particulier-circuit.ts';

const REGLAGES = { echecs: 3, pauseMs: 1_000 };
const PANNE: IssueAppel = { genre: 'panne' };
const REPOND: IssueAppel = { genre: 'repond' };

/** One call that passes at `t` and ends at once. */
function appeler(etat: EtatCircuit, issue: IssueAppel, t: number): EtatCircuit {
  const passage = demanderPassage(etat, t);
  if (!passage.passe) throw new Error('the circuit is open');
  return conclureAppel(passage.etat, passage.tour, issue, t, REGLAGES);
}
const ouvert = (t = 0) =>
  [PANNE, PANNE, PANNE].reduce((etat, issue) => appeler(etat, issue, t), CIRCUIT_FERME);

describe('CDAP-07 le circuit', () => {
  test('deux pannes de suite le laissent fermé, la troisième l’ouvre et dit quand redemander', () => {
    const deux = appeler(appeler(CIRCUIT_FERME, PANNE, 0), PANNE, 0);
    expect(demanderPassage(deux, 0).passe).toBe(true);
    expect(demanderPassage(appeler(deux, PANNE, 0), 400)).toEqual({
      passe: false,
      code: 'source-indisponible',
      repriseMs: 600,
    });
  });

  test('une réponse entre deux pannes remet le compte à zéro, même si elle ne connaît personne', () => {
    const repris = [PANNE, PANNE, REPOND, PANNE, PANNE].reduce(
      (e, issue) => appeler(e, issue, 0),
      CIRCUIT_FERME,
    );
    expect(demanderPassage(repris, 0).passe).toBe(true);
  });

  test('une milliseconde avant la fin de la pause rien ne passe ; à la fin, un seul essai', () => {
    expect(demanderPassage(ouvert(), 999).passe).toBe(false);
    const essai = demanderPassage(ouvert(), 1_000);
    if (!essai.passe) throw new Error('the probe should pass');
    expect(demanderPassage(essai.etat, 1_000)).toMatchObject({ passe: false, code: 'source-indisponible' });
    const reussi = conclureAppel(essai.etat, essai.tour, REPOND, 1_100, REGLAGES);
    expect(demanderPassage(reussi, 1_100).passe).toBe(true);
    expect(mesurerCircuit(reussi, 1_100)).toBe(0);
  });

  test('un essai manqué ouvre de nouveau pour toute la pause', () => {
    const encore = appeler(ouvert(), PANNE, 1_000);
    expect(demanderPassage(encore, 1_999)).toMatchObject({ passe: false, repriseMs: 1 });
    expect(demanderPassage(encore, 2_000).passe).toBe(true);
  });

  test('un essai qui n’est pas parti laisse sa place au suivant', () => {
    const rendu = appeler(ouvert(), { genre: 'sans-objet' }, 1_000);
    expect(demanderPassage(rendu, 1_000).passe).toBe(true);
  });

  test('ce qui était parti avant l’ouverture ne la referme pas et ne la prolonge pas', () => {
    const tard = demanderPassage(CIRCUIT_FERME, 0);
    if (!tard.passe) throw new Error('a closed circuit lets pass');
    const etat = ouvert();
    for (const issue of [REPOND, PANNE]) {
      expect(conclureAppel(etat, tard.tour, issue, 500, REGLAGES)).toEqual(etat);
    }
  });

  test('une source saturée est laissée en paix le temps qu’elle demande, sous son propre code', () => {
    const sature = appeler(CIRCUIT_FERME, { genre: 'sature', pauseMs: 7_000 }, 0);
    expect(demanderPassage(sature, 6_999)).toEqual({ passe: false, code: 'source-saturee', repriseMs: 1 });
    expect(demanderPassage(sature, 7_000).passe).toBe(true);
  });

  test('la mesure dit fermé, ouvert, puis à l’essai', () => {
    const etat = ouvert();
    expect([CIRCUIT_FERME, etat, etat].map((e, i) => mesurerCircuit(e, i === 2 ? 1_000 : 999))).toEqual([
      0, 2, 1,
    ]);
  });
});

describe('CDAP-07 la cadence', () => {
  const CADENCE = { parSeconde: 20, attenteMaxMs: 2_000 };

  test('aucune seconde ne voit plus de vingt départs, la file est bornée, et qui n’y tient pas le sait tout de suite', () => {
    let departs: readonly number[] = [];
    const obtenus: number[] = [];
    for (let i = 0; i < 100; i += 1) {
      const place = reserverDepart(departs, 0, CADENCE);
      if (place === null) break;
      departs = place.departs;
      obtenus.push(place.depart);
    }
    expect(obtenus).toHaveLength(60);
    for (const depart of obtenus) {
      expect(obtenus.filter((autre) => autre >= depart && autre < depart + 1_000).length).toBeLessThanOrEqual(
        20,
      );
    }
    expect(reserverDepart(departs, 999, CADENCE)).toBeNull();
    expect(reserverDepart(departs, 1_000, CADENCE)?.depart).toBe(3_000);
  });

  test('une seconde après, on repart sans attendre', () => {
    let departs: readonly number[] = [];
    for (let i = 0; i < 20; i += 1) departs = reserverDepart(departs, 0, CADENCE)?.departs ?? [];
    expect(reserverDepart(departs, 999, CADENCE)?.depart).toBe(1_000);
    expect(reserverDepart(departs, 1_000, CADENCE)?.depart).toBe(1_000);
  });
});
