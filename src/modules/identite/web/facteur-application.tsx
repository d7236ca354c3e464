import { lazy, type ReactNode, Suspense } from 'react';
import { appeler, type SortieDe } from '../../../ui/api.ts';
import { CodeField } from '../../../ui/code-field.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Identifier } from '../../../ui/identifier.tsx';
import { identiteContrat } from '../contract.ts';
import './facteurs.css';

const CodeQr = lazy(() => import('./code-qr.tsx'));

export type SuiteFacteur = SortieDe<typeof identiteContrat.enregistrerCle>;
export type Preparation = SortieDe<typeof identiteContrat.preparerApplication>;

/** How an act is sent: as it is while entering, `avecPreuve` once inside, where it may ask for a fresh proof. */
export type Envoyer = <T>(acte: () => Promise<T>) => Promise<T>;

/** Asks for a key to enter in an application; nothing is recorded before its first code. */
export const preparerApplication = (envoyer: Envoyer): Promise<Preparation> =>
  envoyer(() => appeler(identiteContrat.preparerApplication, {}));

interface EnrolerApplicationProps {
  readonly preparation: Preparation;
  readonly envoyer: Envoyer;
  readonly onFait: (suite: SuiteFacteur) => Promise<void> | void;
  /** Beside the button: another means, or give up. */
  readonly autre?: ReactNode;
}

/** An authenticator application: its key to read or to type, then its first code, which proves that it works (ACC-04). */
export function EnrolerApplication({ preparation, envoyer, onFait, autre }: EnrolerApplicationProps) {
  const { secret, adresse } = preparation;
  const enregistrer = async (valeurs: FormData) => {
    const code = String(valeurs.get('code') ?? '');
    await onFait(await envoyer(() => appeler(identiteContrat.enregistrerApplication, { code })));
  };
  return (
    <ol className="enrol">
      <li>
        <h3>Ouvrez une application d’authentification</h3>
        <p>
          Sur votre téléphone, ou sur ce poste si votre organisme l’a prévu. Toutes celles qui donnent un code
          à six chiffres conviennent.
        </p>
      </li>
      <li>
        <h3>Faites-lui lire ce code</h3>
        <div className="enrol__key">
          <Suspense fallback={<span className="qr" />}>
            <CodeQr
              texte={adresse}
              description="Code QR à montrer à l’application. La clé à taper, à côté, fait la même chose."
            />
          </Suspense>
          <div className="enrol__typed">
            <p>Ou tapez-y cette clé (ajout « par clé » ou « manuel ») :</p>
            <p className="enrol__secret">
              <Identifier value={secret} kind="cle" />
            </p>
            <div className="button-row">
              <CopyButton value={secret} what="la clé" />
              <a href={adresse}>Ouvrir une application de cet appareil</a>
            </div>
          </div>
        </div>
        <p className="soft">Ne gardez ni photo ni copie de ce code : il vaut votre second facteur.</p>
      </li>
      <li>
        <h3>Tapez le code qu’elle affiche</h3>
        <Form onSubmit={enregistrer} label="Premier code de l’application">
          <CodeField
            name="code"
            label="Code à six chiffres"
            help="Il s’envoie de lui-même au sixième chiffre."
            missing="Tapez le code à six chiffres."
            submitWhenComplete
          />
          <div className="button-row">
            <SubmitButton busyLabel="Vérification…">Enregistrer l’application</SubmitButton>
            {autre}
          </div>
        </Form>
      </li>
    </ol>
  );
}
