import { z } from 'zod';
import { ETATS_IMPORT } from './etats-import.ts';

/** What a Caf is told of its imports of files (CDAP-29). */

export const importSchema = z.strictObject({
  id: z.uuid(),
  /** Name of the file, as the person who sent it knows it. */
  fichier: z.string(),
  octets: z.int(),
  format: z.enum(['jsonl', 'csv']),
  origine: z.enum(['portail', 'commande']),
  /** Who sent it; null from the command line. */
  personne: z.string().nullable(),
  etat: z.enum(ETATS_IMPORT),
  /** Part of the file that is done, 0 to 1. */
  part: z.number().min(0).max(1),
  lues: z.int(),
  nouvelles: z.int(),
  remplacees: z.int(),
  inchangees: z.int(),
  anciennes: z.int(),
  refusees: z.int(),
  /** Files with restricted access that this import made readable. */
  restrictionsLevees: z.int(),
  commenceLe: z.iso.datetime(),
  avanceLe: z.iso.datetime(),
  termineLe: z.iso.datetime().nullable(),
});
export type Import = z.infer<typeof importSchema>;

/** Name of a file sent: its last part, without what would act on a screen or a folder. */
export const nomFichierSchema = z
  .string('Indiquez le nom du fichier.')
  .min(1, 'Indiquez le nom du fichier.')
  .max(200, 'Le nom du fichier est trop long.')
  .refine((nom) => !/[/\\\p{Cc}\p{Cf}]/u.test(nom), 'Le nom du fichier contient un caractère interdit.');

/** A page of refused lines. */
export const REFUS_PAR_PAGE = 100;
/** Refused lines kept for the screen, by import; the counts stay true beyond. */
export const REFUS_GARDES = 10_000;
/** Types of body that are taken. */
export const TYPES_DEPOT = ['application/x-ndjson', 'text/csv'] as const;
