import type { Refus } from '../../kernel/resultat.ts';

export const LIBELLES_ROLES: Readonly<Record<string, string>> = {
  signataire: 'Signataire',
  'administrateur-principal': 'Administrateur principal',
  'administrateur-suppleant': 'Administrateur suppléant',
  'responsable-habilitation': 'Responsable d’habilitation',
  utilisateur: 'Utilisateur',
  'responsable-securite': 'Responsable sécurité',
  dpo: 'Délégué à la protection des données',
  support: 'Support',
  'responsable-metier': 'Responsable métier',
  'gestionnaire-habilitations': 'Gestionnaire d’habilitations',
  'charge-conventions': 'Chargé de conventions',
  directeur: 'Directeur',
  'centre-services': 'Centre de services',
  'responsable-securite-caf': 'Responsable sécurité de la Caf',
  'auditeur-traces': 'Auditeur des traces',
  'instructeur-afas': 'Instructeur Afas',
  'referent-informatique-libertes': 'Référent informatique et libertés',
  'administrateur-cnaf': 'Administrateur Cnaf',
  'dpo-cnaf': 'Délégué à la protection des données de la Cnaf',
};

export function direRefusIdentite(refus: Refus): { titre: string; suite?: string } {
  switch (refus.code) {
    case 'identifiants-refuses':
      return {
        titre: 'Identifiant ou mot de passe incorrect.',
        suite: 'Vérifiez les deux. Après plusieurs essais manqués, il faudra patienter.',
      };
    case 'trop-d-essais': {
      const minutes = Number(refus.details?.minutes ?? 1);
      return {
        titre: `Trop d’essais manqués. Réessayez dans ${minutes} minute${minutes > 1 ? 's' : ''}.`,
        suite: 'Si ce n’était pas vous, prévenez l’administrateur de votre organisme.',
      };
    }
    case 'compte-suspendu':
      return {
        titre: 'Votre compte est suspendu.',
        suite: 'Adressez-vous à l’administrateur de votre organisme.',
      };
    case 'compte-ferme':
      return {
        titre: 'Votre compte n’est plus ouvert.',
        suite: 'Adressez-vous à l’administrateur de votre organisme.',
      };
    case 'second-facteur-absent':
      return {
        titre: 'Votre compte demande un second facteur, et aucun n’est enregistré.',
        suite:
          'Adressez-vous à l’administrateur de votre organisme. Si vous êtes cet administrateur, adressez-vous à votre Caf.',
      };
    case 'code-refuse':
      return {
        titre: 'Ce code n’est pas le bon, ou il a déjà servi.',
        suite: 'Attendez le code suivant et vérifiez l’heure de votre téléphone.',
      };
    default:
      return { titre: 'Cette demande n’est pas possible.' };
  }
}

/** Told to a person whose account has just been locked by wrong tries (ACC-03). No link: a fake could carry one. */
export const courrielVerrouillage = (prenom: string) => ({
  objet: 'Votre accès au portail est bloqué pour une heure',
  corps: `Bonjour ${prenom},

Dix essais manqués viennent d’être faits avec votre identifiant. Par prudence, votre accès est bloqué pendant une heure ; il se rouvrira de lui-même.

Si ce n’était pas vous, prévenez l’administrateur de votre organisme. Personne ne vous demandera jamais votre mot de passe ni un code.`,
});
