import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Disclosure } from '../../../../ui/disclosure.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import { LIBELLES_RESSOURCES } from '../../libelles.ts';
import { enTete, jour, mois, montant, periodeDeMois } from '../mots.ts';
import { useFoyer } from './foyer-contexte.ts';

/** Blocks that say what the household earns. */

type RessourcesAnnuellesLues = ContenuBloc<'ressourcesAnnuelles'>;
type Ligne = RessourcesAnnuellesLues['lignes'][number];

export function RessourcesAnnuelles({ contenu }: { readonly contenu: RessourcesAnnuellesLues }) {
  const { annee, lignes, abattementsCentimes, totalRetenuCentimes } = contenu;
  return (
    <>
      <TableLignes lignes={lignes} titre={`Ressources de ${annee}`} />
      <DefinitionList
        numeric
        items={[
          { term: 'Abattements', value: abattementsCentimes === 0 ? 'Aucun' : montant(-abattementsCentimes) },
          {
            term: `Total retenu pour ${annee}`,
            value: (
              <strong>{totalRetenuCentimes === null ? 'Non connu' : montant(totalRetenuCentimes)}</strong>
            ),
          },
        ]}
      />
    </>
  );
}

function TableLignes({ lignes, titre }: { readonly lignes: readonly Ligne[]; readonly titre: string }) {
  const { nommerAdulte } = useFoyer();
  if (lignes.length === 0) return <p>Aucune ressource déclarée.</p>;
  const rangees = lignes.map((ligne, rang) => ({ ...ligne, cle: `${ligne.role} ${ligne.nature} ${rang}` }));
  return (
    <Table<(typeof rangees)[number]>
      caption={titre}
      captionHidden
      rows={rangees}
      keyOf={({ cle }) => cle}
      empty={null}
      columns={[
        { id: 'nature', header: 'Nature', cell: ({ nature }) => LIBELLES_RESSOURCES[nature] },
        { id: 'personne', header: 'Personne', cell: ({ role }) => nommerAdulte(role) },
        {
          id: 'montant',
          header: 'Montant',
          align: 'end',
          cell: ({ montantCentimes }) => montant(montantCentimes),
        },
      ]}
    />
  );
}

type Declaration = ContenuBloc<'ressourcesTrimestrielles'>['declarations'][number];

/** The last declaration in full; the former ones one press away. */
export function RessourcesTrimestrielles({
  contenu,
}: {
  readonly contenu: ContenuBloc<'ressourcesTrimestrielles'>;
}) {
  const [derniere, ...autres] = contenu.declarations;
  if (derniere === undefined) return <p>Aucune déclaration trimestrielle.</p>;
  return (
    <>
      <DeclarationVue declaration={derniere} />
      {autres.length > 0 && (
        <Disclosure wide label={`Déclarations précédentes (${autres.length})`}>
          {autres.map((declaration) => (
            <DeclarationVue key={declaration.du} declaration={declaration} />
          ))}
        </Disclosure>
      )}
    </>
  );
}

/** One quarter: a line per resource, a column per month. */
function DeclarationVue({ declaration }: { readonly declaration: Declaration }) {
  const { nommerAdulte } = useFoyer();
  const { du, au, declareeLe, mois: lesMois } = declaration;
  const cles = [
    ...new Map(
      lesMois.flatMap(({ lignes }) =>
        lignes.map(({ role, nature }) => [`${role} ${nature}`, { role, nature }] as const),
      ),
    ).entries(),
  ];
  const lignes = cles.map(([cle, { role, nature }]) => ({
    cle,
    role,
    nature,
    montants: lesMois.map(({ lignes: duMois }) =>
      duMois
        .filter((ligne) => ligne.role === role && ligne.nature === nature)
        .reduce((somme, { montantCentimes }) => somme + montantCentimes, 0),
    ),
  }));
  const titre = enTete(`${periodeDeMois(du, au)}, déclaré le ${jour(declareeLe)}`);
  return (
    <div className="stack">
      <h4>{titre}</h4>
      {lignes.length === 0 ? (
        <p>Aucune ressource déclarée sur ces trois mois.</p>
      ) : (
        <Table<(typeof lignes)[number]>
          caption={titre}
          captionHidden
          rows={lignes}
          keyOf={({ cle }) => cle}
          empty={null}
          columns={[
            {
              id: 'nature',
              header: 'Nature',
              cell: ({ nature, role }) => (
                <>
                  {LIBELLES_RESSOURCES[nature]}
                  <span className="dossier__cell-note">{nommerAdulte(role)}</span>
                </>
              ),
            },
            ...lesMois.map((duMois, rang) => ({
              id: duMois.mois,
              header: mois(duMois.mois),
              align: 'end' as const,
              cell: ({ montants }: (typeof lignes)[number]) => montant(montants[rang] ?? 0),
            })),
          ]}
        />
      )}
    </div>
  );
}
