import { CdapPage } from '../../../modules/cdap/web/cdap-page.tsx';
import { LIBELLES_EMPECHEMENTS } from '../../../modules/habilitations/libelles.ts';
import { Link } from '../../../ui/link.tsx';
import { useSession } from '../session-contexte.ts';

/** Reading a file: who reads is given by the session, why a right cannot be used by the module of rights. */
export function CdapRoute() {
  const { prenom, nom, fonction, organisme, caf, fuseau } = useSession();
  return (
    <CdapPage
      lecteur={{ nom: `${prenom} ${nom}`, fonction, organisme, caf, fuseau }}
      empechements={LIBELLES_EMPECHEMENTS}
      mesHabilitations={<Link to="/mes-habilitations">Mes habilitations</Link>}
    />
  );
}
