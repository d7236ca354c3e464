import type { ReactNode } from 'react';
import { Breadcrumb } from '../../../../ui/breadcrumb.tsx';
import { Link } from '../../../../ui/link.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import './mon-compte.css';

const PAGES = [
  { adresse: '/mon-compte', nom: 'Profil' },
  { adresse: '/mon-compte/mot-de-passe', nom: 'Mot de passe' },
  { adresse: '/mon-compte/second-facteur', nom: 'Second facteur' },
  { adresse: '/mon-compte/sessions', nom: 'Sessions' },
  { adresse: '/mon-compte/jetons', nom: 'Jetons d’API' },
] as const;

interface CadreProps {
  readonly titre: string;
  readonly intro?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** One's own account: its pages are beside one another, each with its address. */
export function Cadre({ titre, intro, action, children }: CadreProps) {
  const profil = titre === 'Mon compte';
  return (
    <>
      <PageHeader
        title={titre}
        breadcrumb={
          <Breadcrumb
            steps={[
              { id: 'accueil', link: <Link to="/accueil">Accueil</Link> },
              ...(profil ? [] : [{ id: 'mon-compte', link: <Link to="/mon-compte">Mon compte</Link> }]),
            ]}
          />
        }
        {...(intro ? { intro } : {})}
        {...(action ? { action } : {})}
      />
      <nav className="account-nav" aria-label="Mon compte">
        {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
        <ul role="list">
          {PAGES.map(({ adresse, nom }) => (
            <li key={adresse}>
              <Link to={adresse} activeOptions={{ exact: true }}>
                {nom}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </>
  );
}
