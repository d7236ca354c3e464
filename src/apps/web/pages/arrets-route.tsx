import { ArretsPage } from '../../../modules/cdap/web/arrets-page.tsx';
import { useSession } from '../session-contexte.ts';

/** Stops on reading, for who the session says. */
export function ArretsRoute() {
  const { nature, roles, prenom, nom, fuseau } = useSession();
  return <ArretsPage lecteur={{ nature, roles, nom: `${prenom} ${nom}` }} fuseau={fuseau} />;
}
