import { OubliIdentifiantPage } from '../../../modules/identite/web/oubli-identifiant-page.tsx';
import { Link } from '../../../ui/link.tsx';

export const IdentifiantOublieRoute = () => (
  <OubliIdentifiantPage
    retour={<Link to="/connexion">Revenir à la connexion</Link>}
    contact={<Link to="/contact">À qui s’adresser ?</Link>}
  />
);
