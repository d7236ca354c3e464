import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { appeler, type SortieDe } from '../../../../ui/api.ts';
import { identiteContrat } from '../../contract.ts';

export type MonCompte = SortieDe<typeof identiteContrat.lireMonCompte>;
export type Jeton = SortieDe<typeof identiteContrat.listerJetons>['jetons'][number];
export type SessionVue = SortieDe<typeof identiteContrat.listerSessions>['sessions'][number];
export type Liaison = SortieDe<typeof identiteContrat.listerLiaisonsOidc>['liaisons'][number];

export const monCompteRequete = queryOptions({
  queryKey: ['mon-compte', 'lecture'],
  queryFn: ({ signal }) => appeler(identiteContrat.lireMonCompte, {}, { signal }),
});

export const sessionsRequete = queryOptions({
  queryKey: ['mon-compte', 'sessions'],
  queryFn: ({ signal }) => appeler(identiteContrat.listerSessions, {}, { signal }),
});

export const jetonsRequete = queryOptions({
  queryKey: ['mon-compte', 'jetons'],
  queryFn: ({ signal }) => appeler(identiteContrat.listerJetons, {}, { signal }),
});

export const liaisonsRequete = queryOptions({
  queryKey: ['mon-compte', 'liaisons'],
  queryFn: ({ signal }) => appeler(identiteContrat.listerLiaisonsOidc, {}, { signal }),
});

export const relireMonCompte = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: ['mon-compte'] });
