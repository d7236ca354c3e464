import { queryOptions } from '@tanstack/react-query';
import { appeler } from '../../../ui/api.ts';
import { cdapContrat } from '../contract.ts';
import { estOuvert } from '../domain/import/etats-import.ts';

const RELIRE_MS = 2_000;

/** Imports of the Caf; asked again while one runs, so that the page can be left and found again (A11Y-03). */
export const importsRequete = queryOptions({
  queryKey: ['cdap', 'imports'],
  queryFn: ({ signal }) => appeler(cdapContrat.listerImports, {}, { signal }),
  refetchInterval: ({ state }) =>
    state.data?.imports.some(({ etat }) => estOuvert(etat)) ? RELIRE_MS : false,
});
