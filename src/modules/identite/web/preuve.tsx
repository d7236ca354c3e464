import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ErreurApi } from '../../../ui/api-error.ts';
import {
  type Confirmation,
  ConfirmationContext,
  type ProuverIdentiteProps,
} from '../../../ui/confirmation.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** Fetched when a proof is asked only: the dialog machinery is heavy, and most sessions never see it. */
const PreuveDialog = lazy(() => import('./preuve-dialog.tsx'));
const Formulaire = lazy(() => import('./prouver-identite.tsx'));

const ProuverIdentite = (props: ProuverIdentiteProps) => (
  <Suspense fallback={<Skeleton lines={2} label="Lecture de vos moyens de confirmer" />}>
    <Formulaire {...props} />
  </Suspense>
);

/** Step-up for the pages of a signed-in person: gives them `useConfirmation`, and shows its dialog above them (ACC-04). */
export function PreuveProvider({ children }: { readonly children: ReactNode }) {
  const [ouverte, setOuverte] = useState(false);
  /** Two acts may be refused at the same moment: one proof serves both. */
  const attente = useRef<Attente | null>(null);

  const conclure = useCallback((prouvee: boolean) => {
    attente.current?.conclure(prouvee);
    attente.current = null;
    setOuverte(false);
  }, []);
  // Whoever signs out gives up.
  useEffect(() => () => conclure(false), [conclure]);

  const confirmation = useMemo<Confirmation>(
    () => ({
      avecPreuve: async (acte) => {
        try {
          return await acte();
        } catch (erreur) {
          if (!(erreur instanceof ErreurApi) || erreur.code !== 'confirmation-requise') throw erreur;
        }
        if (attente.current === null) {
          attente.current = ouvrirAttente();
          setOuverte(true);
        }
        if (!(await attente.current.issue)) throw abandon();
        return acte();
      },
      ProuverIdentite,
    }),
    [],
  );

  return (
    <ConfirmationContext value={confirmation}>
      {children}
      {ouverte && (
        <Suspense>
          <PreuveDialog onProuvee={() => conclure(true)} onAbandon={() => conclure(false)} />
        </Suspense>
      )}
    </ConfirmationContext>
  );
}

interface Attente {
  readonly issue: Promise<boolean>;
  readonly conclure: (prouvee: boolean) => void;
}

function ouvrirAttente(): Attente {
  let conclure: Attente['conclure'] = () => {};
  const issue = new Promise<boolean>((resolve) => {
    conclure = resolve;
  });
  return { issue, conclure };
}

/** Nothing was done, and the person knows it. */
const abandon = (): ErreurApi =>
  new ErreurApi({
    nature: 'abandon',
    status: 0,
    code: 'confirmation-abandonnee',
    titre: 'Rien n’a été fait : votre identité n’a pas été confirmée.',
  });
