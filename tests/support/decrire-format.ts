import type { z } from 'zod';
import { BLOCS, SCHEMAS_BLOCS } from '../../src/modules/cdap/domain/blocs.ts';
import { enveloppeSchema, suiteSchema } from '../../src/modules/cdap/domain/import/lire-dossier.ts';

// biome-ignore lint/suspicious/noExplicitAny: the inner form of a schema has no public type
type Definition = any;
const definition = (schema: z.core.$ZodType): Definition => schema._zod.def;

/** A field as the documentation lists it. */
interface ChampDecrit {
  readonly chemin: string;
  readonly type: string;
  readonly nul: boolean;
}

/** Fields of a schema with their paths, lists marked by `[]`; the choices of a union one after the other. */
function* champsDe(schema: z.core.$ZodType, chemin: string, nul = false): Generator<ChampDecrit> {
  const def = definition(schema);
  switch (def.type) {
    case 'nullable':
    case 'optional':
      yield* champsDe(def.innerType, chemin, true);
      return;
    case 'object':
      if (chemin !== '' && !chemin.endsWith('[]')) yield { chemin, type: 'objet', nul };
      for (const [cle, fils] of Object.entries(def.shape as Record<string, z.core.$ZodType>))
        yield* champsDe(fils, chemin === '' ? cle : `${chemin}.${cle}`);
      return;
    case 'array':
      yield { chemin, type: `liste${bornes(def)}`, nul };
      if (definition(def.element).type !== 'string') yield* champsDe(def.element, `${chemin}[]`);
      return;
    case 'union':
      yield { chemin, type: `selon ${def.discriminator}`, nul };
      for (const option of def.options as z.core.$ZodType[]) {
        const valeur = definition(definition(option).shape[def.discriminator]).values[0];
        yield* champsDe(option, `${chemin}(${valeur})`);
      }
      return;
    default:
      yield { chemin, type: typeDe(def), nul };
  }
}

const verifs = (def: Definition): Definition[] =>
  (def.checks ?? []).map((verif: { _zod: { def: Definition } }) => verif._zod.def);

function bornes(def: Definition): string {
  const max = verifs(def).find(({ check }) => check === 'max_length')?.maximum;
  const egal = verifs(def).find(({ check }) => check === 'length_equals')?.length;
  return egal !== undefined ? ` de ${egal}` : max !== undefined ? `, ${max} au plus` : '';
}

function typeDe(def: Definition): string {
  if (def.type === 'enum') return Object.values(def.entries as Record<string, string>).join(' · ');
  if (def.type === 'literal') return String(def.values[0]);
  if (def.type === 'boolean') return 'true · false';
  if (def.type === 'number') return def.format === 'safeint' ? 'entier' : 'nombre';
  if (def.format === 'date') return 'jour AAAA-MM-JJ';
  const tous = verifs(def);
  if (tous.some(({ check }) => check === 'custom')) return 'AAAA, AAAA-MM ou AAAA-MM-JJ';
  const motif = tous.find(({ check }) => check === 'string_format')?.pattern;
  if (motif !== undefined) return `texte \`${String(motif).slice(1, -1).replaceAll('|', '\\|')}\``;
  const max = tous.find(({ check }) => check === 'max_length')?.maximum;
  return `texte${max === undefined ? '' : `, ${max} caractères au plus`}`;
}

const table = (champs: Iterable<ChampDecrit>): string =>
  [
    '| Champ | Valeur | `null` |',
    '| --- | --- | --- |',
    ...[...champs].map(({ chemin, type, nul }) => `| \`${chemin}\` | ${type} | ${nul ? 'oui' : ''} |`),
  ].join('\n');

/**
 * The text of `docs/import-champs.md`, made from the schemas that a line is read by: a test compares them, so that
 * the documentation cannot lag behind.
 */
export function decrireFormat(libelle: (bloc: (typeof BLOCS)[number]) => string): string {
  return `${[
    '# Champs d’un dossier importé',
    'Ce texte est fait à partir des schémas par lesquels le portail lit une ligne ; [import.md](import.md) dit comment s’en servir. « `[]` » marque une liste, « `(valeur)` » un choix. Sauf `caf` et `suite` sur la ligne, et `fournisseur`, tout champ d’un bloc est obligatoire : `null` dit une donnée inconnue, là où la dernière colonne le permet.',
    '## La ligne',
    table(champsDe(enveloppeSchema, '')),
    '## `suite`',
    table(champsDe(suiteSchema, '')),
    ...BLOCS.flatMap((bloc) => [
      `## \`blocs.${bloc}\` : ${libelle(bloc)}`,
      table(champsDe(SCHEMAS_BLOCS[bloc], '')),
    ]),
  ].join('\n\n')}\n`;
}
