import { getRouteApi } from '@tanstack/react-router';
import { CompteCreationPage } from '../../../modules/identite/web/comptes/compte-creation.tsx';
import { ComptePage } from '../../../modules/identite/web/comptes/compte-page.tsx';
import { ComptesPage } from '../../../modules/identite/web/comptes/comptes-page.tsx';
import { useSession } from '../session-contexte.ts';

const liste = getRouteApi('/espace/comptes');
const nouveau = getRouteApi('/espace/comptes/nouveau');
const un = getRouteApi('/espace/comptes/$compte');

/** Accounts of the organisations that the reader manages; the choice and the filters stand in the address. */
export function ComptesRoute() {
  const aller = liste.useNavigate();
  return (
    <ComptesPage
      lecteur={useSession()}
      recherche={liste.useSearch()}
      onRecherche={(search, options) => void aller({ search, replace: options?.remplacer ?? false })}
    />
  );
}

export const CompteCreationRoute = () => (
  <CompteCreationPage lecteur={useSession()} recherche={nouveau.useSearch()} />
);

export function CompteRoute() {
  const { compte } = un.useParams();
  return <ComptePage key={compte} lecteur={useSession()} id={compte} recherche={un.useSearch()} />;
}
