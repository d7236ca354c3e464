import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { appeler } from '../../../../ui/api.ts';
import { Button } from '../../../../ui/button.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { CopyButton } from '../../../../ui/copy-button.tsx';
import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { EmailAddress } from '../../../../ui/email-address.tsx';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { formatDate, formatDateHeure } from '../../../../ui/format.ts';
import { Identifier } from '../../../../ui/identifier.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { annoncer } from '../../../../ui/toasts.ts';
import { identiteContrat } from '../../contract.ts';
import { LIBELLES_ROLES } from '../../libelles.ts';
import { Cadre } from './cadre.tsx';
import { faire } from './faire.ts';
import { Lecture } from './lecture.tsx';
import { LiaisonOidc } from './liaison-oidc.tsx';
import { type MonCompte, monCompteRequete, relireMonCompte } from './requetes.ts';

interface ProfilPageProps {
  readonly fuseau: string;
  /** Where one's rights are told, for those who can have some. */
  readonly habilitations: ReactNode;
}

/** Who one is on the portal, and the address at which it writes (ACC-07). */
export function ProfilPage({ fuseau, habilitations }: ProfilPageProps) {
  const requete = useQuery(monCompteRequete);
  return (
    <Cadre titre="Mon compte" intro="Votre compte est personnel : il ne se prête pas, même à un collègue.">
      <Lecture requete={requete} echec="Votre compte n’a pas pu être lu">
        {(compte) => (
          <>
            <section className="stack" aria-labelledby="qui">
              <h2 id="qui">Qui vous êtes</h2>
              <DefinitionList items={identite(compte, fuseau)} />
              <p className="soft account-measure">
                Une erreur dans votre nom ou votre fonction ? L’administrateur de votre organisme les corrige.
              </p>
              {habilitations}
            </section>
            <Courriel compte={compte} fuseau={fuseau} />
            <LiaisonOidc fuseau={fuseau} />
            <Engagement compte={compte} fuseau={fuseau} />
          </>
        )}
      </Lecture>
    </Cadre>
  );
}

const identite = (compte: MonCompte, fuseau: string) => [
  {
    term: 'Identifiant',
    value: (
      <span className="copy">
        <Identifier value={compte.identifiant} />
        <CopyButton value={compte.identifiant} what="votre identifiant" />
      </span>
    ),
  },
  { term: 'Nom', value: `${compte.prenom} ${compte.nom}` },
  { term: 'Fonction', value: compte.fonction },
  { term: 'Organisme', value: compte.organisme },
  {
    term: compte.roles.length > 1 ? 'Rôles' : 'Rôle',
    value: compte.roles.map((role) => LIBELLES_ROLES[role] ?? role).join(', ') || 'Aucun',
  },
  ...(compte.accesJusquau === null
    ? []
    : [{ term: 'Accès jusqu’au', value: formatDate(compte.accesJusquau, fuseau) }]),
];

function Courriel({ compte, fuseau }: { readonly compte: MonCompte; readonly fuseau: string }) {
  const client = useQueryClient();
  const [ouvert, setOuvert] = useState(false);
  const [enCours, setEnCours] = useState(false);
  const { courrielDemande: demande } = compte;

  const annuler = async () => {
    setEnCours(true);
    await faire(async () => {
      await appeler(identiteContrat.annulerCourriel, {});
      await relireMonCompte(client);
      annoncer(`Changement abandonné : votre adresse reste ${compte.courriel}.`);
    });
    setEnCours(false);
  };

  return (
    <section className="stack" aria-labelledby="courriel">
      <h2 id="courriel">Adresse électronique</h2>
      <p className="account-measure">
        Le portail vous écrit à{' '}
        <strong>
          <EmailAddress value={compte.courriel} />
        </strong>
        .
      </p>
      {demande ? (
        <Notice title={`Changement en cours vers ${demande.nouveau}`}>
          <p>
            Un lien a été envoyé à chaque adresse ; les deux doivent confirmer avant le{' '}
            {formatDateHeure(demande.expireLe, fuseau)}. Jusque-là, rien ne change.
          </p>
          {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
          <ul className="account-steps" role="list" aria-label="Confirmations">
            <li>
              <Confirmation faite={demande.ancienConfirme}>
                <EmailAddress value={compte.courriel} /> (actuelle)
              </Confirmation>
            </li>
            <li>
              <Confirmation faite={demande.nouveauConfirme}>{demande.nouveau} (nouvelle)</Confirmation>
            </li>
          </ul>
          <div className="button-row">
            <Button size="small" onClick={() => void client.invalidateQueries(monCompteRequete)}>
              Actualiser
            </Button>
            <Button size="small" busy={enCours} onClick={() => void annuler()}>
              Abandonner ce changement
            </Button>
          </div>
        </Notice>
      ) : (
        <div>
          <Button onClick={() => setOuvert(true)}>Changer d’adresse</Button>
        </div>
      )}
      {ouvert && <CourrielDialog actuel={compte.courriel} onClose={() => setOuvert(false)} />}
    </section>
  );
}

function Confirmation({ faite, children }: { readonly faite: boolean; readonly children: ReactNode }) {
  return (
    <>
      <StatusTag tone={faite ? 'fait' : 'attente'}>{faite ? 'Confirmé' : 'Attendu'}</StatusTag> : {children}
    </>
  );
}

function CourrielDialog({ actuel, onClose }: { readonly actuel: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const demander = async (valeurs: FormData) => {
    const courriel = String(valeurs.get('courriel') ?? '');
    await avecPreuve(() => appeler(identiteContrat.demanderCourriel, { courriel }));
    await relireMonCompte(client);
    annoncer('Deux liens sont partis : un à chaque adresse.');
    onClose();
  };
  return (
    <Dialog title="Changer d’adresse électronique" onClose={onClose}>
      <DefinitionList
        items={[
          {
            term: 'Ce qui va se passer',
            value: `Un lien part à ${actuel}, un autre à la nouvelle adresse. L’adresse change quand les deux ont confirmé.`,
          },
          {
            term: 'Retour en arrière',
            value: 'Oui : tant que les deux n’ont pas confirmé, vous pouvez abandonner.',
          },
        ]}
      />
      <Form label="Changement d’adresse" onSubmit={demander}>
        <TextField
          name="courriel"
          label="Nouvelle adresse"
          type="email"
          help="Une adresse professionnelle que vous êtes seul à lire."
          maxLength={320}
          autoComplete="email"
          missing="Indiquez une adresse électronique."
        />
        <p className="soft">
          Vous n’avez plus accès à {actuel} ? Adressez-vous à l’administrateur de votre organisme.
        </p>
        <div className="button-row">
          <SubmitButton busyLabel="Envoi en cours…">Envoyer les deux liens</SubmitButton>
          <Button onClick={onClose}>Ne rien changer</Button>
        </div>
      </Form>
    </Dialog>
  );
}

function Engagement({ compte, fuseau }: { readonly compte: MonCompte; readonly fuseau: string }) {
  if (compte.engagementLe === null) return null;
  return (
    <section className="stack" aria-labelledby="engagement">
      <h2 id="engagement">Confidentialité</h2>
      <p className="account-measure">
        Vous avez reconnu les règles de confidentialité le {formatDateHeure(compte.engagementLe, fuseau)}.
        {compte.engagementAvant !== null &&
          ` Elles vous seront rappelées à partir du ${formatDate(compte.engagementAvant, fuseau)}.`}
      </p>
    </section>
  );
}
