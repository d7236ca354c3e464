import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Identifier } from '../../../../ui/identifier.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import { jour, NON_CONNU } from '../mots.ts';
import type { Contenu } from './contenu.ts';

type Organisme = ContenuBloc<'affiliation'>['organisme'];

/** « Caf 599 », « MSA du département 059 ». */
export const nommerOrganisme = ({ nature, code }: Organisme): string =>
  nature === 'caf' ? `Caf ${code}` : `MSA ${code}`;

/** T2, T10: whether the family now depends on another body, and on which. */
const SENS = {
  terminee: { entrante: 'Venu de', sortante: 'Parti vers' },
  'en-cours': { entrante: 'Arrivée demandée de', sortante: 'Départ demandé vers' },
} as const;

export function AffiliationAilleurs({
  contenu: { ailleurs, organisme, depuis },
}: {
  readonly contenu: Contenu<'affiliation', 'ailleurs'>;
}) {
  if (!ailleurs || organisme === null) return <p>La famille dépend de cette Caf.</p>;
  return (
    <p>
      La famille dépend maintenant d’un autre organisme : <strong>{nommerOrganisme(organisme)}</strong>
      {depuis && `, depuis le ${jour(depuis)}`}.
    </p>
  );
}

export function Affiliation({ contenu }: { readonly contenu: ContenuBloc<'affiliation'> }) {
  const { organisme, depuis, mutations, fusion } = contenu;
  type Mutation = (typeof mutations)[number];
  return (
    <>
      <DefinitionList
        items={[
          { term: 'Organisme', value: `${nommerOrganisme(organisme)}, depuis le ${jour(depuis)}` },
          ...(fusion
            ? [
                {
                  term: 'Réuni avec',
                  value: (
                    <>
                      <Identifier value={fusion.numero} kind="dossier" /> de la Caf {fusion.cafCode}, le{' '}
                      {jour(fusion.le)}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {mutations.length > 0 && (
        <Table<Mutation>
          caption="Transferts"
          captionHidden
          rows={mutations}
          keyOf={({ le, sens }) => `${le} ${sens}`}
          empty={null}
          columns={[
            { id: 'le', header: 'Transfert', cell: ({ le }) => jour(le) },
            {
              id: 'sens',
              header: 'Sens',
              cell: ({ sens, etat, organisme: autre }) => `${SENS[etat][sens]} : ${nommerOrganisme(autre)}`,
            },
            {
              id: 'numero',
              header: 'Numéro là-bas',
              cell: ({ numero }) =>
                numero === null ? NON_CONNU : <Identifier value={numero} kind="dossier" />,
            },
            {
              id: 'etat',
              header: 'État',
              cell: ({ etat }) => (etat === 'terminee' ? 'Terminé' : 'En cours'),
            },
          ]}
        />
      )}
    </>
  );
}
