import type { z } from 'zod';
import { type Bloc, SCHEMAS_BLOCS } from './blocs.ts';
import { VARIANTES } from './variantes.ts';

/**
 * The strict schema of a block in one form; what an answer carries is parsed by it before it leaves (CDAP-11).
 *
 * An unknown form is a defect, since `verifierMatrice` refuses it on save.
 */
export function schemaDeRubrique(bloc: Bloc, variante: string): z.ZodType {
  if (variante === 'complet') return SCHEMAS_BLOCS[bloc];
  const reduites: Readonly<Record<string, { readonly schema: z.ZodType }>> =
    (VARIANTES as Readonly<Partial<Record<Bloc, Record<string, { readonly schema: z.ZodType }>>>>)[bloc] ??
    {};
  const reduite = Object.hasOwn(reduites, variante) ? reduites[variante] : undefined;
  if (reduite === undefined) throw new Error(`unknown variant ${bloc}:${variante}`);
  return reduite.schema;
}
