import { z } from 'zod';
import { ROLES_ADULTE } from './codes.ts';

/** Small parts that several block schemas share. Amounts are integers in centimes; their names say so. */

const JOURS_PAR_MOIS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Made once: a schema costs more to make than to ask. */
const jourComplet = z.iso.date();

const DATE_PARTIELLE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

function estDatePartielle(texte: string): boolean {
  const trouve = DATE_PARTIELLE.exec(texte);
  if (!trouve) return false;
  const [, annee, leMois, leJour] = trouve;
  if (annee === '0000') return false;
  if (leMois === undefined) return true;
  const longueur = JOURS_PAR_MOIS[Number(leMois) - 1];
  if (longueur === undefined) return false;
  if (leJour === undefined) return true;
  return jourComplet.safeParse(texte).success;
}

/**
 * Birth date as far as it is known: 'AAAA', 'AAAA-MM' or 'AAAA-MM-JJ'; null when nothing is known (CDAP-03).
 *
 * Unknown parts are left out rather than written as "00", so that the text never looks like a day it is not.
 */
export const datePartielleSchema = z.string().refine(estDatePartielle, { error: 'date partielle attendue' });

/** A civil day 'AAAA-MM-JJ'. */
export const jourSchema = z.iso.date();

/** A civil month 'AAAA-MM'. */
export const moisSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const anneeSchema = z.int().min(1900).max(2200);

/** Amount in centimes; negative only where a schema uses `centimesSignesSchema`. */
export const centimesSchema = z.int().min(0);
export const centimesSignesSchema = z.int();

export const cafCodeSchema = z.string().regex(/^\d{3}$/);

/** File number as stored and shown: 7 digits with its leading zeros, never all zeros (CDAP-01). */
export const numeroSchema = z.string().regex(/^(?!0{7})\d{7}$/);

export const codeInseeSchema = z.string().regex(/^(\d{5}|2[AB]\d{3})$/);

export const roleAdulteSchema = z.enum(ROLES_ADULTE);

export const sexeSchema = z.enum(['F', 'M']);

/** Place of a child in `famille.enfants`, from 1; how other blocks point to a child without naming it. */
export const rangEnfantSchema = z.int().min(1).max(30);

export const texteSchema = z.string().min(1).max(200);

export const prenomsSchema = z.array(z.string().min(1).max(60)).min(1).max(6);
