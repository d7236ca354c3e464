import { ButtonLink } from '../../../ui/link.tsx';
import { usePageTitle } from '../../../ui/page-header.tsx';

const TITRE = 'Le passage entre les Caf et leurs partenaires';

/** What the portal is, for who arrives without an account. */
export function AccueilPage() {
  const heading = usePageTitle(TITRE);
  return (
    <div className="welcome">
      <div className="welcome__opening">
        <h1 ref={heading} tabIndex={-1}>
          {TITRE}
        </h1>
        <p className="lead">
          Passerelle est le portail par lequel des Caisses d’allocations familiales ouvrent des services aux
          organismes qui accompagnent les mêmes familles : communes, crèches, départements, bailleurs sociaux,
          hôpitaux.
        </p>
        <div className="button-row">
          <ButtonLink to="/connexion" data-variant="primary">
            Se connecter
          </ButtonLink>
          <ButtonLink to="/contact">À qui s’adresser ?</ButtonLink>
        </div>
      </div>
      <div className="columns">
        <section>
          <h2>Le chiffre, et sa raison</h2>
          <p>
            Un quotient familial se lit avec son mois, sa date de calcul et l’explication de ce qui est
            montré. Rien n’est à recopier d’un courrier.
          </p>
        </section>
        <section>
          <h2>Pas plus que la mission</h2>
          <p>
            Chacun ouvre ce que sa mission demande, et rien d’autre. Un droit s’arrête de lui-même quand la
            convention, la subvention ou le compte sur lesquels il repose prennent fin.
          </p>
        </section>
        <section>
          <h2>Tout laisse une trace</h2>
          <p>
            Chaque consultation est inscrite avant de s’afficher : qui, quand, pour quelle mission. Les
            familles peuvent demander qui a lu leur dossier.
          </p>
        </section>
      </div>
    </div>
  );
}
