import { type ReactNode, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeField } from '../../../ui/code-field.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

import { identiteContrat, type Session } from '../contract.ts';
import './connexion.css';

export interface AvisConnexion {
  readonly tone: 'info' | 'fait' | 'attention';
  readonly titre: string;
  readonly texte?: string;
}

interface ConnexionPageProps {
  /** Why the person is here, when they did not come by themselves. */
  readonly avis: AvisConnexion | null;
  /** Beside the form: the demonstration's accounts. */
  readonly autour?: ReactNode;
  /** Where to write when no other way is left. */
  readonly contact: ReactNode;
  readonly onOuverte: (session: Session) => Promise<void>;
}

const CODE_PERIME: AvisConnexion = {
  tone: 'attention',
  titre: 'Le temps donné pour taper le code est passé',
  texte: 'Par prudence, reprenez depuis le mot de passe.',
};

/** Signing in: identifier and password, then the code of the second factor, on the same page (ACC-03, ACC-04). */
export function ConnexionPage({ avis, autour, contact, onOuverte }: ConnexionPageProps) {
  const [etape, setEtape] = useState<'mot-de-passe' | 'code'>('mot-de-passe');
  const [identifiant, setIdentifiant] = useState('');
  const [retour, setRetour] = useState<AvisConnexion | null>(null);
  const avisCourant = retour ?? avis;

  const donnerMotDePasse = async (valeurs: FormData) => {
    const reponse = await appeler(identiteContrat.connecter, {
      identifiant: String(valeurs.get('identifiant') ?? ''),
      motDePasse: String(valeurs.get('motDePasse') ?? ''),
    });
    if (reponse.etape === 'ouverte') return onOuverte(reponse.session);
    setEtape('code');
  };

  const donnerCode = async (valeurs: FormData) => {
    try {
      const { session } = await appeler(identiteContrat.verifierCode, {
        code: String(valeurs.get('code') ?? ''),
      });
      await onOuverte(session);
    } catch (erreur) {
      // The wait for the code lasts five minutes; beyond, the first step is to be done again.
      if (!(erreur instanceof ErreurApi) || erreur.nature !== 'session') throw erreur;
      setRetour(CODE_PERIME);
      setEtape('mot-de-passe');
    }
  };

  return (
    <div className="sign-in">
      <PageHeader title={etape === 'code' ? 'Code de vérification' : 'Connexion'} />
      {etape === 'mot-de-passe' ? (
        <div className="sign-in__main">
          {avisCourant && (
            <Notice tone={avisCourant.tone} title={avisCourant.titre} live={retour !== null}>
              {avisCourant.texte && <p>{avisCourant.texte}</p>}
            </Notice>
          )}
          <Form key="mot-de-passe" onSubmit={donnerMotDePasse}>
            <TextField
              name="identifiant"
              label="Identifiant"
              width="20"
              mono
              autoComplete="username"
              autoFocus
              value={identifiant}
              onChange={setIdentifiant}
            />
            <PasswordField name="motDePasse" label="Mot de passe" autoComplete="current-password" />
            <div className="button-row">
              <SubmitButton busyLabel="Vérification…">Continuer</SubmitButton>
            </div>
          </Form>
          <Disclosure label="Vous n’arrivez pas à vous connecter ?">
            <AideConnexion contact={contact} />
          </Disclosure>
        </div>
      ) : (
        <div className="sign-in__main">
          <p>
            Ouvrez l’application d’authentification de votre téléphone et tapez le code qu’elle affiche pour
            Passerelle.
          </p>
          <Form key="code" onSubmit={donnerCode}>
            <CodeField
              name="code"
              label="Code à six chiffres"
              help="Il change toutes les trente secondes et s’envoie de lui-même au sixième chiffre."
              missing="Tapez le code à six chiffres."
              autoFocus
              submitWhenComplete
            />
            <div className="button-row">
              <SubmitButton busyLabel="Vérification…">Entrer</SubmitButton>
              <Button variant="plain" onClick={() => setEtape('mot-de-passe')}>
                Revenir au mot de passe
              </Button>
            </div>
          </Form>
          <Disclosure label="Le code n’est pas accepté ?">
            <AideCode contact={contact} />
          </Disclosure>
        </div>
      )}
      <aside className="sign-in__aside" aria-label="Avant d’entrer">
        {autour}
        <Rappels />
      </aside>
    </div>
  );
}

function AideConnexion({ contact }: { readonly contact: ReactNode }) {
  return (
    <>
      <p>
        <strong>L’identifiant</strong> a dix lettres et chiffres, et ne ressemble pas à votre nom. Il vous a
        été envoyé par un courriel à part, à l’ouverture de votre compte. Les majuscules et les espaces autour
        n’ont pas d’importance.
      </p>
      <p>
        <strong>Le mot de passe</strong> est le vôtre seul : personne ne peut le lire ni vous le redire. Le
        bouton « Afficher » montre ce que vous tapez.
      </p>
      <p>
        <strong>Au cinquième essai manqué</strong>, il faut patienter une minute, puis de plus en plus ; au
        dixième, une heure. L’accès se rouvre de lui-même.
      </p>
      <p>
        Ce portail n’envoie pas de nouveau mot de passe sur cette page : l’administrateur de votre organisme
        est la personne à prévenir. {contact}
      </p>
    </>
  );
}

function AideCode({ contact }: { readonly contact: ReactNode }) {
  return (
    <>
      <p>
        Un code ne sert qu’une fois. S’il vient de servir, attendez le suivant : il arrive en moins de trente
        secondes.
      </p>
      <p>
        L’heure du téléphone doit être juste. Dans ses réglages, choisissez l’heure automatique, puis
        recommencez.
      </p>
      <p>Téléphone perdu ou changé : prévenez l’administrateur de votre organisme. {contact}</p>
    </>
  );
}

function Rappels() {
  return (
    <div className="sign-in__reminders">
      <h2>Avant d’entrer</h2>
      <p>
        <strong>Votre compte est personnel.</strong> Il ne se prête pas, même à un collègue pressé.
      </p>
      <p>
        <strong>Chaque lecture laisse une trace</strong> : qui, quand, pour quelle mission. Les familles
        peuvent demander qui a lu leur dossier.
      </p>
      <p>
        <strong>Ce que vous lisez est couvert par le secret professionnel</strong>, pendant et après vos
        fonctions (<span className="sign-in__law">article 226-13</span> du code pénal).
      </p>
    </div>
  );
}
