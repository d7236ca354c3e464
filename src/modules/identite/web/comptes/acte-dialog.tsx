import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ErreurApi } from '../../../../ui/api-error.ts';
import { Button } from '../../../../ui/button.tsx';
import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { annoncer } from '../../../../ui/toasts.ts';
import { relireComptes } from './comptes-requetes.ts';

/** What will happen, to whom, from when, and whether it can be undone: said before any act (page 13, Decision). */
export interface Suites {
  readonly quoi: ReactNode;
  readonly qui: ReactNode;
  readonly quand: ReactNode;
  readonly retour: ReactNode;
}

interface ActeDialogProps {
  readonly titre: string;
  readonly suites: Suites;
  /** The verb of the act: « Suspendre le compte ». */
  readonly verbe: string;
  readonly enCours: string;
  /** The act ends something. */
  readonly fin?: boolean;
  /** Does it, and answers what to announce; null when the caller shows what comes next by itself. */
  readonly agir: (valeurs: FormData) => Promise<string | null>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One act on an account: what it does, what it asks, the button that says it. */
export function ActeDialog({
  titre,
  suites,
  verbe,
  enCours,
  fin = false,
  agir,
  onClose,
  children,
}: ActeDialogProps) {
  const client = useQueryClient();
  const [refus, setRefus] = useState<ErreurApi | null>(null);

  const envoyer = async (valeurs: FormData) => {
    try {
      const fait = await agir(valeurs);
      await relireComptes(client);
      if (fait === null) return;
      annoncer(fait);
    } catch (erreur) {
      if (!(erreur instanceof ErreurApi) || !estSansRecours(erreur)) throw erreur;
      setRefus(erreur);
      void relireComptes(client);
      return;
    }
    onClose();
  };

  if (refus)
    return (
      <Dialog title="Rien n’a été fait" onClose={onClose}>
        <Notice tone="stop" live title={refus.titre}>
          {refus.suite && <p>{refus.suite}</p>}
        </Notice>
        <div className="button-row">
          <Button onClick={onClose}>Fermer</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={titre} onClose={onClose} alert={fin}>
      <DefinitionList items={definir(suites)} />
      <Form label={verbe} onSubmit={envoyer}>
        {children}
        <div className="button-row">
          <SubmitButton variant={fin ? 'stop' : 'primary'} busyLabel={enCours}>
            {verbe}
          </SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Somebody was first, or the act is not the reader's: nothing that is typed in the form would change that. */
const estSansRecours = ({ nature, status, champs }: ErreurApi): boolean =>
  nature === 'refus' && champs.length === 0 && [403, 404, 409].includes(status);

const definir = ({ quoi, qui, quand, retour }: Suites): readonly Definition[] => [
  { term: 'Ce qui va se passer', value: quoi },
  { term: 'Pour qui', value: qui },
  { term: 'Quand', value: quand },
  { term: 'Retour en arrière', value: retour },
];

const MOTIF_MAX = 300;

export const motifDe = (valeurs: FormData): string => String(valeurs.get('motif') ?? '').trim();

/** Why the act is done; kept with the account and in the traces. */
export function MotifField({ aide }: { readonly aide: string }) {
  return (
    <Field name="motif" label="Motif" help={`${aide} Gardé dans les traces.`} missing="Indiquez un motif.">
      {(control) => (
        <textarea
          {...control}
          className="input field__control accounts-reason"
          name="motif"
          rows={2}
          maxLength={MOTIF_MAX}
          onChange={({ currentTarget }) =>
            // Blanks alone are no motive, here as on the server.
            currentTarget.setCustomValidity(
              currentTarget.value !== '' && currentTarget.value.trim() === '' ? 'Indiquez un motif.' : '',
            )
          }
        />
      )}
    </Field>
  );
}
