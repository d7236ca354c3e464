import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/choice-field.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { formatCompte } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { noterCodesMontres, oublierCodesMontres, sontCodesARanger } from './codes-a-ranger.ts';
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
  const ranger = async () => {
    oublierCodesMontres();
    await onRanges();
  };
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
      <Form onSubmit={ranger} label="Suite" className="form no-print">
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

/** The browser asks before a reload or a closed tab, and who goes on all the same is told afterwards: the codes are lost. */
function useAvantDePartir(): void {
  useEffect(() => {
    noterCodesMontres();
    const retenir = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', retenir);
    return () => window.removeEventListener('beforeunload', retenir);
  }, []);
}

interface CodesPerdusProps {
  /** The way to where new ones are made, which takes the notice away. */
  readonly refaire: (oublier: () => void) => ReactNode;
}

/** On the pages that follow a reload: the codes that were on the screen will not come back. */
export function AvisCodesPerdus({ refaire }: CodesPerdusProps) {
  const [perdus, setPerdus] = useState(sontCodesARanger);
  if (!perdus) return null;
  const oublier = () => {
    oublierCodesMontres();
    setPerdus(false);
  };
  return (
    <Notice tone="attention" title="Vos codes de récupération ne sont plus affichés">
      <p>
        Vous n’avez pas dit les avoir mis en lieu sûr, et ils ne seront plus montrés. Si vous ne les avez pas
        gardés, faites-en dix nouveaux : les premiers ne serviront plus.
      </p>
      <div className="button-row">
        {refaire(oublier)}
        <Button onClick={oublier}>Je les ai gardés</Button>
      </div>
    </Notice>
  );
}

/** Fewer than this: time to make ten others. */
export const PEU = 3;

interface CodeServiProps {
  readonly restants: number;
  readonly onSuite: () => Promise<void> | void;
}

/** A recovery code has just opened the session: what is left of them, and what to do about what was lost. */
export function CodeServi({ restants, onSuite }: CodeServiProps) {
  return (
    <>
      <Notice
        tone={restants < PEU ? 'attention' : 'info'}
        live
        title={
          restants === 0
            ? 'C’était votre dernier code de récupération'
            : `Il vous reste ${formatCompte(restants, 'code')} de récupération`
        }
      >
        <p>Celui qui vient de servir ne sera plus accepté. Un courriel vous en avertit aussi.</p>
      </Notice>
      <p>
        Une fois dans le portail, ouvrez « Mon compte », puis « Second facteur ». Retirez-y l’application ou
        la clé que vous avez perdue, et enregistrez la nouvelle.
        {restants < PEU && ' Faites aussi dix nouveaux codes.'}
      </p>
      <Form onSubmit={onSuite} label="Suite">
        <div className="button-row">
          <SubmitButton autoFocus>Continuer</SubmitButton>
        </div>
      </Form>
    </>
  );
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
