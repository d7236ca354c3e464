import type { z } from 'zod';
import {
  adresseSchema,
  affiliationSchema,
  familleSchema,
  identiteSchema,
  nirSchema,
  numeroDossierSchema,
  protectionSchema,
  situationProSchema,
} from './schemas-foyer.ts';
import {
  cmgSchema,
  creancesSchema,
  demarchesSchema,
  droitsSchema,
  handicapSchema,
  logementSchema,
  paiementsSchema,
  pensionsAlimentairesSchema,
  rsaSchema,
} from './schemas-prestations.ts';
import {
  baseRessourcesEajeSchema,
  quotientFamilialSchema,
  ressourcesAnnuellesSchema,
  ressourcesTrimestriellesSchema,
} from './schemas-ressources.ts';

/**
 * The blocks of a file, in reading order. A block is the unit of permission, of trace and of display (CDAP-02).
 *
 * The codes are those of `blocs-reference.json`; a test holds the two together.
 */
export const BLOCS = [
  'identite',
  'numero',
  'nir',
  'adresse',
  'famille',
  'situationPro',
  'ressourcesAnnuelles',
  'ressourcesTrimestrielles',
  'baseRessourcesEaje',
  'quotientFamilial',
  'droits',
  'paiements',
  'creances',
  'logement',
  'rsa',
  'pensionsAlimentaires',
  'protection',
  'handicap',
  'cmg',
  'demarches',
  'affiliation',
] as const;

export type Bloc = (typeof BLOCS)[number];

/**
 * Full stored form of each block. A block without schema, or a schema without block, does not compile: no
 * field of a file can exist outside what the matrix of profiles opens or closes (CDAP-10).
 */
export const SCHEMAS_BLOCS = {
  identite: identiteSchema,
  numero: numeroDossierSchema,
  nir: nirSchema,
  adresse: adresseSchema,
  famille: familleSchema,
  situationPro: situationProSchema,
  ressourcesAnnuelles: ressourcesAnnuellesSchema,
  ressourcesTrimestrielles: ressourcesTrimestriellesSchema,
  baseRessourcesEaje: baseRessourcesEajeSchema,
  quotientFamilial: quotientFamilialSchema,
  droits: droitsSchema,
  paiements: paiementsSchema,
  creances: creancesSchema,
  logement: logementSchema,
  rsa: rsaSchema,
  pensionsAlimentaires: pensionsAlimentairesSchema,
  protection: protectionSchema,
  handicap: handicapSchema,
  cmg: cmgSchema,
  demarches: demarchesSchema,
  affiliation: affiliationSchema,
} as const satisfies Record<Bloc, z.ZodType>;

export type ContenuBloc<B extends Bloc = Bloc> = z.infer<(typeof SCHEMAS_BLOCS)[B]>;

/** Blocks as read: absent when closed to the reader, null when opened and empty. */
export type BlocsLus = { readonly [B in Bloc]?: ContenuBloc<B> | null };

/** What the store holds for one file: every block, null when the Caf knows nothing for it. */
export type BlocsStockes = { [B in Bloc]: ContenuBloc<B> | null };

export const estBloc = (code: string): code is Bloc => (BLOCS as readonly string[]).includes(code);
