import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '../../../../ui/button.tsx';
import { EmptyState } from '../../../../ui/empty-state.tsx';
import { formatDate, formatDateHeure } from '../../../../ui/format.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { Column } from '../../../../ui/table-column.ts';
import { Cadre } from './cadre.tsx';
import { JetonCreationDialog, JetonRevocationDialog } from './jetons-dialogs.tsx';
import { Lecture } from './lecture.tsx';
import { direPortees } from './mots.ts';
import { type Jeton, jetonsRequete } from './requetes.ts';

/** Tokens by which one's programs call the portal in one's name (ACC-09). */
export function JetonsPage({ fuseau }: { readonly fuseau: string }) {
  const requete = useQuery(jetonsRequete);
  const [creer, setCreer] = useState(false);
  const [revoquer, setRevoquer] = useState<Jeton | null>(null);
  const titre = useRef<HTMLHeadingElement>(null);
  const fermer = () => {
    setCreer(false);
    setRevoquer(null);
    setTimeout(() => {
      if (document.activeElement === document.body) titre.current?.focus();
    }, 50);
  };
  return (
    <Cadre
      titre="Jetons d’API"
      intro="Pour qu’un logiciel de votre organisme interroge le portail en votre nom."
      action={
        requete.data &&
        requete.data.jetons.length > 0 && (
          <Button variant="primary" onClick={() => setCreer(true)}>
            Créer un jeton
          </Button>
        )
      }
    >
      <section className="stack" aria-labelledby="regles">
        <h2 id="regles">Ce qu’un jeton peut faire</h2>
        <ul className="account-rules">
          <li>Il agit sous votre nom : chaque usage est tracé comme le vôtre, avec le nom du jeton.</li>
          <li>
            Il ne peut rien de plus que vous au moment de l’appel, et seulement dans les services choisis. Si
            un droit vous est retiré, il le perd aussi.
          </li>
          <li>Il ne crée pas de compte, ne change ni mot de passe ni habilitation, et ne se prolonge pas.</li>
          <li>
            Il ne se prête pas, ne se met ni dans un courriel ni dans un code source, et se révoque au moindre
            doute.
          </li>
        </ul>
        <p>
          {/* Published with the API, outside the pages of a signed-in person. */}
          <a href="/integrateurs">Documentation pour les intégrateurs</a>
        </p>
      </section>
      <section className="stack" aria-labelledby="jetons">
        <h2 id="jetons" ref={titre} tabIndex={-1}>
          Vos jetons
        </h2>
        <Lecture requete={requete} echec="Vos jetons n’ont pas pu être lus">
          {({ jetons }) => (
            <Table
              caption="Vos jetons"
              captionHidden
              columns={colonnes(fuseau, setRevoquer)}
              rows={jetons}
              keyOf={({ id }) => id}
              empty={
                <EmptyState
                  title="Vous n’avez aucun jeton"
                  level={3}
                  action={<Button onClick={() => setCreer(true)}>Créer un jeton</Button>}
                >
                  La plupart des personnes n’en ont pas besoin : le portail s’utilise sans.
                </EmptyState>
              }
            />
          )}
        </Lecture>
      </section>
      {creer && <JetonCreationDialog fuseau={fuseau} onClose={fermer} />}
      {revoquer && <JetonRevocationDialog jeton={revoquer} onClose={fermer} />}
    </Cadre>
  );
}

const ETATS = {
  ouvert: { mot: 'En service', ton: 'fait' },
  echu: { mot: 'Expiré', ton: 'neutre' },
  revoque: { mot: 'Révoqué', ton: 'stop' },
} as const;

const colonnes = (fuseau: string, onRevoquer: (jeton: Jeton) => void): readonly Column<Jeton>[] => [
  {
    id: 'nom',
    header: 'Nom',
    cell: ({ nom, debut }) => (
      <>
        {nom}
        <span className="account-second">
          commence par <code>{debut}</code>
        </span>
      </>
    ),
  },
  { id: 'portees', header: 'Services', cell: ({ portees }) => direPortees(portees) },
  {
    id: 'etat',
    header: 'État',
    cell: ({ etat }) => <StatusTag tone={ETATS[etat].ton}>{ETATS[etat].mot}</StatusTag>,
  },
  { id: 'cree', header: 'Créé', cell: ({ creeLe }) => formatDate(creeLe, fuseau) },
  { id: 'expire', header: 'Expire', cell: ({ expireLe }) => formatDate(expireLe, fuseau) },
  {
    id: 'usage',
    header: 'Dernier usage',
    cell: ({ utiliseLe }) => (utiliseLe === null ? 'Jamais' : formatDateHeure(utiliseLe, fuseau)),
  },
  {
    id: 'actes',
    header: 'Action',
    cell: (jeton) =>
      jeton.etat === 'ouvert' ? (
        <Button size="small" onClick={() => onRevoquer(jeton)}>
          Révoquer<span className="visually-hidden"> {jeton.nom}</span>
        </Button>
      ) : (
        'Aucune'
      ),
  },
];
