import type { ReactNode } from 'react';
import { appeler } from '../../../ui/api.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { identiteContrat } from '../contract.ts';
import { OubliPage } from './oubli-page.tsx';

interface OubliMotDePassePageProps {
  readonly retour: ReactNode;
  readonly contact: ReactNode;
  readonly identifiantOublie: ReactNode;
}

/** Asks for a link by mail to choose a new password (ACC-07). */
export function OubliMotDePassePage({ retour, contact, identifiantOublie }: OubliMotDePassePageProps) {
  return (
    <OubliPage
      titre="Mot de passe oublié"
      intro="Donnez votre identifiant : un lien pour choisir un nouveau mot de passe part à l’adresse de votre compte. Votre second facteur reste demandé à la connexion."
      champ={
        <TextField
          name="identifiant"
          label="Identifiant"
          help={<>Dix lettres et chiffres. {identifiantOublie}</>}
          width="20"
          mono
          autoComplete="username"
        />
      }
      action="Demander un lien"
      onDemander={async (valeurs) => {
        const identifiant = String(valeurs.get('identifiant') ?? '');
        await appeler(identiteContrat.oublierMotDePasse, { identifiant });
      }}
      reponse="Si cet identifiant est celui d’un compte ouvert, un courriel part dans l’instant à l’adresse de ce compte. Son lien sert une seule fois, pendant trente minutes."
      siRien={
        <>
          <li>Vérifiez l’identifiant, caractère par caractère, et recommencez.</li>
          <li>
            Un compte dont le premier accès n’a pas été mené à son terme ne reçoit pas de lien : un nouveau
            premier accès est à demander.
          </li>
        </>
      }
      retour={retour}
      contact={contact}
    />
  );
}
