import { getRouteApi } from '@tanstack/react-router';
import { AideConnexionPage } from '../../../modules/identite/web/aide-connexion-page.tsx';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';

const racine = getRouteApi('__root__');

/** The settings are those in force: without the server's word nothing is told in their place. */
export function AideConnexionRoute() {
  const { regles } = racine.useLoaderData();
  if (regles === null) {
    return (
      <>
        <PageHeader title="Aide à la connexion" />
        <Notice tone="attention" title="Les réglages du portail n’ont pas pu être lus">
          <p>
            Réessayez dans quelques instants. En attendant : <Link to="/contact">à qui s’adresser ?</Link>
          </p>
          <Button size="small" onClick={() => window.location.reload()}>
            Réessayer
          </Button>
        </Notice>
      </>
    );
  }
  return (
    <AideConnexionPage
      regles={regles}
      liens={{
        motDePasse: <Link to="/mot-de-passe-oublie">Demander un lien pour en choisir un autre</Link>,
        identifiant: <Link to="/identifiant-oublie">Le recevoir par courriel</Link>,
        contact: <Link to="/contact">À qui s’adresser ?</Link>,
      }}
    />
  );
}
