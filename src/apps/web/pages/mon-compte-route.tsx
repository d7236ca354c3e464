import { JetonsPage } from '../../../modules/identite/web/mon-compte/jetons-page.tsx';
import { MotDePassePage } from '../../../modules/identite/web/mon-compte/mot-de-passe-page.tsx';
import { ProfilPage } from '../../../modules/identite/web/mon-compte/profil-page.tsx';
import { SecondFacteurPage } from '../../../modules/identite/web/mon-compte/second-facteur-page.tsx';
import { SessionsPage } from '../../../modules/identite/web/mon-compte/sessions-page.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSession } from '../session-contexte.ts';

/** One's own account, for who the session says; rights are told by a page of their own. */
export function ProfilRoute() {
  const { nature, fuseau } = useSession();
  return (
    <ProfilPage
      fuseau={fuseau}
      habilitations={
        nature === 'partenaire' && (
          <p>
            <Link to="/mes-habilitations">Voir mes habilitations</Link>
          </p>
        )
      }
    />
  );
}

export const MotDePasseRoute = () => <MotDePassePage fuseau={useSession().fuseau} />;
export const SecondFacteurRoute = () => <SecondFacteurPage fuseau={useSession().fuseau} />;
export const SessionsRoute = () => <SessionsPage fuseau={useSession().fuseau} />;
export const JetonsRoute = () => <JetonsPage fuseau={useSession().fuseau} />;
