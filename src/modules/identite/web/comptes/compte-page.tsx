import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Breadcrumb } from '../../../../ui/breadcrumb.tsx';
import { EmptyState } from '../../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../../ui/failure-notice.tsx';
import { ButtonLink, Link } from '../../../../ui/link.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';
import type { Session } from '../../contract.ts';
import { CompteFiche } from './compte-fiche.tsx';
import { nomDe } from './comptes-mots.ts';
import { organismeChoisi } from './comptes-page.tsx';
import { compteRequete, type OrganismeVu, organismesRequete } from './comptes-requetes.ts';
import type { RechercheComptes } from './recherche-comptes.ts';
import './comptes.css';

interface ComptePageProps {
  readonly lecteur: Session;
  readonly id: string;
  readonly recherche: RechercheComptes;
}

/** One account, at an address of its own. */
export function ComptePage({ lecteur, id, recherche }: ComptePageProps) {
  const { data, error, isPending, refetch } = useQuery(organismesRequete);
  const vu = data && organismeChoisi(data.organismes, recherche);
  if (vu)
    return (
      <DansOrganisme
        lecteur={lecteur}
        id={id}
        recherche={recherche}
        vu={vu}
        seul={data.organismes.length === 1}
      />
    );
  return (
    <>
      <PageHeader title="Compte" breadcrumb={<Breadcrumb steps={etapes(null, recherche)} />} />
      {isPending && <Skeleton lines={8} label="Lecture du compte…" />}
      {error && !data && (
        <FailureNotice titre="Le compte n’a pas pu être lu" erreur={error} onRelire={() => void refetch()} />
      )}
      {data && <Introuvable recherche={recherche} />}
    </>
  );
}

interface DansOrganismeProps extends ComptePageProps {
  readonly vu: OrganismeVu;
  readonly seul: boolean;
}

function DansOrganisme({ lecteur, id, recherche, vu, seul }: DansOrganismeProps) {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(compteRequete(client, vu.organisme, id));
  return (
    <>
      <PageHeader
        title={data ? nomDe(data) : 'Compte'}
        breadcrumb={<Breadcrumb steps={etapes(seul ? null : vu.nom, recherche)} />}
        {...(data ? { intro: `${data.fonction}, ${vu.nom}` } : {})}
      />
      {isPending && <Skeleton lines={8} label="Lecture du compte…" />}
      {error && !data && (
        <FailureNotice titre="Le compte n’a pas pu être lu" erreur={error} onRelire={() => void refetch()} />
      )}
      {data === null && <Introuvable recherche={recherche} />}
      {data && <CompteFiche lecteur={lecteur} vu={vu} compte={data} />}
    </>
  );
}

/** Back to the list as it was left: its filters travel in the address. */
function etapes(organisme: string | null, recherche: RechercheComptes) {
  return [
    { id: 'accueil', link: <Link to="/accueil">Accueil</Link> },
    {
      id: 'comptes',
      link: (
        <Link to="/comptes" search={organisme === null ? recherche : {}}>
          Comptes
        </Link>
      ),
    },
    ...(organisme === null
      ? []
      : [
          {
            id: 'organisme',
            link: (
              <Link to="/comptes" search={recherche}>
                {organisme}
              </Link>
            ),
          },
        ]),
  ];
}

function Introuvable({ recherche }: { readonly recherche: RechercheComptes }) {
  return (
    <EmptyState
      title="Ce compte n’est pas parmi ceux que vous voyez"
      action={
        <ButtonLink to="/comptes" search={recherche}>
          Voir les comptes
        </ButtonLink>
      }
    >
      L’adresse est incomplète, ou le compte est celui d’un autre organisme.
    </EmptyState>
  );
}
