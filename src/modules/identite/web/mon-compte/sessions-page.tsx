import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { appeler } from '../../../../ui/api.ts';
import { Button } from '../../../../ui/button.tsx';
import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { EmptyState } from '../../../../ui/empty-state.tsx';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { formatCompte, formatDateHeure } from '../../../../ui/format.ts';
import { Link } from '../../../../ui/link.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { Column } from '../../../../ui/table-column.ts';
import { annoncer } from '../../../../ui/toasts.ts';
import { identiteContrat } from '../../contract.ts';
import { Cadre } from './cadre.tsx';
import { faire } from './faire.ts';
import { Lecture } from './lecture.tsx';
import { direFinSession } from './mots.ts';
import { relireMonCompte, type SessionVue, sessionsRequete } from './requetes.ts';

/** Where one is signed in now, and the last times (ACC-06). */
export function SessionsPage({ fuseau }: { readonly fuseau: string }) {
  const requete = useQuery(sessionsRequete);
  return (
    <Cadre
      titre="Sessions"
      intro="Les postes où votre compte est ouvert en ce moment, et vos dernières connexions."
    >
      <Lecture requete={requete} echec="Vos sessions n’ont pas pu être lues">
        {({ sessions, appareilsConnus }) => (
          <>
            <Ouvertes
              sessions={sessions.filter(({ closeLe }) => closeLe === null)}
              appareilsConnus={appareilsConnus}
              fuseau={fuseau}
            />
            <Passees sessions={sessions.filter(({ closeLe }) => closeLe !== null)} fuseau={fuseau} />
            <p className="soft account-measure">
              Une connexion que vous ne reconnaissez pas ? Fermez-la,{' '}
              <Link to="/mon-compte/mot-de-passe">changez votre mot de passe</Link>, puis prévenez le
              responsable de la sécurité de votre organisme. <Link to="/contact">À qui s’adresser ?</Link>
            </p>
          </>
        )}
      </Lecture>
    </Cadre>
  );
}

interface OuvertesProps {
  readonly sessions: readonly SessionVue[];
  readonly appareilsConnus: number;
  readonly fuseau: string;
}

function Ouvertes({ sessions, appareilsConnus, fuseau }: OuvertesProps) {
  const client = useQueryClient();
  const [enCours, setEnCours] = useState<string | null>(null);
  const [tout, setTout] = useState(false);
  const titre = useRef<HTMLHeadingElement>(null);
  const autres = sessions.filter(({ courante }) => !courante);
  const rangees = [...sessions].sort((a, b) => Number(b.courante) - Number(a.courante));

  const fermer = async (session: SessionVue) => {
    setEnCours(session.id);
    await faire(async () => {
      await appeler(identiteContrat.fermerSession, { session: session.id });
      annoncer(`Session fermée : ${direAppareil(session)}.`);
    });
    await relireMonCompte(client);
    setEnCours(null);
    // The button went with its line.
    titre.current?.focus();
  };

  return (
    <section className="stack" aria-labelledby="ouvertes">
      <h2 id="ouvertes" ref={titre} tabIndex={-1}>
        {formatCompte(sessions.length, 'session ouverte', 'sessions ouvertes')}
      </h2>
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ul className="account-list" role="list">
        {rangees.map((session) => (
          <li key={session.id}>
            <div>
              <p>
                <strong>{direAppareil(session)}</strong>
              </p>
              <p className="soft">{direDetail(session, fuseau)}</p>
            </div>
            {session.courante ? (
              <StatusTag tone="fait">Celle-ci</StatusTag>
            ) : (
              <Button size="small" busy={enCours === session.id} onClick={() => void fermer(session)}>
                Fermer
                <span className="visually-hidden">
                  {' '}
                  la session {direAppareil(session)}, ouverte le {formatDateHeure(session.ouverteLe, fuseau)}
                </span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {appareilsConnus > 0 && (
        <p className="soft account-measure">
          {formatCompte(appareilsConnus, 'navigateur est connu', 'navigateurs sont connus')} du portail : les
          essais manqués faits ailleurs n’y bloquent pas votre connexion.
        </p>
      )}
      {(autres.length > 0 || appareilsConnus > 0) && (
        <div>
          <Button onClick={() => setTout(true)}>
            {autres.length > 0 ? 'Fermer toutes les autres' : 'Oublier les navigateurs connus'}
          </Button>
        </div>
      )}
      {tout && (
        <ToutFermerDialog
          autres={autres.length}
          onClose={() => {
            setTout(false);
            setTimeout(() => {
              if (document.activeElement === document.body) titre.current?.focus();
            }, 50);
          }}
        />
      )}
    </section>
  );
}

function ToutFermerDialog({ autres, onClose }: { readonly autres: number; readonly onClose: () => void }) {
  const client = useQueryClient();
  const fermer = async () => {
    const { fermees } = await appeler(identiteContrat.fermerSession, { session: null });
    await relireMonCompte(client);
    annoncer(
      fermees === 0
        ? 'Aucune autre session n’était ouverte. Les navigateurs connus sont oubliés.'
        : `${formatCompte(fermees, 'session fermée', 'sessions fermées')}. Celle-ci reste ouverte.`,
    );
    onClose();
  };
  return (
    <Dialog
      title={autres > 0 ? 'Fermer toutes les autres sessions ?' : 'Oublier les navigateurs connus ?'}
      alert
      onClose={onClose}
    >
      <DefinitionList
        items={[
          {
            term: 'Ce qui va se passer',
            value: `${autres > 0 ? `${formatCompte(autres, 'autre session se ferme', 'autres sessions se ferment')} ; ce qui n’y était pas enregistré est perdu. ` : ''}Le portail oublie vos navigateurs connus.`,
          },
          { term: 'Quand', value: 'Tout de suite. Celle-ci reste ouverte.' },
          { term: 'Retour en arrière', value: 'Aucun : il suffira de se reconnecter.' },
        ]}
      />
      <Form label="Fermeture des autres sessions" onSubmit={fermer}>
        <div className="button-row">
          <SubmitButton variant="stop" busyLabel="Fermeture…">
            {autres > 0 ? 'Fermer les autres sessions' : 'Oublier ces navigateurs'}
          </SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}

function Passees({
  sessions,
  fuseau,
}: {
  readonly sessions: readonly SessionVue[];
  readonly fuseau: string;
}) {
  return (
    <Table
      caption="Dernières connexions"
      columns={colonnes(fuseau)}
      rows={sessions}
      keyOf={({ id }) => id}
      empty={
        <EmptyState title="Aucune connexion passée">
          Vos connexions terminées apparaîtront ici, avec leur poste et leur heure.
        </EmptyState>
      }
    />
  );
}

const colonnes = (fuseau: string): readonly Column<SessionVue>[] => [
  { id: 'ouverte', header: 'Ouverte', cell: ({ ouverteLe }) => formatDateHeure(ouverteLe, fuseau) },
  {
    id: 'close',
    header: 'Fermée',
    cell: ({ closeLe }) => (closeLe === null ? '' : formatDateHeure(closeLe, fuseau)),
  },
  { id: 'motif', header: 'Fin', cell: ({ closeMotif }) => direFinSession(closeMotif) },
  { id: 'appareil', header: 'Poste', cell: direAppareil },
  { id: 'adresse', header: 'Adresse IP', cell: ({ adresse }) => adresse ?? 'Inconnue' },
];

const direAppareil = ({ appareil }: SessionVue): string => appareil ?? 'Navigateur inconnu';

const direDetail = ({ ouverteLe, activiteLe, adresse, origine }: SessionVue, fuseau: string): string =>
  [
    `Ouverte le ${formatDateHeure(ouverteLe, fuseau)}`,
    `dernière activité le ${formatDateHeure(activiteLe, fuseau)}`,
    ...(adresse === null ? [] : [`adresse ${adresse}`]),
    ...(origine === 'oidc' ? ['par le fournisseur d’identité'] : []),
  ].join(', ');
