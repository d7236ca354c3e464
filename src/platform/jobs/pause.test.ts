import { expect, test } from 'vitest';
import { tenirTravaux } from './pause.ts';

/** A worker that keeps count, and a maintenance that the test turns on and off. */
function monde() {
  const faits: string[] = [];
  const erreurs: unknown[] = [];
  let ferme = false;
  let panne: Error | null = null;
  const tours: (() => void)[] = [];
  return {
    faits,
    erreurs,
    fermer: (valeur: boolean) => {
      ferme = valeur;
    },
    casser: (erreur: Error | null) => {
      panne = erreur;
    },
    /** Two whole turns: what was decided before has been done. */
    tour: async () => {
      for (let n = 0; n < 2; n++) await new Promise<void>((resolve) => tours.push(resolve));
    },
    options: {
      periodeMs: 1,
      enMaintenance: async () => {
        for (const suite of tours.splice(0)) suite();
        return ferme;
      },
      demarrer: async () => {
        if (panne) throw panne;
        faits.push('démarré');
        return {
          arreter: async () => {
            faits.push('arrêté');
          },
        };
      },
      surErreur: (erreur: unknown) => erreurs.push(erreur),
    },
  };
}

test('ACC-12 les travaux s’arrêtent pendant la maintenance, et reprennent après', async () => {
  const m = monde();
  const travaux = await tenirTravaux(m.options);
  expect(m.faits).toEqual(['démarré']);
  m.fermer(true);
  await m.tour();
  expect(m.faits).toEqual(['démarré', 'arrêté']);
  m.fermer(false);
  await m.tour();
  await travaux.arreter();
  expect(m.faits).toEqual(['démarré', 'arrêté', 'démarré', 'arrêté']);
});

test('ACC-12 un portail qui démarre en maintenance ne prend aucun travail', async () => {
  const m = monde();
  m.fermer(true);
  const travaux = await tenirTravaux(m.options);
  await m.tour();
  await travaux.arreter();
  expect(m.faits).toEqual([]);
});

test('un premier démarrage qui échoue est dit à qui démarre ; un suivant est tenté à nouveau', async () => {
  const m = monde();
  m.casser(new Error('base'));
  await expect(tenirTravaux(m.options)).rejects.toThrow('base');
  m.fermer(true);
  const travaux = await tenirTravaux(m.options);
  m.fermer(false);
  await m.tour();
  expect(m.erreurs.length).toBeGreaterThan(0);
  m.casser(null);
  await m.tour();
  await travaux.arreter();
  expect(m.faits).toEqual(['démarré', 'arrêté']);
});
