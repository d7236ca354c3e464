/** Server door of habilitations: the rights of a person, derived at each reading; rights to load. */
export { amorcerHabilitation } from './server/amorcer.ts';
export { cloreDroitsDuCompte } from './server/clore-droits-du-compte.ts';
export { monterHabilitations } from './server/routes.ts';
export { type DroitLu, listDroits as listerDroits, type NouvelleHabilitation } from './server/store.ts';
