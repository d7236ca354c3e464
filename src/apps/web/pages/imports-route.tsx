import { ImportsPage } from '../../../modules/cdap/web/imports-page.tsx';
import { useSession } from '../session-contexte.ts';

/** Import of files, under the clock of the Caf. */
export function ImportsRoute() {
  const { fuseau } = useSession();
  return <ImportsPage fuseau={fuseau} />;
}
