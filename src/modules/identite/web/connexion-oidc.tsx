import { useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { type Etape, identiteContrat } from '../contract.ts';
import type { AvisConnexion } from './connexion-page.tsx';

type Facteurs = Extract<Etape, { etape: 'second-facteur' }>['facteurs'];

/** Codes that a return from the identity provider brings, when nothing opened (ACC-05). */
export function avisDuFournisseur(code: string, fournisseur: string): AvisConnexion | null {
  const parMotDePasse = 'Recommencez, ou connectez-vous avec votre identifiant et votre mot de passe.';
  const avis: Readonly<Record<string, { readonly titre: string; readonly texte?: string }>> = {
    'second-facteur': {
      titre: 'Le temps donné pour la vérification est passé',
      texte: 'Par prudence, reprenez depuis le début.',
    },
    'oidc-refuse': { titre: `La connexion par ${fournisseur} a été abandonnée`, texte: parMotDePasse },
    'oidc-acr-insuffisant': {
      titre: 'Votre façon de vous identifier n’est pas assez sûre pour ce portail',
      texte: `Identifiez-vous par ${fournisseur} d’une façon plus sûre, ou avec votre mot de passe.`,
    },
    'oidc-reponse-invalide': {
      titre: `La réponse de ${fournisseur} n’a pas pu être vérifiée`,
      texte: parMotDePasse,
    },
    'oidc-indisponible': {
      titre: `${fournisseur} ne répond pas`,
      texte: 'Réessayez plus tard, ou connectez-vous avec votre identifiant et votre mot de passe.',
    },
    'oidc-depart-absent': {
      titre: 'Cette connexion a trop attendu, ou a déjà servi',
      texte: parMotDePasse,
    },
    'oidc-non-lie': { titre: 'Cette identité n’est plus liée à votre compte', texte: parMotDePasse },
    'oidc-siret-absent': {
      titre: `${fournisseur} n’a pas dit pour quel organisme vous travaillez`,
      texte: 'Connectez-vous avec votre identifiant et votre mot de passe.',
    },
    'oidc-siret-autre': {
      titre: 'Cette identité est celle d’un autre organisme que celui de votre compte',
      texte: `Choisissez l’organisme de votre compte chez ${fournisseur}, puis recommencez.`,
    },
    'oidc-premier-acces': {
      titre: 'Votre premier accès n’est pas terminé',
      texte: 'Connectez-vous d’abord avec votre identifiant et le mot de passe reçu.',
    },
    'compte-suspendu': {
      titre: 'Votre compte est suspendu',
      texte: 'Adressez-vous à l’administrateur de votre organisme.',
    },
    'compte-ferme': {
      titre: 'Votre compte n’est plus ouvert',
      texte: 'Adressez-vous à l’administrateur de votre organisme.',
    },
    'second-facteur-absent': {
      titre: 'Votre compte demande un second facteur, et aucun n’est enregistré',
      texte: 'Demandez un nouveau premier accès à l’administrateur de votre organisme.',
    },
  };
  if (code === 'liaison')
    return {
      tone: 'info',
      titre: `Votre identité ${fournisseur} n’est pas encore liée à un compte`,
      texte:
        'Connectez-vous une fois avec votre identifiant et votre mot de passe : vous pourrez ensuite la lier.',
    };
  return Object.hasOwn(avis, code) && avis[code] ? { tone: 'attention', ...avis[code] } : null;
}

/** What a sign-in begun at the provider still has to prove; null when there is none, or not any more. */
export async function lireFacteursAttendus(): Promise<Facteurs | null> {
  try {
    return (await appeler(identiteContrat.lireFacteurs, {})).facteurs;
  } catch (erreur) {
    if (erreur instanceof ErreurApi) return null;
    throw erreur;
  }
}

/** Where one leaves for the provider, to come back to a page of the portal. */
export const adresseDepart = (vers: string | null): string =>
  `${identiteContrat.partirOidc.chemin}${vers === null ? '' : `?suite=${encodeURIComponent(vers)}`}`;

/** Where the provider's answer brings back who left their account's page to link an identity. */
export const RETOUR_LIAISON = '/mon-compte?liaison=retour';

/** The page asked; the one that began a link is told what the provider answered. */
export const avecReponse = (vers: string | null, code: string | undefined): string | null =>
  vers === RETOUR_LIAISON && code !== undefined ? `/mon-compte?liaison=${encodeURIComponent(code)}` : vers;

/** Leaves the page: a plain link, since the answer is another site. */
export function LienFournisseur({ nom, vers }: { readonly nom: string; readonly vers: string | null }) {
  return (
    <div className="stack">
      <p className="soft">Votre identité {nom} est liée à votre compte ? Elle remplace le mot de passe.</p>
      <div>
        <a className="button" href={adresseDepart(vers)}>
          Se connecter avec {nom}
        </a>
      </div>
    </div>
  );
}

/** A refusal that judged the identity: it waits no more, and asking again would only be told so. */
export const estIdentitePerdue = (erreur: unknown): boolean =>
  erreur instanceof ErreurApi && erreur.code.startsWith('oidc-');

/** Signed in with one's own account, one decides whether the identity that waits may open it from now on. */
export function LierIdentite({
  fournisseur,
  onSuite,
}: {
  readonly fournisseur: string;
  readonly onSuite: () => Promise<void>;
}) {
  const [perdue, setPerdue] = useState(false);
  const lier = async () => {
    try {
      await appeler(identiteContrat.lierOidc, {});
    } catch (erreur) {
      setPerdue(estIdentitePerdue(erreur));
      throw erreur;
    }
    await onSuite();
  };
  return (
    <Form onSubmit={lier}>
      <p>
        L’identité {fournisseur} que vous venez de présenter pourra ouvrir ce compte, sans votre mot de passe.
        Ne la liez que si elle est bien la vôtre. Un courriel vous le confirmera, et vous pourrez la retirer.
      </p>
      <div className="button-row">
        {!perdue && <SubmitButton busyLabel="Enregistrement…">Lier à mon compte</SubmitButton>}
        <Button onClick={() => void onSuite()}>Continuer sans lier</Button>
      </div>
    </Form>
  );
}
