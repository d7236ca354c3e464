import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { appeler } from '../../../../ui/api.ts';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { formatCompte, formatDate } from '../../../../ui/format.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { PasswordField } from '../../../../ui/password-field.tsx';
import { annoncer } from '../../../../ui/toasts.ts';
import { identiteContrat } from '../../contract.ts';
import { ChampNouveauMotDePasse } from '../champ-nouveau-mot-de-passe.tsx';
import { Cadre } from './cadre.tsx';
import { Lecture } from './lecture.tsx';
import { type MonCompte, monCompteRequete, relireMonCompte } from './requetes.ts';

/** One's password: when it was chosen, when it is due, and a new one (ACC-02). */
export function MotDePassePage({ fuseau }: { readonly fuseau: string }) {
  const requete = useQuery(monCompteRequete);
  return (
    <Cadre titre="Mot de passe" intro="Personne ne vous le demandera, ni par téléphone, ni par courriel.">
      <Lecture requete={requete} echec="Votre compte n’a pas pu être lu">
        {(compte) => <Changement compte={compte} fuseau={fuseau} />}
      </Lecture>
    </Cadre>
  );
}

function Changement({ compte, fuseau }: { readonly compte: MonCompte; readonly fuseau: string }) {
  const client = useQueryClient();
  // A form sent is emptied by making another.
  const [rang, setRang] = useState(0);
  const [fait, setFait] = useState<string | null>(null);
  const { motDePasse, prenom, nom, courriel, organisme, identifiant } = compte;

  const changer = async (valeurs: FormData) => {
    const { sessionsFermees } = await appeler(identiteContrat.changerMotDePasse, {
      actuel: String(valeurs.get('actuel') ?? ''),
      nouveau: String(valeurs.get('nouveau') ?? ''),
    });
    await relireMonCompte(client);
    const autres =
      sessionsFermees === 0
        ? 'Vous n’étiez connecté nulle part ailleurs.'
        : `${formatCompte(sessionsFermees, 'autre session fermée', 'autres sessions fermées')}.`;
    setFait(autres);
    setRang(rang + 1);
    annoncer('Mot de passe changé.');
  };

  return (
    <>
      {fait && (
        <Notice tone="fait" title="Mot de passe changé">
          <p>{fait} Celle-ci reste ouverte.</p>
        </Notice>
      )}
      <section className="stack" aria-labelledby="changer">
        <h2 id="changer">Changer de mot de passe</h2>
        <p className="account-measure">
          {motDePasse.le === null
            ? 'Changez-le dès que vous pensez que quelqu’un d’autre le connaît.'
            : `Le vôtre date du ${formatDate(motDePasse.le, fuseau)}. Changez-le dès que vous pensez que quelqu’un d’autre le connaît.`}
          {motDePasse.echeance !== null &&
            ` Un changement vous sera demandé le ${formatDate(motDePasse.echeance, fuseau)}.`}
        </p>
        <p className="soft account-measure">
          Le changement prend effet tout de suite et ferme vos autres sessions ; vos jetons d’API continuent
          de servir.
        </p>
        <Form key={rang} label="Changement de mot de passe" onSubmit={changer}>
          <PasswordField
            name="actuel"
            label="Mot de passe actuel"
            autoComplete="current-password"
            missing="Indiquez votre mot de passe actuel."
          />
          <ChampNouveauMotDePasse
            name="nouveau"
            regle={motDePasse.regle}
            contexte={{ prenom, nom, courriel, organisme, identifiant }}
            avecSecondFacteur={compte.application !== null || compte.cles.length > 0}
          />
          <div className="button-row">
            <SubmitButton busyLabel="Changement en cours…">Changer le mot de passe</SubmitButton>
          </div>
        </Form>
      </section>
    </>
  );
}
