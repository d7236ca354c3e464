import { useId } from 'react';
import { ChipGroup } from '../../../../ui/chips.tsx';
import { EmptyState } from '../../../../ui/empty-state.tsx';
import { formatCompte, formatNombre } from '../../../../ui/format.ts';
import { Identifier } from '../../../../ui/identifier.tsx';
import { Link } from '../../../../ui/link.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { Column } from '../../../../ui/table-column.ts';
import { TextField } from '../../../../ui/text-field.tsx';
import { plier } from '../../domain/mot-de-passe.ts';
import type { ComptesPageProps } from './comptes-page.tsx';
import type { OrganismeVu } from './comptes-requetes.ts';
import { Pages } from './pages.tsx';
import { cleDe, type Manque, type RechercheComptes } from './recherche-comptes.ts';

interface OrganismesListeProps extends Pick<ComptesPageProps, 'recherche' | 'onRecherche'> {
  readonly organismes: readonly OrganismeVu[];
}

const PAR_PAGE = 50;

/** Organisations to choose from: one's own first, then each by name, with the administrators that are missing. */
export function OrganismesListe({ organismes, recherche, onRecherche }: OrganismesListeProps) {
  const { manque, nomme = '' } = recherche;
  const visibles = organismes.filter((vu) => repond(vu, nomme, manque));
  const pages = Math.max(1, Math.ceil(visibles.length / PAR_PAGE));
  const page = Math.min(recherche.page ?? 1, pages);
  const sansPrincipal = organismes.filter((vu) => vu.sansPrincipal).length;
  const sansSuppleant = organismes.filter((vu) => vu.sansSuppleant).length;
  const restreindre = (suivante: RechercheComptes, remplacer = false) => onRecherche(suivante, { remplacer });
  const titre = useId();
  return (
    <section className="stack" aria-labelledby={titre}>
      <h2 id={titre} className="visually-hidden">
        Organismes
      </h2>
      <div className="accounts-filters">
        <TextField
          name="nomme"
          label="Nom de l’organisme"
          optional
          width="20"
          autoComplete="off"
          value={nomme}
          onChange={(saisi) =>
            restreindre({ ...(manque ? { manque } : {}), ...(saisi === '' ? {} : { nomme: saisi }) }, true)
          }
        />
        {sansPrincipal + sansSuppleant > 0 && (
          <ChipGroup<Manque | 'tous'>
            label="Montrer"
            value={manque ?? 'tous'}
            onChange={(choix) =>
              restreindre({ ...(nomme ? { nomme } : {}), ...(choix === 'tous' ? {} : { manque: choix }) })
            }
            options={[
              { value: 'tous', label: `Tous (${formatNombre(organismes.length)})` },
              {
                value: 'sans-principal',
                label: `Sans administrateur principal (${formatNombre(sansPrincipal)})`,
              },
              {
                value: 'sans-suppleant',
                label: `Sans administrateur suppléant (${formatNombre(sansSuppleant)})`,
              },
            ]}
          />
        )}
      </div>
      <p role="status" className="soft">
        {direOrganismes(visibles.length, nomme, manque)}
      </p>
      <Table
        caption="Organismes"
        captionHidden
        columns={COLONNES}
        rows={visibles.slice((page - 1) * PAR_PAGE, page * PAR_PAGE)}
        keyOf={({ organisme }) => cleDe(organisme)}
        opens
        empty={
          <EmptyState title="Aucun organisme ne répond à ce choix" level={3}>
            Vérifiez le nom, ou montrez-les tous.
          </EmptyState>
        }
      />
      <Pages
        page={page}
        pages={pages}
        lien={(suivante) => ({ to: '/comptes', search: { ...recherche, page: suivante } })}
      />
    </section>
  );
}

const repond = (vu: OrganismeVu, nomme: string, manque: Manque | undefined): boolean =>
  plier(vu.nom).includes(plier(nomme.trim())) &&
  (manque === undefined || (manque === 'sans-principal' ? vu.sansPrincipal : vu.sansSuppleant));

/** « 3 organismes sans administrateur suppléant. » : the filter in force, as a sentence. */
export function direOrganismes(nombre: number, nomme: string, manque: Manque | undefined): string {
  const sans =
    manque === undefined
      ? ''
      : ` sans administrateur ${manque === 'sans-principal' ? 'principal' : 'suppléant'}`;
  const dont = nomme.trim() === '' ? '' : ` dont le nom contient « ${nomme.trim()} »`;
  return `${formatCompte(nombre, 'organisme')}${sans}${dont}.`;
}

const COLONNES: readonly Column<OrganismeVu>[] = [
  {
    id: 'nom',
    header: 'Organisme',
    cell: ({ organisme, nom, precision }) => (
      <>
        <Link to="/comptes" search={{ organisme: cleDe(organisme) }}>
          {nom}
        </Link>
        {precision && (
          <span className="accounts-second">
            <PrecisionOrganisme precision={precision} />
          </span>
        )}
      </>
    ),
  },
  { id: 'comptes', header: 'Comptes', align: 'end', cell: ({ comptes }) => formatNombre(comptes) },
  { id: 'manque', header: 'À pourvoir', cell: (vu) => <Manques {...vu} /> },
];

/** What an organisation lacks, or that it lacks nothing. */
export function Manques({
  sansPrincipal,
  sansSuppleant,
}: Pick<OrganismeVu, 'sansPrincipal' | 'sansSuppleant'>) {
  if (!sansPrincipal && !sansSuppleant) return 'Rien';
  return (
    <span className="accounts-missing">
      {sansPrincipal && <StatusTag tone="stop">Sans principal</StatusTag>}
      {sansSuppleant && <StatusTag tone="attention">Sans suppléant</StatusTag>}
    </span>
  );
}

/** What tells an organisation from others of its name: its SIRET, the code of a Caf. */
export function PrecisionOrganisme({ precision }: { readonly precision: string }) {
  if (!/^\d{14}$/.test(precision)) return /^\d{3}$/.test(precision) ? `Caf ${precision}` : precision;
  return (
    <>
      SIRET <Identifier value={precision} kind="siret" />
    </>
  );
}
