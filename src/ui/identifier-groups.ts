/** Which figures go together when an identifier is read aloud. */
export type IdentifierKind = 'dossier' | 'nir' | 'siret' | 'siren' | 'telephone' | 'cle' | 'libre';

/** Sizes of the groups, from the left. */
const PATTERNS: Record<Exclude<IdentifierKind, 'dossier' | 'cle' | 'libre'>, readonly number[]> = {
  nir: [1, 2, 2, 2, 3, 3, 2],
  siret: [3, 3, 3, 5],
  siren: [3, 3, 3],
  telephone: [2, 2, 2, 2, 2],
};

export interface IdentifierGroup {
  readonly text: string;
  /** Position in the plain value; also tells two equal groups apart. */
  readonly start: number;
}

/**
 * Cuts an identifier into the groups people read: 1 85 05 78 006 084 36 for a NIR, thousands from the right for
 * a file number, 3-3-3-5 for a SIRET, fours for a key to type. A value whose length does not fit its kind is left whole: grouping it
 * wrongly would hide that it is wrong.
 */
export function groupIdentifier(value: string, kind: IdentifierKind): readonly IdentifierGroup[] {
  const plain = value.replace(/[\s\u00a0\u202f]/g, '');
  if (plain === '') return [];
  if (kind === 'libre') return [{ text: value, start: 0 }];
  if (kind === 'dossier') return cut(plain, thousands(plain.length));
  if (kind === 'cle')
    return cut(
      plain,
      Array.from({ length: Math.ceil(plain.length / 4) }, () => 4),
    );
  const pattern = PATTERNS[kind];
  const fits = pattern.reduce((sum, size) => sum + size, 0) === plain.length;
  return fits ? cut(plain, pattern) : [{ text: plain, start: 0 }];
}

function thousands(length: number): readonly number[] {
  const first = length % 3;
  const rest = Array.from({ length: Math.floor(length / 3) }, () => 3);
  return first === 0 ? rest : [first, ...rest];
}

function cut(plain: string, sizes: readonly number[]): readonly IdentifierGroup[] {
  let start = 0;
  return sizes.map((size) => {
    const group = { text: plain.slice(start, start + size), start };
    start += size;
    return group;
  });
}
