import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { formatCompte, formatDateHeure } from '../../../ui/format.ts';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { habilitationsContrat } from '../contract.ts';
import { empechementsDe, type Ouverture } from './dire-droit.ts';
import { DroitFiche } from './droit-fiche.tsx';
import './mes-habilitations.css';

interface MesHabilitationsPageProps {
  readonly titulaire: {
    readonly nom: string;
    readonly organisme: string;
    readonly nature: 'partenaire' | 'caf' | 'cnaf';
    /** Administrator of the partner: their own rights are the Caf's to give (HAB-06). */
    readonly administrateur: boolean;
  };
  /** By right, what its service says of it; undefined while it is read, null when it could not be. */
  readonly ouvertures: ReadonlyMap<string, Ouverture> | null | undefined;
  /** Where to go with a right that can be used. */
  readonly suite?: ReactNode;
  readonly fuseau: string;
}

/** The person's own rights: which can be used, for what, and why (HAB-01, HAB-46). */
export function MesHabilitationsPage(props: MesHabilitationsPageProps) {
  const { titulaire } = props;
  useToutDeplierALImpression();
  return (
    <>
      <PageHeader
        title="Mes habilitations"
        breadcrumb={<Breadcrumb steps={[{ id: 'accueil', link: <Link to="/accueil">Accueil</Link> }]} />}
        intro="Ce que vous pouvez faire sur le portail, pour quelle mission, jusqu’à quand, et sur quoi cela repose."
        action={<Button onClick={() => window.print()}>Imprimer</Button>}
      />
      <p className="print-only">
        {titulaire.nom}, {titulaire.organisme}. Situation le {formatDateHeure(new Date(), props.fuseau)}.
      </p>
      <Droits {...props} />
    </>
  );
}

function Droits({ titulaire, ouvertures, suite, fuseau }: MesHabilitationsPageProps) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['habilitations', 'miennes'],
    queryFn: ({ signal }) => appeler(habilitationsContrat.listerMesHabilitations, {}, { signal }),
  });
  // A right told usable and then not would be worse than a short wait.
  if (isPending || ouvertures === undefined)
    return <Skeleton lines={8} label="Lecture de vos habilitations…" />;
  if (!data)
    return (
      <FailureNotice
        titre="Vos habilitations n’ont pas pu être lues"
        erreur={error}
        onRelire={() => void refetch()}
      />
    );
  if (data.droits.length === 0) return <Aucune {...titulaire} />;

  const maintenant = new Date();
  const fiches = data.droits.map((droit) => ({ droit, ouverture: ouvertures?.get(droit.id) }));
  const bons = fiches.filter(({ droit, ouverture }) => empechementsDe(droit, ouverture).length === 0);
  const autres = fiches.filter((fiche) => !bons.includes(fiche));
  return (
    <div className="rights">
      <div className="rights-summary">
        <p>
          <strong>{formatCompte(fiches.length, 'habilitation')}</strong>,{' '}
          {direUtilisables(bons.length, fiches.length)}
        </p>
        {bons.length > 0 && suite}
      </div>
      {ouvertures === null && (
        <Notice tone="attention" title="Ce que vos profils ouvrent n’a pas pu être lu">
          <p>Le reste est à jour. Rechargez la page dans quelques instants.</p>
        </Notice>
      )}
      {[...bons, ...autres].map(({ droit, ouverture }) => (
        <DroitFiche
          key={droit.id}
          droit={droit}
          ouverture={ouverture}
          fuseau={fuseau}
          maintenant={maintenant}
        />
      ))}
      <p className="soft">
        Un droit qui vous manque, ou dont vous n’avez plus besoin : dites-le à l’administrateur de votre
        organisme. Chacun n’ouvre que ce que sa mission demande.
      </p>
    </div>
  );
}

function direUtilisables(bons: number, total: number): string {
  if (bons === total) return total === 1 ? 'utilisable aujourd’hui.' : 'toutes utilisables aujourd’hui.';
  if (bons === 0)
    return total === 1 ? 'qui ne peut pas servir aujourd’hui.' : 'dont aucune ne peut servir aujourd’hui.';
  return `dont ${bons} ${bons === 1 ? 'utilisable' : 'utilisables'} aujourd’hui.`;
}

function Aucune({ nature, administrateur }: MesHabilitationsPageProps['titulaire']) {
  if (nature !== 'partenaire') {
    return (
      <EmptyState title="Aucune habilitation">
        Les habilitations sont données aux agents des partenaires, pour lire des dossiers ou faire des
        déclarations. Ce que vous pouvez faire ici tient à votre rôle. S’il ne convient pas, adressez-vous à
        votre direction.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Aucune habilitation">
      Une habilitation dit quel service vous pouvez utiliser, sous quel profil et pour quelle mission. Si
      votre travail en demande une,{' '}
      {administrateur
        ? 'demandez-la à la Caf : un administrateur ne se donne pas de droits à lui-même.'
        : 'parlez-en à votre responsable : il la demande à l’administrateur de votre organisme, qui l’accorde.'}
    </EmptyState>
  );
}

/** Paper has nothing to press: what is folded is printed too, and folded back after. */
function useToutDeplierALImpression(): void {
  useEffect(() => {
    let deplies: HTMLDetailsElement[] = [];
    const deplier = () => {
      deplies = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
      for (const details of deplies) details.open = true;
    };
    const replier = () => {
      for (const details of deplies) details.open = false;
    };
    window.addEventListener('beforeprint', deplier);
    window.addEventListener('afterprint', replier);
    return () => {
      window.removeEventListener('beforeprint', deplier);
      window.removeEventListener('afterprint', replier);
    };
  }, []);
}
