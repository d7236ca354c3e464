import { describe, expect, test } from 'vitest';
import { jugerSession } from './veille.ts';

const MINUTE = 60_000;
const session = { inactiveLe: 15 * MINUTE, expireLe: 480 * MINUTE };

describe('ACC-06 avertissement deux minutes avant la fin de la session', () => {
  test('rien avant, et l’on revient voir à l’instant de l’avertissement', () => {
    expect(jugerSession(session, 0)).toEqual({ alerte: 'aucune', revoirDansMs: 13 * MINUTE });
    expect(jugerSession(session, 13 * MINUTE - 1)).toEqual({ alerte: 'aucune', revoirDansMs: 1 });
  });

  test('à deux minutes juste, puis jusqu’à la dernière milliseconde, un clic suffit à rester', () => {
    expect(jugerSession(session, 13 * MINUTE).alerte).toBe('inactivite');
    expect(jugerSession(session, 15 * MINUTE - 1).alerte).toBe('inactivite');
  });

  test('pendant l’avertissement, le serveur est redemandé toutes les quinze secondes au plus', () => {
    expect(jugerSession(session, 13 * MINUTE).revoirDansMs).toBe(15_000);
    expect(jugerSession(session, 15 * MINUTE - 4_000).revoirDansMs).toBe(4_000);
  });

  test('une fois l’heure passée, on redemande au serveur sans tourner en boucle', () => {
    expect(jugerSession(session, 15 * MINUTE)).toEqual({ alerte: 'finie', revoirDansMs: 1_000 });
    expect(jugerSession(session, 60 * MINUTE)).toEqual({ alerte: 'finie', revoirDansMs: 1_000 });
  });

  test('la durée maximale n’est pas prolongée par l’activité, et le dit', () => {
    const tard = { inactiveLe: 480 * MINUTE, expireLe: 480 * MINUTE };
    expect(jugerSession(tard, 479 * MINUTE).alerte).toBe('duree');
    expect(jugerSession({ inactiveLe: 479 * MINUTE, expireLe: 480 * MINUTE }, 478 * MINUTE).alerte).toBe(
      'inactivite',
    );
  });
});
