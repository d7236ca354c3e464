import { type ReactNode, useState } from 'react';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import './connexion.css';

interface OubliPageProps {
  readonly titre: string;
  readonly intro: ReactNode;
  readonly champ: ReactNode;
  readonly action: string;
  readonly onDemander: (valeurs: FormData) => Promise<void>;
  /** What the mail holds, if there is one. */
  readonly reponse: string;
  /** Reasons why no mail would come, besides those of every mail. */
  readonly siRien: ReactNode;
  readonly retour: ReactNode;
  readonly contact: ReactNode;
}

/**
 * Something was forgotten: one field, then one answer, the same whoever asks (ACC-07). It says what to do when no mail
 * comes, since it cannot say why.
 */
export function OubliPage(props: OubliPageProps) {
  const { titre, intro, champ, action, onDemander, reponse, siRien, retour, contact } = props;
  const [envoyee, setEnvoyee] = useState(false);
  const demander = async (valeurs: FormData) => {
    await onDemander(valeurs);
    setEnvoyee(true);
  };
  return (
    <div className="sign-in">
      <PageHeader
        title={envoyee ? 'Demande reçue' : titre}
        moment={envoyee ? 'envoyee' : 'demande'}
        intro={envoyee ? undefined : intro}
      />
      <div className="sign-in__main">
        {envoyee ? (
          <>
            <Notice tone="info" title="Regardez votre messagerie">
              <p>{reponse}</p>
            </Notice>
            <section className="sign-in__main" aria-labelledby="rien-recu">
              <h2 id="rien-recu">Aucun courriel dans dix minutes ?</h2>
              <ul>
                <li>Regardez dans les courriers indésirables.</li>
                {siRien}
                <li>
                  Cette page ne dit jamais si un compte existe : sans courriel, c’est à l’administrateur de
                  votre organisme de vérifier. {contact}
                </li>
              </ul>
            </section>
          </>
        ) : (
          <Form onSubmit={demander}>
            {champ}
            <div className="button-row">
              <SubmitButton busyLabel="Envoi…">{action}</SubmitButton>
            </div>
          </Form>
        )}
        <p>{retour}</p>
      </div>
    </div>
  );
}
