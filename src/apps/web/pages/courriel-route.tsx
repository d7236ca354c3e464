import { CourrielPage } from '../../../modules/identite/web/courriel-page.tsx';
import { ButtonLink, Link } from '../../../ui/link.tsx';

export const CourrielRoute = () => (
  <CourrielPage
    suite={<ButtonLink to="/">Aller au portail</ButtonLink>}
    contact={<Link to="/contact">À qui s’adresser ?</Link>}
  />
);
