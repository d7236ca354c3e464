import { QueryClient } from '@tanstack/react-query';
import { ErreurApi } from './api-error.ts';

/**
 * The store of what the screens have read.
 *
 * Nothing is read again behind the person's back (each reading of a file is a consultation that leaves a
 * trace), and nothing stays long in memory once its screen is left.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // Only a line that was cut is worth a second try; a refusal would be refused again, and traced again.
        retry: (count, error) => count < 1 && error instanceof ErreurApi && error.nature === 'reseau',
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Forgets all that was read, at logout and at the end of a session, so that the next person sees none of it. */
export async function oublierTout(client: QueryClient): Promise<void> {
  await client.cancelQueries();
  client.clear();
}
