import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { formatCompte, formatDateHeure } from '../../../ui/format.ts';
import { Identifier } from '../../../ui/identifier.tsx';
import { Link } from '../../../ui/link.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table-column.ts';
import type { ArretLecture } from '../contract.ts';
import { ArretsLeveeDialog } from './arrets-levee-dialog.tsx';
import {
  direCause,
  direCauseEnBref,
  direDepuis,
  direQuiLeve,
  direVise,
  type LecteurArrets,
  rangerArrets,
} from './arrets-mots.ts';
import { arretsRequete } from './arrets-requete.ts';
import './arrets.css';

interface ArretsPageProps {
  readonly lecteur: LecteurArrets;
  readonly fuseau: string;
}

/** Stops on reading: those that wait for a judgement, then those that were lifted, with why (CDAP-32). */
export function ArretsPage({ lecteur, fuseau }: ArretsPageProps) {
  const { data, error, isPending, refetch } = useQuery(arretsRequete);
  const [aLever, setALever] = useState<ArretLecture | null>(null);
  const titre = useRef<HTMLHeadingElement>(null);
  const { ouverts, leves } = rangerArrets(data?.arrets ?? []);
  const fermer = () => {
    setALever(null);
    // The button that opened the dialog goes with the stop: the focus then comes back to what is left.
    setTimeout(() => {
      if (document.activeElement === document.body) titre.current?.focus();
    }, 50);
  };
  return (
    <>
      <PageHeader
        title="Arrêts de lecture"
        breadcrumb={<Breadcrumb steps={[{ id: 'accueil', link: <Link to="/accueil">Accueil</Link> }]} />}
        intro="Quand une personne, ou tout un organisme, ouvre trop de dossiers en peu de temps, le portail arrête sa lecture. Quelqu’un vérifie que ces lectures étaient nécessaires, puis lève l’arrêt."
      />
      {isPending && <Skeleton lines={6} label="Lecture des arrêts…" />}
      {error && !data && (
        <FailureNotice
          titre="Les arrêts n’ont pas pu être lus"
          erreur={error}
          onRelire={() => void refetch()}
        />
      )}
      {data && (
        <>
          <section className="stack" aria-labelledby="arrets-ouverts">
            <h2 id="arrets-ouverts" ref={titre} tabIndex={-1}>
              {ouverts.length === 0
                ? 'Arrêts en cours'
                : formatCompte(ouverts.length, 'arrêt en cours', 'arrêts en cours')}
            </h2>
            {ouverts.length === 0 && (
              <EmptyState title="Aucun arrêt de lecture en cours" level={3}>
                S’il se pose un arrêt, il apparaîtra ici, et les administrateurs de l’organisme seront
                prévenus par courriel.
              </EmptyState>
            )}
            {ouverts.map((arret) => (
              <ArretOuvert
                key={arret.id}
                arret={arret}
                lecteur={lecteur}
                fuseau={fuseau}
                onLever={() => setALever(arret)}
              />
            ))}
          </section>
          {leves.length > 0 && <Table {...historique(fuseau)} rows={leves} />}
        </>
      )}
      {aLever && <ArretsLeveeDialog arret={aLever} onClose={fermer} />}
    </>
  );
}

interface ArretOuvertProps {
  readonly arret: ArretLecture;
  readonly lecteur: LecteurArrets;
  readonly fuseau: string;
  readonly onLever: () => void;
}

function ArretOuvert({ arret, lecteur, fuseau, onLever }: ArretOuvertProps) {
  const titre = useId();
  const [maintenant] = useState(() => new Date());
  const { personne, partenaire, cause } = arret;
  return (
    <article className="panel stop-sheet" aria-labelledby={titre}>
      <div className="stop-sheet__text">
        <p>
          <StatusTag tone="stop">Lecture arrêtée</StatusTag>
        </p>
        <h3 id={titre}>{direVise(arret)}</h3>
        {cause === 'plafond-compte' && (
          <p className="soft">
            {partenaire}
            {personne && (
              <>
                {' · identifiant '}
                <Identifier value={personne.identifiant} />
              </>
            )}
          </p>
        )}
        <p>{direCause(arret)}</p>
        <p className="soft">
          Arrêt posé le {formatDateHeure(arret.poseLe, fuseau)}, {direDepuis(arret.poseLe, maintenant)}.
        </p>
      </div>
      {arret.peutLever ? (
        <Button onClick={onLever}>
          Lever l’arrêt<span className="visually-hidden"> de {direVise(arret)}</span>
        </Button>
      ) : (
        <p className="stop-sheet__who">{direQuiLeve(arret, lecteur)}</p>
      )}
    </article>
  );
}

type ArretLeve = ArretLecture & { readonly leveLe: string };

function historique(fuseau: string) {
  const columns: readonly Column<ArretLeve>[] = [
    {
      id: 'vise',
      header: 'Qui',
      cell: (arret) => (
        <>
          <span className="stop-history__who">{direVise(arret)}</span>
          {arret.cause === 'plafond-compte' && <span className="stop-history__org">{arret.partenaire}</span>}
        </>
      ),
    },
    { id: 'cause', header: 'Cause', cell: direCauseEnBref },
    { id: 'pose', header: 'Posé', cell: ({ poseLe }) => formatDateHeure(poseLe, fuseau) },
    { id: 'leve', header: 'Levé', cell: ({ leveLe }) => formatDateHeure(leveLe, fuseau) },
    { id: 'par', header: 'Par', cell: ({ levePar }) => levePar ?? 'La Caf' },
    { id: 'motif', header: 'Motif de la levée', cell: ({ leveMotif }) => leveMotif ?? 'Non indiqué' },
  ];
  return {
    caption: 'Arrêts levés',
    note: 'Les plus récents d’abord.',
    columns,
    keyOf: ({ id }: ArretLeve) => id,
    empty: null,
  };
}
