import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { appeler, type EntreeDe } from '../../../../ui/api.ts';
import { ErreurApi } from '../../../../ui/api-error.ts';
import { Breadcrumb } from '../../../../ui/breadcrumb.tsx';
import { Button } from '../../../../ui/button.tsx';
import { CheckboxGroup } from '../../../../ui/choice-field.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { EmailAddress } from '../../../../ui/email-address.tsx';
import { EmptyState } from '../../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../../ui/failure-notice.tsx';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { formatDateHeure } from '../../../../ui/format.ts';
import { Identifier } from '../../../../ui/identifier.tsx';
import { ButtonLink, Link } from '../../../../ui/link.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { identiteContrat, type Session } from '../../contract.ts';
import { ChoixVoie } from './actes-mot-de-passe.tsx';
import { AIDES_ROLES, direRole } from './comptes-mots.ts';
import { organismeChoisi } from './comptes-page.tsx';
import { type OrganismeVu, organismesRequete, relireComptes, rolesLibres } from './comptes-requetes.ts';
import { LettresAImprimer } from './lettres.tsx';
import { cleDe, type RechercheComptes } from './recherche-comptes.ts';
import { type Voie, voieDe } from './voies.ts';
import './comptes.css';

interface CompteCreationProps {
  readonly lecteur: Session;
  readonly recherche: RechercheComptes;
}

type Entree = EntreeDe<typeof identiteContrat.creerCompte>;

interface Cree {
  readonly id: string;
  readonly identifiant: string;
  readonly expireLe: string;
  readonly prenom: string;
  readonly nom: string;
  readonly courriel: string;
  readonly voie: Voie;
}

/** A new account: who, how to write to them, what they may do; then what was sent, and until when (ACC-01, HAB-22). */
export function CompteCreationPage({ lecteur, recherche }: CompteCreationProps) {
  const { data, error, isPending, refetch } = useQuery(organismesRequete);
  const [cree, setCree] = useState<Cree | null>(null);
  const vu = data && organismeChoisi(data.organismes, recherche);
  const seul = data?.organismes.length === 1;
  const retour = vu ? { organisme: cleDe(vu.organisme) } : {};
  return (
    <>
      <PageHeader
        moment={cree === null ? 'saisie' : 'fait'}
        title={cree === null ? 'Créer un compte' : 'Compte créé'}
        breadcrumb={
          <Breadcrumb
            steps={[
              { id: 'accueil', link: <Link to="/accueil">Accueil</Link> },
              { id: 'comptes', link: <Link to="/comptes">Comptes</Link> },
              ...(vu && !seul
                ? [
                    {
                      id: 'organisme',
                      link: (
                        <Link to="/comptes" search={retour}>
                          {vu.nom}
                        </Link>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        }
        {...(vu && cree === null
          ? {
              intro: `${vu.nom}. Un compte est une personne : il ne se prête pas, et ne se partage pas.`,
            }
          : {})}
      />
      {isPending && <Skeleton lines={8} label="Lecture de l’organisme…" />}
      {error && !data && (
        <FailureNotice
          titre="L’organisme n’a pas pu être lu"
          erreur={error}
          onRelire={() => void refetch()}
        />
      )}
      {data && cree === null && (!vu || rolesLibres(vu).length === 0) && <Impossible vu={vu} />}
      {vu && rolesLibres(vu).length > 0 && cree === null && (
        <Saisie lecteur={lecteur} vu={vu} onCree={setCree} />
      )}
      {vu && cree && (
        <Suite cree={cree} fuseau={lecteur.fuseau} retour={retour} onAutre={() => setCree(null)} />
      )}
    </>
  );
}

/** No form to show: no organisation chosen, no power there, or its two administrators are already named. */
function Impossible({ vu }: { readonly vu: OrganismeVu | undefined }) {
  const complet = vu !== undefined && vu.rolesADonner.length > 0;
  return (
    <EmptyState
      title={complet ? 'Cet organisme a déjà ses deux administrateurs' : 'Vous ne créez pas de compte ici'}
      action={
        <ButtonLink to="/comptes" search={vu ? { organisme: cleDe(vu.organisme) } : {}}>
          Voir les comptes
        </ButtonLink>
      }
    >
      {complet
        ? 'La Caf ne crée que leurs comptes ; les autres le sont par eux. Pour en remplacer un, mettez d’abord fin à son compte ou retirez-lui son rôle.'
        : vu
          ? 'Votre rôle ne permet pas d’en créer dans cet organisme.'
          : 'Choisissez d’abord un organisme.'}
    </EmptyState>
  );
}

interface SaisieProps {
  readonly lecteur: Session;
  readonly vu: OrganismeVu;
  readonly onCree: (cree: Cree) => void;
}

function Saisie({ lecteur, vu, onCree }: SaisieProps) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const [homonyme, setHomonyme] = useState<Entree | null>(null);
  const roles = rolesLibres(vu);
  const seulRole = roles.length === 1 ? roles : [];

  const creer = async (entree: Entree) => {
    const { compte, identifiant, expireLe } = await avecPreuve(() =>
      appeler(identiteContrat.creerCompte, entree),
    );
    void relireComptes(client);
    const { prenom, nom, courriel, voie } = entree;
    onCree({
      id: compte,
      identifiant,
      expireLe,
      prenom: prenom.trim(),
      nom: nom.trim(),
      courriel: courriel.trim(),
      voie,
    });
  };
  const envoyer = async (valeurs: FormData) => {
    const entree = entreeDe(valeurs, vu);
    try {
      await creer(entree);
    } catch (erreur) {
      if (!(erreur instanceof ErreurApi) || erreur.code !== 'homonyme') throw erreur;
      setHomonyme({ ...entree, homonymeVu: true });
    }
  };
  return (
    <>
      <Form label="Nouveau compte" onSubmit={envoyer}>
        <TextField
          name="prenom"
          label="Prénom"
          maxLength={80}
          autoComplete="off"
          missing="Indiquez le prénom."
        />
        <TextField name="nom" label="Nom" maxLength={80} autoComplete="off" missing="Indiquez le nom." />
        <TextField
          name="fonction"
          label="Fonction"
          help="Ce que la personne fait dans l’organisme, par exemple « agente de facturation »."
          maxLength={120}
          autoComplete="off"
          missing="Indiquez la fonction."
        />
        <TextField
          name="courriel"
          label="Adresse électronique professionnelle"
          type="email"
          help="Celle de la personne seule : l’accès y part, et un compte ne se partage pas. Une adresse de service (contact@, mairie@, accueil@) est refusée."
          maxLength={320}
          autoComplete="off"
          missing="Indiquez une adresse électronique."
        />
        <TextField
          name="telephone"
          label="Téléphone"
          type="tel"
          optional
          width="12"
          maxLength={30}
          autoComplete="off"
        />
        <CheckboxGroup
          name="roles"
          label={seulRole.length > 0 ? 'Rôle' : 'Rôles'}
          missing="Donnez au moins un rôle."
          help={
            lecteur.nature === 'partenaire'
              ? 'Les administrateurs sont nommés par la Caf : ils ne se donnent pas ici.'
              : undefined
          }
          defaultValues={seulRole}
          options={roles.map((role) => ({
            value: role,
            label: direRole(role),
            help: AIDES_ROLES[role],
          }))}
        />
        <ChoixVoie nature={lecteur.nature} />
        {lecteur.nature === 'partenaire' && (
          <p className="soft">
            Deux courriels partiront aussitôt vers cette adresse : l’identifiant, puis, à part, un premier mot
            de passe qui sert 72 heures.
          </p>
        )}
        <div className="button-row">
          <SubmitButton busyLabel="Création en cours…">Créer le compte</SubmitButton>
          <ButtonLink to="/comptes" search={{ organisme: cleDe(vu.organisme) }}>
            Abandonner
          </ButtonLink>
        </div>
      </Form>
      {homonyme && (
        <HomonymeDialog
          entree={homonyme}
          organisme={vu.nom}
          onCreer={() => creer(homonyme)}
          onClose={() => setHomonyme(null)}
        />
      )}
    </>
  );
}

function entreeDe(valeurs: FormData, vu: OrganismeVu): Entree {
  const lire = (nom: string) => String(valeurs.get(nom) ?? '');
  const telephone = lire('telephone').trim();
  return {
    organisme: vu.organisme,
    prenom: lire('prenom'),
    nom: lire('nom'),
    fonction: lire('fonction'),
    courriel: lire('courriel'),
    telephone: telephone === '' ? null : telephone,
    roles: valeurs.getAll('roles') as Entree['roles'],
    voie: voieDe(valeurs),
  };
}

interface HomonymeProps {
  readonly entree: Entree;
  readonly organisme: string;
  readonly onCreer: () => Promise<void>;
  readonly onClose: () => void;
}

/** Somebody of this name is already there: the same person has one account, two people have two. */
function HomonymeDialog({ entree, organisme, onCreer, onClose }: HomonymeProps) {
  return (
    <Dialog title="Quelqu’un porte déjà ce nom" onClose={onClose}>
      <p>
        {organisme} a déjà un compte au nom de{' '}
        <strong>
          {entree.prenom.trim()} {entree.nom.trim()}
        </strong>
        . Si c’est la même personne, ne créez pas un second compte : redonnez-lui un accès, ou donnez-lui un
        rôle de plus.
      </p>
      <Form label="Homonyme" onSubmit={onCreer}>
        <div className="button-row">
          <SubmitButton busyLabel="Création en cours…">
            C’est une autre personne, créer son compte
          </SubmitButton>
          <Button onClick={onClose}>Revenir à la saisie</Button>
        </div>
      </Form>
    </Dialog>
  );
}

interface SuiteProps {
  readonly cree: Cree;
  readonly fuseau: string;
  readonly retour: { readonly organisme?: string };
  readonly onAutre: () => void;
}

/** What was sent, to whom, until when, and what comes next. */
function Suite({ cree, fuseau, retour, onAutre }: SuiteProps) {
  const { id, identifiant, expireLe, prenom, nom, courriel, voie } = cree;
  const postal = voie === 'courrier';
  return (
    <section className="stack" aria-labelledby="suite">
      <Notice tone="fait" live title={`Le compte de ${prenom} ${nom} est créé`}>
        <p>
          {postal
            ? 'Il reste deux lettres à imprimer et à poster.'
            : 'L’identifiant et le premier mot de passe partent en deux messages séparés. Vous ne verrez jamais ce mot de passe.'}
        </p>
      </Notice>
      <h2 id="suite">Et maintenant</h2>
      <DefinitionList
        items={[
          { term: 'Identifiant', value: <Identifier value={identifiant} /> },
          {
            term: postal ? 'À envoyer à' : 'Envoyé à',
            value: postal ? `${prenom} ${nom}, par courrier` : <EmailAddress value={courriel} />,
          },
          { term: 'Sert jusqu’au', value: formatDateHeure(expireLe, fuseau) },
          {
            term: 'La personne devra',
            value:
              'se connecter avec ce premier mot de passe, en choisir un, lire les règles de confidentialité et enregistrer un second facteur.',
          },
          {
            term: 'Ensuite',
            value: 'Un compte n’ouvre aucun dossier par lui-même : les habilitations se donnent à part.',
          },
        ]}
      />
      {postal && (
        <div className="panel">
          <LettresAImprimer compte={{ id, prenom, nom }} />
        </div>
      )}
      <div className="button-row">
        <ButtonLink to="/comptes/$compte" params={{ compte: id }} search={retour}>
          Voir le compte
        </ButtonLink>
        <Button onClick={onAutre}>Créer un autre compte</Button>
      </div>
    </section>
  );
}
