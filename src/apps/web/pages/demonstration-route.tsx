import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sessionRequete } from '../../../modules/identite/web/session.ts';
import { DemonstrationPage } from '../../demo/web/demonstration-page.tsx';
import { queryClient } from '../query-client.ts';
import { useEntrer } from '../session-portail.ts';

/** The people of the demonstration; entering as one of them leaves the session that may be open. */
export function DemonstrationRoute() {
  const { data: session } = useQuery(sessionRequete);
  const entrer = useEntrer();
  const naviguer = useNavigate();
  return (
    <DemonstrationPage
      connecte={session ?? null}
      onEntree={async (entree) => {
        if (entree) return entrer(entree);
        // The session that was open here has been closed.
        queryClient.setQueryData(sessionRequete.queryKey, null);
        await naviguer({ to: '/connexion' });
      }}
    />
  );
}
