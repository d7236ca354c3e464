import type { ReactNode } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { identiteContrat } from '../contract.ts';
import { creerCle } from './cle-acces.ts';
import type { Envoyer, SuiteFacteur } from './facteur-application.tsx';
import './facteurs.css';

interface EnrolerCleProps {
  readonly envoyer: Envoyer;
  readonly onFait: (suite: SuiteFacteur) => Promise<void> | void;
  /** Beside the button: another means, or give up. */
  readonly autre?: ReactNode;
}

/** A passkey, under a name by which the person will know it in their account (ACC-04). */
export function EnrolerCle({ envoyer, onFait, autre }: EnrolerCleProps) {
  const enregistrer = async (valeurs: FormData) => {
    const nom = String(valeurs.get('nom') ?? '');
    const { options } = await envoyer(() => appeler(identiteContrat.preparerCle, {}));
    const reponse = await creerCle(options);
    await onFait(await envoyer(() => appeler(identiteContrat.enregistrerCle, { nom, reponse })));
  };
  return (
    <Form onSubmit={enregistrer} label="Nouvelle clé d’accès">
      <TextField
        name="nom"
        label="Nom de la clé"
        help="Pour la reconnaître dans votre compte : « Poste de l’accueil », « Clé bleue »…"
        missing="Donnez un nom à cette clé."
        width="20"
        maxLength={60}
        autoComplete="off"
        defaultValue="Ma clé d’accès"
      />
      <p>
        Votre navigateur va ensuite vous guider : empreinte, visage ou code de l’appareil, ou clé de sécurité
        à brancher.
      </p>
      <div className="button-row">
        <SubmitButton busyLabel="La clé est attendue…">Créer la clé d’accès</SubmitButton>
        {autre}
      </div>
    </Form>
  );
}
