import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Button } from '../../../ui/button.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { formatCompte, formatNombre } from '../../../ui/format.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table-column.ts';
import { cdapContrat } from '../contract.ts';
import type { Import } from '../domain/import/imports.ts';

interface RefusImport {
  readonly ligne: number;
  readonly champ: string;
  readonly message: string;
}

const COLONNES: readonly Column<RefusImport>[] = [
  { id: 'ligne', header: 'Ligne', cell: ({ ligne }) => formatNombre(ligne) },
  {
    id: 'champ',
    header: 'Champ',
    cell: ({ champ }) => (champ === '' ? 'Toute la ligne' : <code>{champ}</code>),
  },
  { id: 'message', header: 'Raison', cell: ({ message }) => message },
];

/** Refused lines of an import, a hundred at a time: where to look in the file, and why; never what it says. */
export function ImportsRefus({ fait }: { readonly fait: Import }) {
  /** Line after which each page seen begins. */
  const [pages, setPages] = useState<readonly number[]>([0]);
  const apres = pages.at(-1) ?? 0;
  const titre = useRef<HTMLHeadingElement>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['cdap', 'imports', fait.id, apres],
    queryFn: ({ signal }) => appeler(cdapContrat.listerRefusImport, { import: fait.id, apres }, { signal }),
  });
  // Asked for by a button above: who cannot see the page is taken to what it opened.
  useEffect(() => titre.current?.focus(), []);
  const suite = data?.suite ?? null;
  return (
    <section className="stack" aria-labelledby="import-refus">
      <h2 id="import-refus" ref={titre} tabIndex={-1}>
        {formatCompte(fait.refusees, 'ligne refusée', 'lignes refusées')} de {fait.fichier}
      </h2>
      {isPending && <Skeleton lines={6} label="Lecture des lignes refusées…" />}
      {error && !data && (
        <FailureNotice
          titre="Les lignes refusées n’ont pas pu être lues"
          erreur={error}
          onRelire={() => void refetch()}
        />
      )}
      {data && (
        <>
          <Table
            caption="Lignes refusées"
            captionHidden
            columns={COLONNES}
            rows={data.refus}
            keyOf={({ ligne }) => String(ligne)}
            note={
              fait.refusees > 10_000
                ? 'Les dix mille premières sont gardées ; le compte, lui, est entier.'
                : undefined
            }
            empty={<p>Il n’y en a pas d’autre.</p>}
          />
          <div className="button-row">
            {pages.length > 1 && (
              <Button onClick={() => setPages(pages.slice(0, -1))}>Lignes précédentes</Button>
            )}
            {suite !== null && <Button onClick={() => setPages([...pages, suite])}>Lignes suivantes</Button>}
          </div>
        </>
      )}
    </section>
  );
}
