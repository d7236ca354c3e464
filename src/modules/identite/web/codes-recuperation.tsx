import { useEffect } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/choice-field.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import './facteurs.css';

interface CodesRecuperationProps {
  readonly codes: readonly string[];
  /** The person has said that they are safe. */
  readonly onRanges: () => Promise<void> | void;
  readonly action?: string;
}

/** The ten recovery codes, shown once: to copy, print or save, then to put away before going on (ACC-04). */
export function CodesRecuperation({ codes, onRanges, action = 'Continuer' }: CodesRecuperationProps) {
  useAvantDePartir();
  return (
    <div className="recovery">
      <p>
        Si votre téléphone ou votre clé vous manque, un de ces codes la remplace. Chacun sert une seule fois.{' '}
        <strong>Ils ne seront plus jamais montrés.</strong>
      </p>
      <ol className="recovery__codes" aria-label="Codes de récupération">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="button-row">
        <CopyButton value={codes.join('\n')} what="les dix codes" />
        <Button size="small" onClick={() => window.print()}>
          Imprimer
        </Button>
        <Button size="small" onClick={() => enregistrer(codes)}>
          Enregistrer en texte
        </Button>
      </div>
      <p className="soft">
        Rangez-les à part de votre téléphone et hors de vue : une enveloppe fermée, un coffre, un gestionnaire
        de mots de passe. Personne ne vous les demandera, ni par téléphone ni par courriel.
      </p>
      <Form onSubmit={onRanges} label="Suite" className="form no-print">
        <Checkbox
          name="ranges"
          label="Je les ai mis en lieu sûr"
          required
          missing="Cochez cette case quand les codes sont en lieu sûr."
        />
        <div className="button-row">
          <SubmitButton>{action}</SubmitButton>
        </div>
      </Form>
    </div>
  );
}

/** The browser asks before a reload or a closed tab: the codes would be lost. */
function useAvantDePartir(): void {
  useEffect(() => {
    const retenir = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', retenir);
    return () => window.removeEventListener('beforeunload', retenir);
  }, []);
}

function enregistrer(codes: readonly string[]): void {
  const texte = [
    'Passerelle, codes de récupération. Chacun sert une seule fois.',
    '',
    ...codes,
    '',
    'À garder en lieu sûr. Personne ne doit vous les demander.',
    '',
  ].join('\r\n');
  const adresse = URL.createObjectURL(new Blob([texte], { type: 'text/plain;charset=utf-8' }));
  const lien = document.createElement('a');
  lien.href = adresse;
  lien.download = 'passerelle-codes-de-recuperation.txt';
  lien.click();
  URL.revokeObjectURL(adresse);
}
