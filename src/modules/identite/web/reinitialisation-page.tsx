import { type ReactNode, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { identiteContrat } from '../contract.ts';
import type { RegleMotDePasse } from '../domain/mot-de-passe.ts';
import { ChampNouveauMotDePasse } from './champ-nouveau-mot-de-passe.tsx';
import { useJetonDuLien } from './jeton-du-lien.ts';
import './connexion.css';

interface ReinitialisationPageProps {
  readonly regle: RegleMotDePasse;
  readonly connexion: ReactNode;
  /** Beside the form, or all that is left to do. */
  readonly autreLien: (seul: boolean) => ReactNode;
}

const TITRES = {
  choix: 'Choisir un nouveau mot de passe',
  refus: 'Ce lien ne sert plus',
  faite: 'Mot de passe changé',
} as const;

/** A new password, by the link that was received; it opens nothing by itself (ACC-07). */
export function ReinitialisationPage({ regle, connexion, autreLien }: ReinitialisationPageProps) {
  const jeton = useJetonDuLien();
  const [faite, setFaite] = useState(false);
  const [refuse, setRefuse] = useState<{ readonly jeton: string; readonly erreur: ErreurApi } | null>(null);
  // Another link opened in this tab has not been refused.
  const mort = refuse !== null && refuse.jeton === jeton ? refuse.erreur : null;
  const moment = faite ? 'faite' : mort ? 'refus' : 'choix';
  const choisir = async (valeurs: FormData) => {
    const motDePasse = String(valeurs.get('motDePasse') ?? '');
    try {
      await appeler(identiteContrat.reinitialiserMotDePasse, { jeton: jeton ?? '', motDePasse });
    } catch (erreur) {
      if (!(erreur instanceof ErreurApi) || erreur.code !== 'lien-refuse') throw erreur;
      return setRefuse({ jeton: jeton ?? '', erreur });
    }
    setFaite(true);
  };
  return (
    <div className="sign-in">
      <PageHeader title={TITRES[moment]} moment={moment} />
      <div className="sign-in__main">
        {jeton === undefined && <Skeleton lines={3} label="Lecture du lien" />}
        {jeton === null && (
          <>
            <Notice tone="attention" title="Ce lien est incomplet">
              <p>
                Ouvrez-le en entier depuis le courriel, ou recopiez-le jusqu’au dernier caractère. Après un
                rechargement de cette page, rouvrez-le aussi : l’adresse ne le garde pas.
              </p>
            </Notice>
            <div className="button-row">{autreLien(true)}</div>
          </>
        )}
        {mort && (
          <>
            <p>{mort.suite}</p>
            <div className="button-row">{autreLien(true)}</div>
          </>
        )}
        {typeof jeton === 'string' && !faite && !mort && (
          <Form onSubmit={choisir}>
            <ChampNouveauMotDePasse name="motDePasse" regle={regle} avecSecondFacteur />
            <div className="button-row">
              <SubmitButton busyLabel="Vérification…">Changer le mot de passe</SubmitButton>
              {autreLien(false)}
            </div>
          </Form>
        )}
        {faite && (
          <>
            <p>
              L’ancien ne s’utilise plus, et les sessions qui étaient ouvertes sont fermées. Connectez-vous
              avec le nouveau ; votre second facteur vous sera demandé comme d’habitude.
            </p>
            <div className="button-row">{connexion}</div>
          </>
        )}
      </div>
    </div>
  );
}
