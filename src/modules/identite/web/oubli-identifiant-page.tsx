import type { ReactNode } from 'react';
import { appeler } from '../../../ui/api.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { identiteContrat } from '../contract.ts';
import { OubliPage } from './oubli-page.tsx';

interface OubliIdentifiantPageProps {
  readonly retour: ReactNode;
  readonly contact: ReactNode;
}

/** Asks for one's identifier by mail (ACC-07). */
export function OubliIdentifiantPage({ retour, contact }: OubliIdentifiantPageProps) {
  return (
    <OubliPage
      titre="Identifiant oublié"
      intro="Donnez l’adresse électronique de votre compte : votre identifiant y est envoyé."
      champ={
        <TextField
          name="courriel"
          label="Adresse électronique professionnelle"
          help="Celle que votre organisme a donnée en ouvrant votre compte."
          type="email"
          format="Une adresse s’écrit comme prenom.nom@organisme.fr."
          autoComplete="email"
        />
      }
      action="Recevoir mon identifiant"
      onDemander={async (valeurs) => {
        const courriel = String(valeurs.get('courriel') ?? '');
        await appeler(identiteContrat.oublierIdentifiant, { courriel });
      }}
      reponse="Si cette adresse est celle d’un compte ouvert, un courriel y part dans l’instant. Une personne qui a plusieurs comptes en reçoit un par compte."
      siRien={<li>Essayez une autre de vos adresses professionnelles, puis vérifiez son orthographe.</li>}
      retour={retour}
      contact={contact}
    />
  );
}
