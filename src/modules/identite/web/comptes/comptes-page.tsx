import { useQuery } from '@tanstack/react-query';
import { Breadcrumb } from '../../../../ui/breadcrumb.tsx';
import { EmptyState } from '../../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../../ui/failure-notice.tsx';
import { Link } from '../../../../ui/link.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';
import type { Session } from '../../contract.ts';
import { ComptesListe } from './comptes-liste.tsx';
import { type OrganismeVu, organismesRequete } from './comptes-requetes.ts';
import { OrganismesListe } from './organismes-liste.tsx';
import { cleDe, type RechercheComptes } from './recherche-comptes.ts';
import './comptes.css';

export interface ComptesPageProps {
  readonly lecteur: Session;
  readonly recherche: RechercheComptes;
  readonly onRecherche: (recherche: RechercheComptes, options?: { readonly remplacer?: boolean }) => void;
}

/**
 * Accounts that the reader manages or watches over: their own organisation's at once when it is the only one, the
 * organisations to choose from otherwise.
 */
export function ComptesPage({ lecteur, recherche, onRecherche }: ComptesPageProps) {
  const { data, error, isPending, refetch } = useQuery(organismesRequete);
  if (!data) {
    return (
      <>
        <PageHeader title="Comptes" breadcrumb={<Breadcrumb steps={versAccueil} />} />
        {isPending ? (
          <Skeleton lines={8} label="Lecture des organismes…" />
        ) : (
          <FailureNotice
            titre="Les organismes n’ont pas pu être lus"
            erreur={error}
            onRelire={() => void refetch()}
          />
        )}
      </>
    );
  }
  const { organismes } = data;
  const choisi = organismeChoisi(organismes, recherche);
  if (choisi)
    return (
      <ComptesListe
        key={cleDe(choisi.organisme)}
        lecteur={lecteur}
        vu={choisi}
        seul={organismes.length === 1}
        recherche={recherche}
        onRecherche={onRecherche}
      />
    );
  return (
    <>
      <PageHeader
        title="Comptes"
        breadcrumb={<Breadcrumb steps={versAccueil} />}
        intro="Choisissez un organisme pour voir ses comptes."
      />
      {organismes.length === 0 ? (
        <EmptyState title="Aucun organisme">
          Les organismes dont vous voyez les comptes apparaîtront ici.
        </EmptyState>
      ) : (
        <OrganismesListe organismes={organismes} recherche={recherche} onRecherche={onRecherche} />
      )}
    </>
  );
}

const versAccueil = [{ id: 'accueil', link: <Link to="/accueil">Accueil</Link> }];

/** The one of the address, or the only one; undefined when there is a choice to make. */
export const organismeChoisi = (
  organismes: readonly OrganismeVu[],
  { organisme }: RechercheComptes,
): OrganismeVu | undefined =>
  organismes.length === 1 ? organismes[0] : organismes.find((vu) => cleDe(vu.organisme) === organisme);
