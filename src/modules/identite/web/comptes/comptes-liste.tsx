import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Acteur } from '../../../../kernel/acteur.ts';
import { Breadcrumb } from '../../../../ui/breadcrumb.tsx';
import { Button } from '../../../../ui/button.tsx';
import { ChipGroup } from '../../../../ui/chips.tsx';
import { EmptyState } from '../../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../../ui/failure-notice.tsx';
import { formatCompte, formatDate } from '../../../../ui/format.ts';
import { Identifier } from '../../../../ui/identifier.tsx';
import { ButtonLink, Link } from '../../../../ui/link.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { Column, Sort } from '../../../../ui/table-column.ts';
import type { Compte } from '../../contract.ts';
import { empechementSurCompte } from '../../domain/droits-identite.ts';
import { ForcerOrganismeDialog } from './actes-mot-de-passe.tsx';
import { direPrecisionEtat, direRoles, ETATS, nomDe } from './comptes-mots.ts';
import type { ComptesPageProps } from './comptes-page.tsx';
import { comptesRequete, type OrganismeVu, rolesLibres } from './comptes-requetes.ts';
import { PrecisionOrganisme } from './organismes-liste.tsx';
import { Pages } from './pages.tsx';
import {
  COLONNES_TRIEES,
  type ColonneTriee,
  cleDe,
  type EtatCherche,
  estPartenaire,
  type RechercheComptes,
} from './recherche-comptes.ts';
import { RechercheNom, useNomCherche } from './recherche-nom.tsx';

interface ComptesListeProps extends ComptesPageProps {
  readonly vu: OrganismeVu;
  /** The reader manages this organisation only: there is nothing to go back to. */
  readonly seul: boolean;
}

/** Accounts of one organisation, fifty at a time, with what its administrators lack. */
export function ComptesListe({ lecteur, vu, seul, recherche, onRecherche }: ComptesListeProps) {
  const client = useQueryClient();
  const cle = cleDe(vu.organisme);
  const { nom, chercherNom } = useNomCherche(client, cle);
  const etat = recherche.etat ?? 'ouverts';
  const page = recherche.page ?? 1;
  const requete = useQuery({
    ...comptesRequete({
      organisme: vu.organisme,
      etat,
      recherche: nom,
      tri: recherche.tri ?? 'nom',
      page,
    }),
    placeholderData: keepPreviousData,
  });
  const [ordonner, setOrdonner] = useState(false);
  const ici: RechercheComptes = { ...recherche, organisme: cle };
  const restreindre = ({ page: _page, ...suivante }: RechercheComptes) => onRecherche(suivante);
  const peutCreer = rolesLibres(vu).length > 0;
  const peutOrdonner = peutOrdonnerATous(lecteur, vu);
  return (
    <>
      <PageHeader
        title={seul ? 'Comptes' : vu.nom}
        breadcrumb={
          <Breadcrumb
            steps={[
              { id: 'accueil', link: <Link to="/accueil">Accueil</Link> },
              ...(seul ? [] : [{ id: 'comptes', link: <Link to="/comptes">Comptes</Link> }]),
            ]}
          />
        }
        intro={intro(vu, seul)}
        action={
          peutCreer && (
            <ButtonLink data-variant="primary" to="/comptes/nouveau" search={{ organisme: cle }}>
              Créer un compte
            </ButtonLink>
          )
        }
      />
      <AvisManques lecteur={lecteur} vu={vu} />
      <section className="stack" aria-label="Liste des comptes">
        <div className="accounts-filters">
          <RechercheNom
            nom={nom}
            onChercher={(saisi) => {
              chercherNom(saisi);
              if (recherche.page) restreindre(ici);
            }}
          />
          <ChipGroup<EtatCherche>
            label="État"
            value={etat}
            onChange={(choix) => {
              const { etat: _etat, ...reste } = ici;
              restreindre(choix === 'ouverts' ? reste : { ...reste, etat: choix });
            }}
            options={FILTRES}
          />
        </div>
        <p role="status" className="soft">
          {requete.data && direComptes(requete.data.total, etat, nom)}
        </p>
        {requete.error && !requete.data ? (
          <FailureNotice
            titre="Les comptes n’ont pas pu être lus"
            erreur={requete.error}
            onRelire={() => void requete.refetch()}
          />
        ) : (
          <Lignes
            comptes={requete.data?.comptes ?? []}
            loading={requete.isPending}
            recherche={ici}
            fuseau={lecteur.fuseau}
            onTri={(tri) => {
              const { page: _page, ...reste } = ici;
              onRecherche({ ...reste, tri }, { remplacer: true });
            }}
            vide={
              <Vide
                filtree={nom !== '' || etat !== 'ouverts'}
                peutCreer={peutCreer}
                onTous={() => {
                  chercherNom('');
                  restreindre({ organisme: cle, etat: 'tous' });
                }}
              />
            }
          />
        )}
        <Pages
          page={page}
          pages={requete.data?.pages ?? 1}
          lien={(suivante) => ({ to: '/comptes', search: { ...ici, page: suivante } })}
        />
      </section>
      {peutOrdonner && (
        <section className="stack" aria-labelledby="tout-l-organisme">
          <h2 id="tout-l-organisme">Pour tout l’organisme</h2>
          <p className="soft accounts-measure">
            Après un incident, vous pouvez demander à toutes les personnes de cet organisme de changer de mot
            de passe.
          </p>
          <div>
            <Button onClick={() => setOrdonner(true)}>Ordonner un changement de mot de passe à tous</Button>
          </div>
        </section>
      )}
      {ordonner && <ForcerOrganismeDialog vu={vu} onClose={() => setOrdonner(false)} />}
    </>
  );
}

const FILTRES = [
  { value: 'ouverts', label: 'Non terminés' },
  { value: 'attente', label: 'Premier accès attendu' },
  { value: 'actif', label: 'Actifs' },
  { value: 'suspendu', label: 'Suspendus' },
  { value: 'clos', label: 'Terminés' },
  { value: 'tous', label: 'Tous' },
] as const;

const SELON_ETAT: Readonly<Record<EtatCherche, readonly [string, string]>> = {
  ouverts: ['compte non terminé', 'comptes non terminés'],
  attente: ['compte en attente du premier accès', 'comptes en attente du premier accès'],
  actif: ['compte actif', 'comptes actifs'],
  suspendu: ['compte suspendu', 'comptes suspendus'],
  clos: ['compte terminé', 'comptes terminés'],
  tous: ['compte, terminés compris', 'comptes, terminés compris'],
};

/** « 12 comptes actifs répondant à « mart ». » */
export function direComptes(total: number, etat: EtatCherche, nom: string): string {
  const compte = formatCompte(total, ...SELON_ETAT[etat]);
  return nom === '' ? `${compte}.` : `${compte}, pour « ${nom} ».`;
}

const intro = ({ precision }: OrganismeVu, seul: boolean): ReactNode => (
  <>
    {!seul && precision && (
      <>
        <PrecisionOrganisme precision={precision} />
        {'. '}
      </>
    )}
    {seul && 'Un compte est une personne : il ne se prête pas. '}
    Toute action sur un compte est tracée à votre nom.
  </>
);

function peutOrdonnerATous(acteur: Acteur, { organisme }: OrganismeVu): boolean {
  if (!('partenaire' in organisme)) return false;
  return (
    empechementSurCompte(acteur, 'forcer-mot-de-passe', {
      id: null,
      nature: 'partenaire',
      cafCode: acteur.cafCode,
      partenaireId: organisme.partenaire,
      roles: [],
      etat: 'actif',
      suspenduPar: null,
    }) === null
  );
}

/** ROL-02: a vacant deputy is told to both parties until it is filled. */
function AvisManques({ lecteur, vu }: Pick<ComptesListeProps, 'lecteur' | 'vu'>) {
  const { sansPrincipal, sansSuppleant } = vu;
  if (!estPartenaire(vu.organisme) || (!sansPrincipal && !sansSuppleant)) return null;
  const lesquels =
    sansPrincipal && sansSuppleant
      ? 'Ni administrateur principal, ni administrateur suppléant'
      : sansPrincipal
        ? 'Pas d’administrateur principal'
        : 'Pas d’administrateur suppléant';
  return (
    <Notice tone={sansPrincipal ? 'stop' : 'attention'} title={lesquels}>
      <p>
        {sansPrincipal
          ? 'Personne n’y mène la revue annuelle, et les comptes ne sont gérés que par la Caf. '
          : 'Personne ne remplace l’administrateur principal quand il est absent. '}
        {lecteur.nature === 'partenaire'
          ? 'Seule votre Caf nomme les administrateurs : proposez-lui quelqu’un.'
          : vu.rolesADonner.length > 0
            ? 'Créez son compte, ou donnez ce rôle à une personne de la liste.'
            : 'Le gestionnaire d’habilitations de la Caf les nomme.'}
      </p>
    </Notice>
  );
}

interface LignesProps {
  readonly comptes: readonly Compte[];
  readonly loading: boolean;
  readonly recherche: RechercheComptes;
  readonly fuseau: string;
  readonly onTri: (tri: NonNullable<RechercheComptes['tri']>) => void;
  readonly vide: ReactNode;
}

function Lignes({ comptes, loading, recherche, fuseau, onTri, vide }: LignesProps) {
  const [maintenant] = useState(() => new Date());
  return (
    <Table
      caption="Comptes"
      captionHidden
      columns={colonnes(recherche, maintenant, fuseau)}
      rows={comptes}
      keyOf={({ id }) => id}
      opens
      loading={loading}
      sort={lireTri(recherche.tri)}
      onSort={({ column, direction }: Sort) => {
        const colonne = COLONNES_TRIEES.find((triee) => triee === column);
        if (colonne) onTri(direction === 'desc' ? `-${colonne}` : colonne);
      }}
      empty={vide}
    />
  );
}

function lireTri(tri: RechercheComptes['tri']): { column: ColonneTriee; direction: 'asc' | 'desc' } | null {
  const colonne = COLONNES_TRIEES.find((triee) => tri === triee || tri === `-${triee}`);
  return colonne ? { column: colonne, direction: tri === colonne ? 'asc' : 'desc' } : null;
}

const colonnes = (
  recherche: RechercheComptes,
  maintenant: Date,
  fuseau: string,
): readonly Column<Compte>[] => [
  {
    id: 'nom',
    header: 'Personne',
    sortable: true,
    cell: (compte) => (
      <>
        <Link to="/comptes/$compte" params={{ compte: compte.id }} search={recherche}>
          {nomDe(compte)}
        </Link>
        <span className="accounts-second">{compte.fonction}</span>
      </>
    ),
  },
  {
    id: 'identifiant',
    header: 'Identifiant',
    cell: ({ identifiant }) => (
      <span className="accounts-id">
        <Identifier value={identifiant} />
      </span>
    ),
  },
  { id: 'roles', header: 'Rôles', cell: ({ roles }) => direRoles(roles) },
  {
    id: 'etat',
    header: 'État',
    sortable: true,
    cell: (compte) => {
      const precision = direPrecisionEtat(compte, maintenant);
      return (
        <>
          <StatusTag tone={ETATS[compte.etat].ton}>{ETATS[compte.etat].mot}</StatusTag>
          {precision && <span className="accounts-second">{precision}</span>}
        </>
      );
    },
  },
  {
    id: 'connexion',
    header: 'Dernière connexion',
    sortable: true,
    cell: ({ derniereConnexion }) =>
      derniereConnexion === null ? 'Jamais' : formatDate(derniereConnexion, fuseau),
  },
];

interface VideProps {
  readonly filtree: boolean;
  readonly peutCreer: boolean;
  readonly onTous: () => void;
}

function Vide({ filtree, peutCreer, onTous }: VideProps) {
  if (filtree)
    return (
      <EmptyState
        title="Aucun compte ne répond à ce choix"
        action={<Button onClick={onTous}>Montrer tous les comptes</Button>}
      >
        Cherchez par une partie du nom, ou changez d’état.
      </EmptyState>
    );
  return (
    <EmptyState title="Aucun compte pour le moment">
      {peutCreer
        ? 'Les comptes de l’organisme apparaîtront ici. Commencez par créer celui d’une personne.'
        : 'Les comptes de l’organisme apparaîtront ici dès qu’ils seront créés.'}
    </EmptyState>
  );
}
