import { useQuery } from '@tanstack/react-query';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatDateHeure } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { demonstrationContrat } from '../contract.ts';

/** Mails that a real portal would have sent; the demonstration keeps them here. */
export function CourrielsEnvoyes() {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['demonstration', 'courriels'],
    queryFn: ({ signal }) => appeler(demonstrationContrat.courriels, {}, { signal }),
    staleTime: 0,
  });
  return (
    <>
      <p>
        Un vrai portail les enverrait. Ici ils restent sur cette page, et ne partent nulle part. Un mot de
        passe provisoire ou un lien s’y lisent jusqu’à l’arrêt du portail ; sa base ne les garde pas.
      </p>
      <div className="button-row">
        <Button busy={isFetching} onClick={() => void refetch()}>
          Actualiser
        </Button>
      </div>
      {error && (
        <Notice
          tone="attention"
          title={error instanceof ErreurApi ? error.titre : 'Les courriels n’ont pas pu être lus'}
        />
      )}
      {!data && !error && <Skeleton label="Chargement des courriels" />}
      {data && data.courriels.length === 0 && (
        <EmptyState title="Aucun courriel pour le moment" level={3}>
          Le premier partira par exemple quand un compte aura été créé, quand quelqu’un aura ouvert beaucoup
          de dossiers en une heure, ou après dix essais manqués de connexion.
        </EmptyState>
      )}
      {data && data.courriels.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
        <ul className="demo__mails" role="list">
          {data.courriels.map(({ id, destinataire, objet, corps, le }) => (
            <li key={id}>
              <Disclosure label={objet}>
                <p className="demo__mail">{corps}</p>
              </Disclosure>
              <p className="soft">
                À {destinataire}, {formatDateHeure(le)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
