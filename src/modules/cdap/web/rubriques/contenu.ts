import type { Consultation } from '../../contract.ts';
import type { Bloc, BlocsLus, ContenuBloc } from '../../domain/blocs.ts';
import type { CodeVariante, ContenuReduit, VARIANTES } from '../../domain/variantes.ts';

type Formes = typeof VARIANTES;

/** What the answer carries for a block in one form; the server checked it against the schema of that form. */
export type Contenu<B extends Bloc, V extends 'complet' | CodeVariante<B>> = V extends 'complet'
  ? ContenuBloc<B>
  : B extends keyof Formes
    ? V extends keyof Formes[B]
      ? ContenuReduit<B, V>
      : never
    : never;

/** A block in its full form; null when opened and empty, undefined when closed or reduced for this reader. */
export function contenuDe<B extends Bloc>(
  { rubriques }: Pick<Consultation, 'rubriques'>,
  bloc: B,
): ContenuBloc<B> | null | undefined {
  const rubrique = rubriques.find((r) => r.bloc === bloc && r.variante === 'complet');
  return rubrique?.contenu as ContenuBloc<B> | null | undefined;
}

/** All the blocks in their full form, as the rules of the domain take them. */
export const blocsLus = ({ rubriques }: Pick<Consultation, 'rubriques'>): BlocsLus =>
  Object.fromEntries(
    rubriques.filter(({ variante }) => variante === 'complet').map(({ bloc, contenu }) => [bloc, contenu]),
  );
