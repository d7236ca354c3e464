import { CopyButton } from '../../../ui/copy-button.tsx';
import { Identifier } from '../../../ui/identifier.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Demonstration } from './premiers-pas.ts';

type Temoin = Demonstration['dossiers'][number];

/** Files written by hand, one per state, edge case and condition of a profile, with memorable numbers. */
export function DossiersTemoins({ dossiers }: { readonly dossiers: readonly Temoin[] }) {
  return (
    <Table<Temoin>
      caption="Dossiers témoins"
      captionHidden
      note="Les mêmes numéros existent dans chaque Caf de la démonstration. Les zéros de tête ne comptent pas. Quand un profil est nommé, le dossier remplit ses conditions ou s’y heurte."
      rows={dossiers}
      keyOf={({ numero }) => numero}
      empty={<p>Aucun dossier témoin.</p>}
      columns={[
        {
          id: 'numero',
          header: 'Numéro',
          cell: ({ numero }) => <Identifier value={numero} kind="dossier" />,
        },
        { id: 'description', header: 'Ce qu’il montre', cell: ({ description }) => description },
        {
          id: 'profils',
          header: 'Pour quel profil',
          cell: ({ profils }) => (
            <span className="demo__profiles">{profils.length === 0 ? 'Tous' : profils.join(', ')}</span>
          ),
        },
        {
          id: 'copie',
          header: 'Copie',
          cell: ({ numero }) => <CopyButton value={numero} what={`le numéro ${numero}`} />,
        },
      ]}
    />
  );
}
