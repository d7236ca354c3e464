import { OubliMotDePassePage } from '../../../modules/identite/web/oubli-mot-de-passe-page.tsx';
import { Link } from '../../../ui/link.tsx';

export const MotDePasseOublieRoute = () => (
  <OubliMotDePassePage
    retour={<Link to="/connexion">Revenir à la connexion</Link>}
    contact={<Link to="/contact">À qui s’adresser ?</Link>}
    identifiantOublie={<Link to="/identifiant-oublie">Identifiant oublié ?</Link>}
  />
);
