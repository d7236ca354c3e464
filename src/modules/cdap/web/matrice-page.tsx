import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChipGroup } from '../../../ui/chips.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { formatCompte, formatDateHeure } from '../../../ui/format.ts';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { comparerMatrices, type MatriceBrute } from '../domain/comparer-matrices.ts';
import type { VersionMatrice } from '../domain/schemas-matrice.ts';
import { TYPES_PARTENAIRE } from '../domain/types-partenaire.ts';
import { direBloc, direPartenaire } from '../libelles-matrice.ts';
import { MatriceFiche } from './matrice-fiche.tsx';
import { direPeriode, filtrerProfils, TOUS_LES_BLOCS } from './matrice-mots.ts';
import { cleBrouillon, matriceRequete, versionRequete } from './matrice-requetes.ts';
import { MatriceResume } from './matrice-resume.tsx';
import { MatriceTable } from './matrice-table.tsx';
import { MatriceVersions } from './matrice-versions.tsx';
import './matrice.css';

export interface RechercheMatrice {
  readonly catalogue?: '2017' | '2025';
  readonly profil?: string;
}

interface MatricePageProps {
  readonly recherche: RechercheMatrice;
  readonly onRecherche: (recherche: RechercheMatrice) => void;
}

/** The matrix of profiles: what each sees, its versions, and a draft of the next one (CDAP-10). */
export function MatricePage({ recherche, onRecherche }: MatricePageProps) {
  const { data, error, isPending, refetch } = useQuery(matriceRequete);
  const catalogue = recherche.catalogue ?? '2025';
  const versions = data?.versions.filter((version) => version.catalogue === catalogue) ?? [];
  const enVigueur = versions.find(({ etat }) => etat === 'en-vigueur');
  return (
    <>
      <PageHeader
        title="Matrice des profils"
        breadcrumb={<Breadcrumb steps={[{ id: 'accueil', link: <Link to="/accueil">Accueil</Link> }]} />}
        intro="Ce que chaque profil Cdap ouvre d’un dossier, pour qui et à quelles conditions. Un bulletin garde le catalogue sous lequel il a été signé."
      />
      <ChipGroup
        label="Catalogue"
        value={catalogue}
        onChange={(choisi) => onRecherche({ catalogue: choisi })}
        options={[
          { value: '2025', label: 'Catalogue 2025' },
          { value: '2017', label: 'Catalogue 2017' },
        ]}
      />
      {isPending && <Skeleton lines={8} label="Lecture de la matrice…" />}
      {error && !data && (
        <FailureNotice
          titre="La matrice n’a pas pu être lue"
          erreur={error}
          onRelire={() => void refetch()}
        />
      )}
      {data && enVigueur === undefined && (
        <Notice tone="attention" title="Aucune version de ce catalogue n’est en vigueur">
          <p>Aucun de ses profils ne s’ouvre en ce moment.</p>
        </Notice>
      )}
      {enVigueur && (
        <Catalogue
          key={enVigueur.version}
          enVigueur={enVigueur}
          prevue={versions.find(({ etat }) => etat === 'a-venir')}
          profil={recherche.profil}
          onProfil={(profil) => onRecherche({ catalogue, ...(profil === null ? {} : { profil }) })}
        />
      )}
      {data && <MatriceVersions versions={versions} />}
    </>
  );
}

interface CatalogueProps {
  readonly enVigueur: VersionMatrice;
  readonly prevue: VersionMatrice | undefined;
  readonly profil: string | undefined;
  readonly onProfil: (profil: string | null) => void;
}

function Catalogue({ enVigueur, prevue, profil, onProfil }: CatalogueProps) {
  const { data, error, isPending, refetch } = useQuery(versionRequete(enVigueur.version));
  const { brouillon, editer } = useBrouillon(enVigueur.version);
  const [resume, setResume] = useState(false);
  const [filtres, setFiltres] = useState({ partenaire: '', bloc: '' });
  if (isPending) return <Skeleton lines={8} label="Lecture de la matrice…" />;
  if (!data) {
    return (
      <FailureNotice titre="La matrice n’a pas pu être lue" erreur={error} onRelire={() => void refetch()} />
    );
  }
  const depart = data.contenu;
  const matrice = brouillon ?? depart;
  const changements = comparerMatrices(depart, matrice);
  if (resume && changements.length > 0) {
    return (
      <MatriceResume
        versionLue={enVigueur.version}
        contenu={matrice}
        onRetour={() => setResume(false)}
        onEnregistre={() => {
          editer(null);
          setResume(false);
          onProfil(null);
        }}
      />
    );
  }
  const ligne = matrice.profils.find(({ code }) => code === profil);
  const visibles = filtrerProfils(matrice.profils, filtres);
  return (
    <section className="stack" aria-label={`Catalogue ${enVigueur.catalogue}`}>
      <p>
        Version {enVigueur.version}, en vigueur {direPeriode(enVigueur)}.
      </p>
      {prevue && (
        <Notice title={`La version ${prevue.version} s’appliquera le ${formatDateHeure(prevue.du)}`}>
          <p>Pour en préparer une autre, annulez-la d’abord, dans « Versions ».</p>
        </Notice>
      )}
      {changements.length > 0 && (
        <BarreBrouillon
          nombre={changements.length}
          onVoir={() => setResume(true)}
          onAbandon={() => editer(null)}
        />
      )}
      {ligne ? (
        <MatriceFiche
          key={ligne.code}
          matrice={matrice}
          ligne={ligne}
          depart={depart.profils.find(({ code }) => code === ligne.code)}
          onEdite={prevue ? null : editer}
          onRetour={() => onProfil(null)}
        />
      ) : (
        <>
          <div className="matrix-filters">
            <SelectField
              name="partenaire"
              label="Organisme"
              optional
              placeholder="Tous les organismes"
              value={filtres.partenaire}
              onChange={(partenaire) => setFiltres({ ...filtres, partenaire })}
              options={TYPES_PARTENAIRE.map((type) => ({ value: type, label: direPartenaire(type) }))}
            />
            <SelectField
              name="bloc"
              label="Rubrique ouverte"
              optional
              placeholder="Toutes les rubriques"
              value={filtres.bloc}
              onChange={(bloc) => setFiltres({ ...filtres, bloc })}
              options={TOUS_LES_BLOCS.map((bloc) => ({ value: bloc, label: direBloc(bloc) }))}
            />
            <p className="matrix-filters__count" role="status">
              {formatCompte(visibles.length, 'profil')}
            </p>
          </div>
          {visibles.length === 0 ? (
            <EmptyState title="Aucun profil ne répond à ces deux choix">
              Changez d’organisme ou de rubrique.
            </EmptyState>
          ) : (
            <MatriceTable
              catalogue={enVigueur.catalogue}
              profils={visibles}
              bloc={filtres.bloc}
              depart={new Map(depart.profils.map((l) => [l.code, l]))}
            />
          )}
        </>
      )}
    </section>
  );
}

function BarreBrouillon({
  nombre,
  onVoir,
  onAbandon,
}: {
  readonly nombre: number;
  readonly onVoir: () => void;
  readonly onAbandon: () => void;
}) {
  return (
    <div className="matrix-draft" role="status">
      <p>
        <strong>Brouillon : {formatCompte(nombre, 'changement')}.</strong> Rien n’est encore enregistré.
      </p>
      <div className="button-row">
        <Button variant="primary" onClick={onVoir}>
          Voir ce que cela change
        </Button>
        <Button onClick={onAbandon}>Abandonner le brouillon</Button>
      </div>
    </div>
  );
}

/** The draft made from a version; kept in the memory of the session, so that a look at another page loses nothing. */
function useBrouillon(version: number) {
  const client = useQueryClient();
  const [brouillon, setBrouillon] = useState(
    () => client.getQueryData<MatriceBrute | null>(cleBrouillon(version)) ?? null,
  );
  return {
    brouillon,
    editer: (matrice: MatriceBrute | null) => {
      setBrouillon(matrice);
      client.setQueryDefaults(cleBrouillon(version), { gcTime: Number.POSITIVE_INFINITY });
      client.setQueryData(cleBrouillon(version), matrice);
    },
  };
}
