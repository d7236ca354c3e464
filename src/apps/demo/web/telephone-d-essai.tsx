import { useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { demonstrationContrat } from '../contract.ts';
import { CodeQuiTourne } from './codes-a-main.tsx';

/** What an authenticator application would show: to go through a first access without a phone at hand. */
export function TelephoneDEssai() {
  const [cle, setCle] = useState<string | null>(null);
  return (
    <div className="stack">
      <p>
        Un compte que vous venez d’ouvrir demandera un second facteur. Sans application d’authentification
        sous la main, donnez ici la clé que la page d’enregistrement affiche sous l’image : voici le code
        qu’un téléphone montrerait. Un vrai portail ne fait jamais cela.
      </p>
      <Form
        label="Téléphone d’essai"
        onSubmit={async (valeurs) => {
          const saisie = String(valeurs.get('cle') ?? '');
          await appeler(demonstrationContrat.coder, { cle: saisie });
          setCle(saisie);
        }}
      >
        <TextField name="cle" label="Clé" mono autoComplete="off" />
        <div className="button-row">
          <SubmitButton busyLabel="Calcul…">Montrer le code</SubmitButton>
        </div>
      </Form>
      {cle !== null && (
        <p aria-live="polite">
          <CodeQuiTourne
            key={cle}
            cle={['telephone']}
            lire={(signal) => appeler(demonstrationContrat.coder, { cle }, { signal })}
          />
        </p>
      )}
    </div>
  );
}
