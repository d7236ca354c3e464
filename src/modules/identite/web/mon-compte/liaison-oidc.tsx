import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { appeler } from '../../../../ui/api.ts';
import { Button } from '../../../../ui/button.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { FailureNotice } from '../../../../ui/failure-notice.tsx';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { formatDate, formatDateHeure } from '../../../../ui/format.ts';
import { Identifier } from '../../../../ui/identifier.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { annoncer } from '../../../../ui/toasts.ts';
import { identiteContrat } from '../../contract.ts';
import { adresseDepart, avisDuFournisseur, estIdentitePerdue, RETOUR_LIAISON } from '../connexion-oidc.tsx';
import { sessionRequete } from '../session.ts';
import { type Liaison, liaisonsRequete, relireMonCompte } from './requetes.ts';

/** The identity of public agents that may open the account without its password (ACC-05). */
export function LiaisonOidc({ fuseau }: { readonly fuseau: string }) {
  const client = useQueryClient();
  // Only accounts of partners have a SIRET to compare.
  const possible = client.getQueryData(sessionRequete.queryKey)?.nature === 'partenaire';
  const { data, error, refetch } = useQuery({ ...liaisonsRequete, enabled: possible });
  const retour = useRetour();
  if (!possible) return null;
  if (data) {
    const { fournisseur, liaisons } = data;
    return (
      fournisseur !== null && (
        <Liaisons fournisseur={fournisseur} liaisons={liaisons} retour={retour} fuseau={fuseau} />
      )
    );
  }
  return (
    error && (
      <FailureNotice
        titre="Les identités liées à votre compte n’ont pas pu être lues"
        erreur={error}
        onRelire={() => void refetch()}
      />
    )
  );
}

/** With what the person comes back from the provider. Taken out of the address: a reload asks nothing again. */
function useRetour(): string | null {
  const naviguer = useNavigate();
  const recherche = useRouterState({ select: ({ location }) => location.searchStr });
  const [retour] = useState(() => new URLSearchParams(recherche).get('liaison'));
  useEffect(() => {
    if (retour !== null) void naviguer({ href: '/mon-compte', replace: true });
  }, [retour, naviguer]);
  return retour;
}

interface LiaisonsProps {
  readonly fournisseur: string;
  readonly liaisons: readonly Liaison[];
  readonly retour: string | null;
  readonly fuseau: string;
}

type Ouvert = { readonly quoi: 'lier' } | { readonly quoi: 'retirer'; readonly liaison: Liaison };

function Liaisons({ fournisseur, liaisons, retour, fuseau }: LiaisonsProps) {
  const aucune = liaisons.length === 0;
  const attend = aucune && retour === 'liaison';
  const [ouvert, setOuvert] = useState<Ouvert | null>(attend ? { quoi: 'lier' } : null);
  const [revenu, setRevenu] = useState(attend ? null : retour);
  const titre = useRef<HTMLHeadingElement>(null);
  // What is told is far down the page that the person comes back to.
  useEffect(() => {
    if (revenu !== null) titre.current?.focus();
  }, [revenu]);
  const fermer = () => {
    setOuvert(null);
    // The button that opened the dialog may have gone with its line, and nothing opened the one of the return.
    setTimeout(() => {
      if (document.activeElement === document.body) titre.current?.focus();
    }, 50);
  };
  return (
    <section className="stack" aria-labelledby="liaison">
      <h2 id="liaison" ref={titre} tabIndex={-1}>
        Connexion par {fournisseur}
      </h2>
      {revenu !== null && <Revenu code={revenu} fournisseur={fournisseur} liee={!aucune} />}
      {aucune ? (
        <>
          <p className="account-measure">
            Liez votre identité {fournisseur} à ce compte : elle vous connectera sans votre mot de passe. Vous
            vous identifiez d’abord chez {fournisseur}, puis vous confirmez ici.
          </p>
          <div>
            <a className="button" href={adresseDepart(RETOUR_LIAISON)}>
              Lier mon identité {fournisseur}
            </a>
          </div>
        </>
      ) : (
        // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
        <ul className="account-list" role="list">
          {liaisons.map((liaison) => (
            <li key={liaison.id}>
              <div>
                <p>
                  <strong>Identité {fournisseur}</strong>
                </p>
                <p className="soft">{direDates(liaison, fuseau)}</p>
                <p className="soft">
                  Délivrée par {new URL(liaison.emetteur).host} pour le SIRET{' '}
                  <Identifier value={liaison.siret} kind="siret" />.
                </p>
              </div>
              <Button
                size="small"
                onClick={() => {
                  setRevenu(null);
                  setOuvert({ quoi: 'retirer', liaison });
                }}
              >
                Retirer
                <span className="visually-hidden">
                  {' '}
                  l’identité liée le {formatDate(liaison.lieeLe, fuseau)}
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {ouvert?.quoi === 'lier' && <LierDialog fournisseur={fournisseur} onClose={fermer} />}
      {ouvert?.quoi === 'retirer' && (
        <RetirerLiaisonDialog fournisseur={fournisseur} liaison={ouvert.liaison} onClose={fermer} />
      )}
    </section>
  );
}

interface RevenuProps {
  readonly code: string;
  readonly fournisseur: string;
  readonly liee: boolean;
}

/** Nothing was linked, and it is said why. */
function Revenu({ code, fournisseur, liee }: RevenuProps) {
  if (liee)
    return (
      <Notice title={`Ce compte est déjà lié à une identité ${fournisseur}`}>
        <p>Pour en lier une autre, retirez d’abord celle-ci.</p>
      </Notice>
    );
  const avis = avisDuFournisseur(code, fournisseur);
  return (
    avis && (
      <Notice tone={avis.tone} title={avis.titre}>
        <p>Rien n’a été lié : vous pouvez recommencer.</p>
      </Notice>
    )
  );
}

interface DialogProps {
  readonly fournisseur: string;
  readonly onClose: () => void;
}

/** The provider said who came; the person says that it is them, and for which account. */
function LierDialog({ fournisseur, onClose }: DialogProps) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const [perdue, setPerdue] = useState(false);
  const lier = async () => {
    try {
      await avecPreuve(() => appeler(identiteContrat.lierOidc, {}));
    } catch (erreur) {
      setPerdue(estIdentitePerdue(erreur));
      throw erreur;
    }
    await relireMonCompte(client);
    annoncer(`Identité ${fournisseur} liée à votre compte.`);
    onClose();
  };
  return (
    <Dialog title={`Lier votre identité ${fournisseur} ?`} alert onClose={onClose}>
      <DefinitionList
        items={[
          {
            term: 'Ce qui va se passer',
            value: `L’identité ${fournisseur} que vous venez de présenter pourra ouvrir ce compte, sans votre mot de passe. Ne la liez que si elle est bien la vôtre.`,
          },
          { term: 'Quand', value: 'Tout de suite. Un courriel vous le confirmera.' },
          { term: 'Retour en arrière', value: 'Oui : vous pourrez la retirer sur cette page.' },
        ]}
      />
      <Form label="Liaison" onSubmit={lier}>
        <div className="button-row">
          {!perdue && <SubmitButton busyLabel="Enregistrement…">Lier à mon compte</SubmitButton>}
          <Button onClick={onClose}>{perdue ? 'Fermer' : 'Ne rien lier'}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** The identity opens the account no more; what it had opened elsewhere ends. */
function RetirerLiaisonDialog({
  fournisseur,
  liaison,
  onClose,
}: DialogProps & { readonly liaison: Liaison }) {
  const client = useQueryClient();
  const retirer = async () => {
    await appeler(identiteContrat.retirerLiaisonOidc, { liaison: liaison.id });
    await relireMonCompte(client);
    annoncer(`Identité ${fournisseur} retirée de votre compte.`);
    onClose();
  };
  return (
    <Dialog title={`Retirer l’identité ${fournisseur} ?`} alert onClose={onClose}>
      <DefinitionList
        items={[
          {
            term: 'Ce qui va se passer',
            value:
              'Elle n’ouvre plus ce compte, et les sessions qu’elle a ouvertes ailleurs se ferment. Votre mot de passe continue de servir.',
          },
          { term: 'Quand', value: 'Tout de suite.' },
          { term: 'Retour en arrière', value: 'Oui : vous pourrez la lier de nouveau.' },
        ]}
      />
      <Form label="Retrait" onSubmit={retirer}>
        <div className="button-row">
          <SubmitButton variant="stop" busyLabel="Retrait en cours…">
            Retirer cette identité
          </SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}

const direDates = ({ lieeLe, utiliseeLe }: Liaison, fuseau: string): string =>
  `Liée le ${formatDateHeure(lieeLe, fuseau)}, ${
    utiliseeLe === null ? 'jamais utilisée' : `utilisée le ${formatDateHeure(utiliseeLe, fuseau)}`
  }.`;
