import saisies from './saisies.json' with { type: 'json' };

/** One line of saisies.json; what each member means is in its note. */
export interface Saisie {
  readonly field: string;
  readonly value: unknown;
  readonly valid: boolean;
  readonly why: string;
  readonly normalized?: unknown;
}

/** Lines of a field, recipes expanded, each with a title for `test.each`. */
export function saisiesDe(field: string): (Saisie & { readonly titre: string })[] {
  const trouvees = (saisies.cas as readonly Saisie[]).filter((cas) => cas.field === field);
  if (trouvees.length === 0) throw new Error(`no line of saisies.json is about ${field}`);
  return trouvees.map((cas) => ({
    ...cas,
    value: deployer(cas.value),
    titre: `${cas.valid ? 'acceptée' : 'refusée'} : ${cas.why}`,
  }));
}

function deployer(valeur: unknown): unknown {
  if (typeof valeur !== 'object' || valeur === null || !('$repeat' in valeur)) return valeur;
  const [motif, fois] = valeur.$repeat as [string, number];
  return motif.repeat(fois);
}
