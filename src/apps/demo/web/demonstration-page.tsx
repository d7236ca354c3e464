import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../modules/identite/contract.ts';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { ErrorPage } from '../../../ui/error-page.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { annoncer } from '../../../ui/toasts.ts';
import { demonstrationContrat } from '../contract.ts';
import { CompteDemonstration, type EntreeEnCours } from './compte-demonstration.tsx';
import { CourrielsEnvoyes } from './courriels-envoyes.tsx';
import './demonstration.css';
import { DossiersTemoins } from './dossiers-temoins.tsx';
import { entrerComme } from './entrer-comme.ts';
import { Personnes } from './personnes.tsx';
import { type CompteDemo, type Demonstration, premiersPas } from './premiers-pas.ts';
import { TelephoneDEssai } from './telephone-d-essai.tsx';

const SECTIONS = [
  { id: 'commencer', titre: 'Pour commencer' },
  { id: 'personnes', titre: 'Toutes les personnes' },
  { id: 'dossiers', titre: 'Dossiers témoins' },
  { id: 'courriels', titre: 'Courriels envoyés' },
  { id: 'telephone', titre: 'Téléphone d’essai' },
] as const;

interface DemonstrationPageProps {
  readonly connecte: Session | null;
  /** Null: signed in, with steps left before the portal opens. */
  readonly onEntree: (session: Session | null) => Promise<void>;
}

/** The invented people of this portal, each with what to try; one click enters as any of them (page 13). */
export function DemonstrationPage({ connecte, onEntree }: DemonstrationPageProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['demonstration'],
    queryFn: ({ signal }) => appeler(demonstrationContrat.lister, {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <ErrorPage error={error} onRetry={() => void refetch()} />;
  return (
    <div className="demo">
      <PageHeader
        title="Démonstration"
        intro="Tout est inventé ici : les organismes, les personnes, les familles et leurs numéros. Entrez sous le nom de quelqu’un et voyez ce que son rôle ouvre, et ce qu’il n’ouvre pas. Les dix-neuf profils Cdap y sont, chacun avec un dossier à lire."
      />
      <nav className="demo__contents" aria-label="Sur cette page">
        {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
        <ul role="list">
          {SECTIONS.map(({ id, titre }) => (
            <li key={id}>
              <a href={`#${id}`}>{titre}</a>
            </li>
          ))}
        </ul>
      </nav>
      {connecte && (
        <Notice title={`Vous êtes ${connecte.prenom} ${connecte.nom} en ce moment`}>
          <p>Entrer sous un autre nom ferme d’abord cette session.</p>
        </Notice>
      )}
      {data ? (
        <Contenu demonstration={data} connecte={connecte} onEntree={onEntree} />
      ) : (
        <Skeleton lines={9} label="Chargement des personnes de la démonstration" />
      )}
    </div>
  );
}

function Contenu({
  demonstration,
  connecte,
  onEntree,
}: DemonstrationPageProps & { readonly demonstration: Demonstration }) {
  const { motDePasse, organismes, dossiers } = demonstration;
  const [enCours, setEnCours] = useState<EntreeEnCours>({ identifiant: null, erreur: null });

  const entrer = async ({ identifiant }: CompteDemo) => {
    if (enCours.identifiant !== null) return;
    setEnCours({ identifiant, erreur: null });
    try {
      const session = await entrerComme({
        identifiant,
        motDePasse,
        remplace: connecte !== null,
        onAttente: (secondes) =>
          annoncer(`Les codes de l’instant ont déjà servi. Le suivant arrive dans ${secondes} s.`, {
            tone: 'info',
          }),
      });
      await onEntree(session);
    } catch (erreur) {
      if (!(erreur instanceof ErreurApi)) throw erreur;
      setEnCours({ identifiant: null, erreur: { identifiant, erreur } });
      annoncer(erreur.titre, { tone: 'attention' });
    }
  };
  const communs = { motDePasse, enCours, onEntrer: entrer };

  return (
    <>
      <section id="commencer" className="demo__section" aria-labelledby="commencer-titre">
        <h2 id="commencer-titre">Pour commencer</h2>
        {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
        <ul className="demo__first" role="list">
          {premiersPas(organismes).map(({ titre, organisme, compte }) => (
            <li key={compte.identifiant} className="panel">
              <CompteDemonstration {...communs} compte={compte} surtitre={titre} organisme={organisme} />
            </li>
          ))}
        </ul>
      </section>
      <section id="personnes" className="demo__section" aria-labelledby="personnes-titre">
        <h2 id="personnes-titre">Toutes les personnes</h2>
        <Personnes demonstration={demonstration} enCours={enCours} onEntrer={entrer} />
      </section>
      <section id="dossiers" className="demo__section" aria-labelledby="dossiers-titre">
        <h2 id="dossiers-titre">Dossiers témoins</h2>
        <DossiersTemoins dossiers={dossiers} />
      </section>
      <section id="courriels" className="demo__section" aria-labelledby="courriels-titre">
        <h2 id="courriels-titre">Courriels envoyés</h2>
        <CourrielsEnvoyes />
      </section>
      <section id="telephone" className="demo__section" aria-labelledby="telephone-titre">
        <h2 id="telephone-titre">Téléphone d’essai</h2>
        <TelephoneDEssai />
      </section>
    </>
  );
}
