import { useSyncExternalStore } from 'react';
import type { AnnonceMaintenance } from './portail.ts';

/** What this page knows of a maintenance (ACC-12). */
export interface VueMaintenance {
  readonly annonce: AnnonceMaintenance | null;
  /**
   * A page says so in place of the screens: there was none yet, or one could not be read. Otherwise the screen stays with
   * what is being typed in it, under a notice.
   */
  readonly couverte: boolean;
}

const OUVERT: VueMaintenance = { annonce: null, couverte: false };
let vue = OUVERT;
const ecouteurs = new Set<() => void>();

function changer(suivante: VueMaintenance): void {
  if (JSON.stringify(suivante) === JSON.stringify(vue)) return;
  vue = suivante;
  for (const ecouteur of ecouteurs) ecouteur();
}

export const lireMaintenance = (): VueMaintenance => vue;

/** What the server answers now; true when the portal has just opened again. */
export function apprendreMaintenance(annonce: AnnonceMaintenance | null): boolean {
  const rouvert = annonce === null && vue.annonce !== null;
  changer(annonce === null ? OUVERT : { ...vue, annonce });
  return rouvert;
}

/** The screen below has nothing to show: the page takes its place until the end. */
export function couvrirParMaintenance(): void {
  changer({ ...vue, couverte: true });
}

export const useMaintenance = (): VueMaintenance =>
  useSyncExternalStore(
    (ecouteur) => {
      ecouteurs.add(ecouteur);
      return () => ecouteurs.delete(ecouteur);
    },
    lireMaintenance,
    lireMaintenance,
  );
