import { createContext, useContext } from 'react';
import type { Session } from '../../modules/identite/contract.ts';

export const SessionContexte = createContext<Session | null>(null);

/** The person signed in, for the pages inside the frame of the portal. */
export function useSession(): Session {
  const session = useContext(SessionContexte);
  if (!session) throw new Error('this page is shown outside the frame of a signed-in person');
  return session;
}
