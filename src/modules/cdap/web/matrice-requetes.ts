import { queryOptions } from '@tanstack/react-query';
import { appeler } from '../../../ui/api.ts';
import { cdapContrat } from '../contract.ts';
import type { MatriceBrute } from '../domain/comparer-matrices.ts';

export const matriceRequete = queryOptions({
  queryKey: ['cdap', 'matrice', 'versions'],
  queryFn: ({ signal }) => appeler(cdapContrat.listerVersionsMatrice, {}, { signal }),
});

/** A content never changes: once read, it is known. */
export const versionRequete = (version: number) =>
  queryOptions({
    queryKey: ['cdap', 'matrice', 'contenu', version],
    queryFn: ({ signal }) => appeler(cdapContrat.lireVersionMatrice, { version }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const apercuRequete = (versionLue: number, contenu: MatriceBrute) =>
  queryOptions({
    queryKey: ['cdap', 'matrice', 'apercu', versionLue, contenu],
    queryFn: ({ signal }) => appeler(cdapContrat.apercevoirMatrice, { versionLue, contenu }, { signal }),
    gcTime: 0,
    retry: false,
  });

/** Where what is being edited from a version is kept; forgotten with the session. */
export const cleBrouillon = (version: number) => ['cdap', 'matrice', 'brouillon', version] as const;
