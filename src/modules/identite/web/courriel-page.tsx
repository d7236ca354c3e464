import { type ReactNode, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { identiteContrat } from '../contract.ts';
import { useJetonDuLien } from './jeton-du-lien.ts';
import './connexion.css';

interface CourrielPageProps {
  readonly suite: ReactNode;
  readonly contact: ReactNode;
}

/** A change of address, confirmed by a press: mail filters open links by themselves, and must do nothing (ACC-07). */
export function CourrielPage({ suite, contact }: CourrielPageProps) {
  const jeton = useJetonDuLien();
  const [issue, setIssue] = useState<'change' | 'attendue' | null>(null);
  const confirmer = async () => {
    const { change } = await appeler(identiteContrat.confirmerCourriel, { jeton: jeton ?? '' });
    setIssue(change ? 'change' : 'attendue');
  };
  return (
    <div className="sign-in">
      <PageHeader title={TITRES[issue ?? 'demande']} moment={issue ?? 'demande'} />
      <div className="sign-in__main">
        {jeton === undefined && <Skeleton lines={3} label="Lecture du lien" />}
        {jeton === null && (
          <Notice tone="attention" title="Ce lien est incomplet">
            <p>
              Ouvrez-le en entier depuis le courriel. Après un rechargement de cette page, rouvrez-le aussi :
              l’adresse ne le garde pas.
            </p>
          </Notice>
        )}
        {typeof jeton === 'string' && issue === null && (
          <>
            <p>
              Un changement d’adresse électronique a été demandé pour un compte de ce portail. Il n’a lieu que
              si l’ancienne adresse et la nouvelle le confirment toutes les deux.
            </p>
            <p>
              Vous n’avez rien demandé ? Ne confirmez pas, et prévenez l’administrateur de votre organisme.{' '}
              {contact}
            </p>
            <Form onSubmit={confirmer}>
              <div className="button-row">
                <SubmitButton busyLabel="Confirmation…">Confirmer ce changement</SubmitButton>
              </div>
            </Form>
          </>
        )}
        {issue === 'change' && (
          <>
            <p>
              Les courriels du portail vont désormais à la nouvelle adresse. Votre identifiant reste le même.
            </p>
            <div className="button-row">{suite}</div>
          </>
        )}
        {issue === 'attendue' && (
          <p>
            Cette adresse a confirmé. Il reste à ouvrir le courriel envoyé à l’autre adresse, et à y confirmer
            aussi ; d’ici là, rien ne change.
          </p>
        )}
      </div>
    </div>
  );
}

const TITRES = {
  demande: 'Changement d’adresse électronique',
  change: 'Adresse électronique changée',
  attendue: 'Confirmation enregistrée',
} as const;
