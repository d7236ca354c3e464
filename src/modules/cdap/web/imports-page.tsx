import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { formatDateHeure } from '../../../ui/format.ts';
import { Link } from '../../../ui/link.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table-column.ts';
import { estOuvert } from '../domain/import/etats-import.ts';
import type { Import } from '../domain/import/imports.ts';
import { ImportsDepot } from './imports-depot.tsx';
import { ImportEnCours } from './imports-en-cours.tsx';
import { direComptes, direTaille, ETATS } from './imports-mots.ts';
import { ImportsRefus } from './imports-refus.tsx';
import { importsRequete } from './imports-requete.ts';
import './imports.css';

/** Import of files by the Caf: deposit, progress, what came of the former ones (CDAP-29). */
export function ImportsPage({ fuseau }: { readonly fuseau: string }) {
  const { data, error, isPending, refetch } = useQuery(importsRequete);
  const [montre, setMontre] = useState<string | null>(null);
  const imports = data?.imports ?? [];
  const ouvert = imports.find(({ etat }) => estOuvert(etat));
  const finis = imports.filter(({ etat }) => !estOuvert(etat));
  const aMontrer = imports.find(({ id }) => id === montre);
  return (
    <>
      <PageHeader
        title="Importer des dossiers"
        breadcrumb={<Breadcrumb steps={[{ id: 'accueil', link: <Link to="/accueil">Accueil</Link> }]} />}
        intro="Déposez le fichier des dossiers de votre Caf : le portail les enregistre, remplace ceux qu’il connaît par leur version la plus récente, et dit les lignes qu’il refuse. Personne à la Caf ne lit ces dossiers ici."
      />
      {isPending && <Skeleton lines={6} label="Lecture des imports…" />}
      {error && !data && (
        <FailureNotice
          titre="Les imports n’ont pas pu être lus"
          erreur={error}
          onRelire={() => void refetch()}
        />
      )}
      {data && (
        <>
          {ouvert ? <ImportEnCours ouvert={ouvert} fuseau={fuseau} /> : <ImportsDepot />}
          {finis.length === 0 ? (
            <EmptyState title="Aucun import terminé">
              Le résultat de chaque import restera ici, avec le compte des dossiers et les lignes refusées.
            </EmptyState>
          ) : (
            <Table {...historique(fuseau, setMontre)} rows={finis} />
          )}
          {aMontrer && <ImportsRefus key={aMontrer.id} fait={aMontrer} />}
        </>
      )}
    </>
  );
}

function historique(fuseau: string, montrer: (id: string) => void) {
  const columns: readonly Column<Import>[] = [
    { id: 'fichier', header: 'Fichier', cell: ({ fichier }) => fichier },
    {
      id: 'etat',
      header: 'État',
      cell: ({ etat }) => <StatusTag tone={ETATS[etat].ton}>{ETATS[etat].mot}</StatusTag>,
    },
    { id: 'resultat', header: 'Dossiers', cell: direComptes },
    { id: 'taille', header: 'Taille', cell: ({ octets }) => direTaille(octets), align: 'end' },
    { id: 'debut', header: 'Commencé', cell: ({ commenceLe }) => formatDateHeure(commenceLe, fuseau) },
    {
      id: 'fin',
      header: 'Fini',
      cell: ({ termineLe }) => (termineLe === null ? '' : formatDateHeure(termineLe, fuseau)),
    },
    { id: 'par', header: 'Par', cell: ({ personne }) => personne ?? 'Ligne de commande' },
    {
      id: 'refus',
      header: 'Lignes refusées',
      cell: ({ id, refusees, fichier }) =>
        refusees === 0 ? (
          'Aucune'
        ) : (
          <Button size="small" onClick={() => montrer(id)}>
            Voir<span className="visually-hidden"> les lignes refusées de {fichier}</span>
          </Button>
        ),
    },
  ];
  return {
    caption: 'Imports finis',
    note: 'Les plus récents d’abord, cinquante au plus.',
    columns,
    keyOf: ({ id }: Import) => id,
    empty: null,
  };
}
