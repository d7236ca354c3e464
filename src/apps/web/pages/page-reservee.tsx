import { ButtonLink } from '../../../ui/link.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';

/** A page that the role does not open: said by the page, from the same predicate as the server's. */
export function PageReservee() {
  return (
    <div className="error-page">
      <PageHeader title="Cette page n’est pas ouverte à votre rôle" />
      <p>
        Si vous en avez besoin pour votre travail, adressez-vous à l’administrateur de votre organisme. Si
        c’est vous, adressez-vous à votre Caf.
      </p>
      <div className="button-row">
        <ButtonLink to="/accueil">Aller à l’accueil</ButtonLink>
      </div>
    </div>
  );
}
