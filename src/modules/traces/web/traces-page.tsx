import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { tracesContrat } from '../contract.ts';
import type { LibellesTraces } from '../libelles-des-traces.ts';
import { jourCivil } from './jours-traces.ts';
import type { ListerPersonnes } from './personnes-cherchables.ts';
import { RechercheForm } from './recherche-form.tsx';
import { criteresDe } from './recherche-traces.ts';
import { type CriteresAttendus, TracesResultat } from './traces-resultat.tsx';
import { useRecherche } from './use-recherche.ts';
import './traces.css';

interface TracesPageProps {
  readonly libelles: LibellesTraces;
  readonly listerPersonnes: ListerPersonnes;
  /** Zone of the Caf, in which days begin and hours are told. */
  readonly fuseau: string;
}

const LIGNES_PAR_PAGE = 50;

/** The traces that a manager or an auditor may read, newest first, by day (TRA-07, TRA-08). */
export function TracesPage({ libelles, listerPersonnes, fuseau }: TracesPageProps) {
  const { recherche, dossier, dossierOublie, chercher } = useRecherche();
  const aujourdHui = jourCivil(new Date(), fuseau);
  const criteres = useMemo(
    () => criteresDe(recherche, dossier, aujourdHui),
    [recherche, dossier, aujourdHui],
  );
  const client = useQueryClient();

  const requete = useInfiniteQuery({
    queryKey: ['traces', criteres],
    queryFn: ({ pageParam, signal }) =>
      appeler(
        tracesContrat.rechercher,
        { ...criteres, ...(pageParam === null ? {} : { apres: pageParam }), nombre: LIGNES_PAR_PAGE },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ suite }) => suite,
    // Each page read again would be one more trace: only the person asks for it.
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

  // The list of people is itself a traced reading: asked only once someone is to be chosen or named.
  const [nommer, setNommer] = useState(false);
  const personnes = useQuery({
    queryKey: ['traces', 'personnes'],
    queryFn: ({ signal }) => listerPersonnes(signal),
    enabled: nommer || recherche.personne !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });

  const [attendus, setAttendus] = useState<CriteresAttendus | null>(null);

  const relire = () => void client.resetQueries({ queryKey: ['traces', criteres], exact: true });

  return (
    <div className="traces-page">
      <PageHeader
        title="Traces"
        breadcrumb={<Breadcrumb steps={[{ id: 'accueil', link: <Link to="/accueil">Accueil</Link> }]} />}
        intro="Gardées six mois, puis effacées. Votre lecture est elle-même tracée."
      />
      <RechercheForm
        libelles={libelles}
        recherche={recherche}
        dossier={dossier}
        personnes={personnes}
        onVouloirPersonnes={() => setNommer(true)}
        aujourdHui={aujourdHui}
        onChercher={(suivante, numero) => {
          if (!chercher(suivante, numero)) relire();
        }}
        onReplier={(suivante, numero) => setAttendus({ criteres: criteresDe(suivante, numero, aujourdHui) })}
      />
      <TracesResultat
        libelles={libelles}
        fuseau={fuseau}
        aujourdHui={aujourdHui}
        criteres={criteres}
        attendus={attendus}
        dossierOublie={dossierOublie}
        filtree={dossier !== undefined || Object.keys(recherche).length > 0}
        requete={requete}
        personnes={personnes.data ?? []}
        onChercher={chercher}
        onRelire={relire}
      />
    </div>
  );
}
