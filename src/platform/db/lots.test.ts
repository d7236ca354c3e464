import { setImmediate as tour } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creerLots } from './lots.ts';

/** An executor that answers when told, and keeps what it was given. */
function unExecutant() {
  const recus: number[][] = [];
  const finir: (() => void)[] = [];
  return {
    recus,
    finirUn: () => finir.shift()?.(),
    executer: (elements: readonly number[]) =>
      new Promise<string[]>((resoudre) => {
        recus.push([...elements]);
        finir.push(() => resoudre(elements.map((n) => `r${n}`)));
      }),
  };
}

describe('TRA-02 lots de consultations', () => {
  test('seule, une demande part aussitôt', async () => {
    const { recus, executer, finirUn } = unExecutant();
    const demander = creerLots({ taille: 32, enVol: 2, executer });
    const reponse = demander(1);
    await tour();
    expect(recus).toEqual([[1]]);
    finirUn();
    expect(await reponse).toBe('r1');
  });

  test('ce qui attend part ensemble, par lots bornés, deux en vol au plus', async () => {
    const { recus, executer, finirUn } = unExecutant();
    const demander = creerLots({ taille: 3, enVol: 2, executer });
    const reponses = Array.from({ length: 10 }, (_, i) => demander(i));
    await tour();
    expect(recus).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    finirUn();
    await tour();
    await tour();
    expect(recus.slice(2)).toEqual([[6, 7, 8]]);
    for (let i = 0; i < 4; i += 1) {
      finirUn();
      await tour();
      await tour();
    }
    expect(await Promise.all(reponses)).toEqual(Array.from({ length: 10 }, (_, i) => `r${i}`));
  });

  test('un lot qui échoue est repris demande par demande : une mauvaise ne fait pas échouer ses voisines', async () => {
    const essais: number[][] = [];
    const demander = creerLots<number, string>({
      taille: 32,
      enVol: 1,
      executer: async (elements) => {
        essais.push([...elements]);
        if (elements.includes(3)) throw new Error('mauvaise');
        return elements.map((n) => `r${n}`);
      },
    });
    const issues = await Promise.allSettled([1, 2, 3, 4].map((n) => demander(n)));
    expect(issues.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(essais).toEqual([[1, 2, 3, 4], [1], [2], [3], [4]]);
    // And the next ones go on.
    expect(await demander(5)).toBe('r5');
  });

  test('une réponse manquante est une faute de cette demande, pas un silence', async () => {
    const demander = creerLots<number, string>({
      taille: 8,
      enVol: 1,
      executer: async (elements) => elements.slice(0, 1).map((n) => `r${n}`),
    });
    const issues = await Promise.allSettled([demander(1), demander(2)]);
    expect(issues.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('chaque demande reçoit sa propre réponse, quels que soient l’ordre, les tailles et les échecs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ n: fc.nat({ max: 999 }), mauvaise: fc.boolean(), pause: fc.boolean() }), {
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
        async (demandes, taille, enVol) => {
          let [vol, plein] = [0, 0];
          const demander = creerLots<(typeof demandes)[number], number>({
            taille,
            enVol,
            executer: async (elements) => {
              vol += 1;
              plein = Math.max(plein, vol, elements.length > taille ? Number.POSITIVE_INFINITY : 0);
              await tour();
              vol -= 1;
              if (elements.some(({ mauvaise }) => mauvaise)) throw new Error('mauvaise');
              return elements.map(({ n }) => n * 2);
            },
          });
          const issues = [];
          for (const une of demandes) {
            issues.push(
              demander(une).then(
                (r) => r,
                () => 'échec' as const,
              ),
            );
            if (une.pause) await tour();
          }
          expect(await Promise.all(issues)).toEqual(
            demandes.map(({ n, mauvaise }) => (mauvaise ? 'échec' : n * 2)),
          );
          expect(plein).toBeLessThanOrEqual(enVol);
        },
      ),
      { seed: 31, numRuns: 60 },
    );
  });
});
