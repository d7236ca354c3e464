/** Server door of traces: record an act, keep the register, mount the routes. */
export { entretenirTraces } from './server/entretenir-traces.ts';
export type { Annuaire } from './server/rechercher-traces.ts';
export { monterTraces } from './server/routes.ts';
export { creerPartitions, insertTrace as inscrireTrace } from './server/store.ts';
