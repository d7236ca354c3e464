import { useQuery } from '@tanstack/react-query';
import { sessionRequete } from '../../../modules/identite/web/session.ts';
import { DemonstrationPage } from '../../demo/web/demonstration-page.tsx';
import { useEntrer } from '../session-portail.ts';

/** The people of the demonstration; entering as one of them leaves the session that may be open. */
export function DemonstrationRoute() {
  const { data: session } = useQuery(sessionRequete);
  const entrer = useEntrer();
  return <DemonstrationPage connecte={session ?? null} onEntree={entrer} />;
}
