import type { ReactNode } from 'react';

/**
 * Confidentiality rules that each person acknowledges before entering, then every year (ACC-13). Their version is
 * `VERSION_CONFIDENTIALITE` of `domain/parcours.ts`: a change of meaning here takes the next one.
 */
const REGLES: readonly { readonly titre: string; readonly texte: ReactNode }[] = [
  {
    titre: 'Le secret professionnel vous engage',
    texte: (
      <>
        Ce que vous lisez ici sur une famille est couvert par le secret professionnel. Le révéler est puni
        d’un an d’emprisonnement et de 15 000 euros d’amende (<span className="no-break">article 226-13</span>{' '}
        du code pénal).
      </>
    ),
  },
  {
    titre: 'Il dure après vous',
    texte:
      'Cette obligation continue quand vous changez de poste, quand vous quittez votre organisme, et après la fin de la convention.',
  },
  {
    titre: 'Seulement pour votre mission',
    texte:
      'Vous ouvrez un dossier parce que votre mission le demande, jamais par curiosité ni pour rendre service, et vous n’en gardez que ce qui sert.',
  },
  {
    titre: 'Rien ne part ailleurs',
    texte:
      'Aucune donnée, aucun extrait, aucune copie d’écran n’est remis à un autre organisme ou à une autre personne, même de confiance.',
  },
  {
    titre: 'Votre compte est à vous seul',
    texte:
      'Identifiant, mot de passe, codes et clés ne se prêtent pas et ne se disent à personne, pas même à un responsable ou à l’assistance. Fermez votre session quand vous quittez votre poste.',
  },
  {
    titre: 'Chaque lecture laisse une trace',
    texte:
      'Qui, quand, quel dossier, sous quel profil, pour quelle mission. Ces traces sont examinées, et les familles peuvent demander qui a lu leur dossier.',
  },
  {
    titre: 'Ce qui change ou inquiète se dit',
    texte:
      'Un départ, un changement de poste, un téléphone perdu, un mot de passe connu d’un autre, une lecture par erreur : prévenez aussitôt l’administrateur de votre organisme.',
  },
];

export function ReglesConfidentialite({ niveau }: { readonly niveau: 2 | 3 }) {
  const Titre = niveau === 2 ? 'h2' : 'h3';
  return (
    <div className="rules">
      {REGLES.map(({ titre, texte }) => (
        <div key={titre}>
          <Titre>{titre}</Titre>
          <p>{texte}</p>
        </div>
      ))}
    </div>
  );
}
