import { Link } from '../../ui/link.tsx';

/**
 * Under every page, signed in or not: the four pages that the law wants one click away (ACC-15), and how to
 * sign in (ACC-11). The state of
 * accessibility stands in the link itself, as article 4 of the decree of 24 July 2019 asks.
 */
export function SiteFooter() {
  return (
    <footer className="site-footer">
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ul role="list">
        <li>
          <Link to="/mentions-legales">Mentions légales</Link>
        </li>
        <li>
          <Link to="/aide/connexion">Aide à la connexion</Link>
        </li>
        <li>
          <Link to="/integrateurs">API pour les logiciels</Link>
        </li>
        <li>
          <Link to="/contact">Contact</Link>
        </li>
        <li>
          <Link to="/accessibilite">Accessibilité : non conforme</Link>
        </li>
        <li>
          <Link to="/donnees-personnelles">Données personnelles</Link>
        </li>
      </ul>
      <p>Passerelle, logiciel libre sous licence EUPL 1.2.</p>
    </footer>
  );
}
