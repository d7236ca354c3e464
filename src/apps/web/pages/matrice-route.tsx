import { getRouteApi } from '@tanstack/react-router';
import { MatricePage } from '../../../modules/cdap/web/matrice-page.tsx';

const route = getRouteApi('/espace/matrice');

/** The matrix of profiles, for the administrator of the Cnaf; catalogue and profile stand in the address. */
export function MatriceRoute() {
  const recherche = route.useSearch();
  const aller = route.useNavigate();
  return <MatricePage recherche={recherche} onRecherche={(search) => void aller({ search })} />;
}
