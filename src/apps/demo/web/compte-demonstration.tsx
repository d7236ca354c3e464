import { useState } from 'react';
import type { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { CodesAMain } from './codes-a-main.tsx';
import type { CompteDemo } from './premiers-pas.ts';

export interface EntreeEnCours {
  /** Whose sign-in is under way. */
  readonly identifiant: string | null;
  readonly erreur: { readonly identifiant: string; readonly erreur: ErreurApi } | null;
}

interface CompteDemonstrationProps {
  readonly compte: CompteDemo;
  readonly motDePasse: string;
  readonly enCours: EntreeEnCours;
  readonly onEntrer: (compte: CompteDemo) => Promise<void>;
  /** For the first steps: what this person shows, and where they work. */
  readonly surtitre?: string;
  readonly organisme?: string;
}

/** One invented person: who they are, what to try, and the way in. */
export function CompteDemonstration(props: CompteDemonstrationProps) {
  const { compte, motDePasse, enCours, onEntrer, surtitre, organisme } = props;
  const [aMain, setAMain] = useState(false);
  const { identifiant, nom, fonction, roles, profils, etat, essai } = compte;
  const refus = enCours.erreur?.identifiant === identifiant ? enCours.erreur.erreur : null;
  const Nom = surtitre ? 'p' : 'h5';
  return (
    <div className="demo__account">
      <div className="demo__who">
        {surtitre && <h3>{surtitre}</h3>}
        <Nom className="demo__name">
          {nom}
          {etat !== 'actif' && <StatusTag tone="attention">Compte {etat}</StatusTag>}
        </Nom>
        <p>
          {fonction}
          {organisme && `, ${organisme}`}
        </p>
        <p className="soft demo__rights">
          {[...roles, ...profils.map((profil) => `profil ${profil}`)].join(' · ')}
        </p>
      </div>
      <p className="demo__try">{essai}</p>
      <div className="demo__actions">
        <Button
          variant={surtitre ? 'primary' : 'default'}
          busy={enCours.identifiant === identifiant}
          onClick={() => void onEntrer(compte)}
        >
          <span>
            {enCours.identifiant === identifiant ? 'Un instant' : 'Entrer'}
            <span className={surtitre ? undefined : 'visually-hidden'}> comme {nom}</span>
          </span>
        </Button>
        {!surtitre && (
          <Button variant="plain" aria-expanded={aMain} onClick={() => setAMain(!aMain)}>
            À la main
            <span className="visually-hidden"> : identifiant, mot de passe et code de {nom}</span>
          </Button>
        )}
      </div>
      {refus && (
        <Notice tone="stop" title={refus.titre} live>
          {refus.suite && <p>{refus.suite}</p>}
        </Notice>
      )}
      {aMain && <CodesAMain compte={compte} motDePasse={motDePasse} />}
    </div>
  );
}
