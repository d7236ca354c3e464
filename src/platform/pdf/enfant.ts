import { Worker } from 'node:worker_threads';
import { creerCompilateur } from './compilateur.ts';
import type { DemandeEnfant, ReponseEnfant } from './echanges.ts';

/** The child that renders: one document per message, until its parent leaves. Run by `rendu.ts`. */
const memoireMo = Number(process.argv[2]);

// On its own thread, since a compilation blocks this one.
new Worker(new URL('./garde.ts', import.meta.url), {
  workerData: { limite: memoireMo * 1_000_000, parent: process.ppid },
}).unref();

const compilateur = creerCompilateur();

process.on('message', (demande: DemandeEnfant) => {
  const reponse: ReponseEnfant = compilateur === null ? { code: 'absent' } : compilateur(demande);
  process.send?.(reponse);
});
process.on('disconnect', () => process.exit(0));
