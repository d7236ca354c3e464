import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sessionRequete } from '../../modules/identite/web/session.ts';
import { ButtonLink } from '../../ui/link.tsx';
import { PublicShell } from '../../ui/public-shell.tsx';
import { BandeauDemonstration } from './bandeau-demonstration.tsx';
import { BandeauMaintenance } from './bandeau-maintenance.tsx';
import { useMaintenance } from './maintenance.ts';
import type { Portail } from './portail.ts';
import { SiteFooter } from './site-footer.tsx';

interface PublicLayoutProps {
  readonly portail: Portail | undefined;
  readonly children: ReactNode;
}

/** Frame of the pages read without signing in. */
export function PublicLayout({ portail, children }: PublicLayoutProps) {
  const { annonce } = useMaintenance();
  return (
    <PublicShell
      end={<Entree />}
      {...(annonce || portail?.demonstration
        ? {
            band: (
              <>
                {annonce && <BandeauMaintenance annonce={annonce} />}
                {portail?.demonstration && <BandeauDemonstration />}
              </>
            ),
          }
        : {})}
      footer={<SiteFooter />}
    >
      {children}
    </PublicShell>
  );
}

/** Sign in, or go back to one's pages; the legal pages do not ask the server who is there. */
function Entree() {
  const { data: session } = useQuery({ ...sessionRequete, enabled: false });
  const surConnexion = useRouterState({ select: ({ location }) => location.pathname === '/connexion' });
  if (session) return <ButtonLink to="/">Mon espace</ButtonLink>;
  return surConnexion ? null : <ButtonLink to="/connexion">Se connecter</ButtonLink>;
}
