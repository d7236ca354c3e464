import { VerifierExtraitPage } from '../../../modules/cdap/web/verifier-extrait-page.tsx';
import { useSession } from '../session-contexte.ts';

/** Checks an extract, for the Caf's people; its hours are told in the zone of the Caf. */
export function VerifierExtraitRoute() {
  const { fuseau } = useSession();
  return <VerifierExtraitPage fuseau={fuseau} />;
}
