import { getRouteApi } from '@tanstack/react-router';
import { REGLE_MOT_DE_PASSE } from '../../../modules/identite/domain/mot-de-passe.ts';
import { ReinitialisationPage } from '../../../modules/identite/web/reinitialisation-page.tsx';
import { ButtonLink } from '../../../ui/link.tsx';

const racine = getRouteApi('__root__');

export function ReinitialisationRoute() {
  const { regles } = racine.useLoaderData();
  return (
    <ReinitialisationPage
      // The server judges anyway; without its settings, those it has unless told otherwise.
      regle={regles?.motDePasse ?? REGLE_MOT_DE_PASSE}
      connexion={
        <ButtonLink to="/connexion" data-variant="primary">
          Se connecter
        </ButtonLink>
      }
      autreLien={(seul) => (
        <ButtonLink to="/mot-de-passe-oublie" data-variant={seul ? 'primary' : 'plain'}>
          Demander un autre lien
        </ButtonLink>
      )}
    />
  );
}
