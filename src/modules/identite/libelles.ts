import type { Refus } from '../../kernel/resultat.ts';
import type { EcueilMotDePasse } from './domain/mot-de-passe.ts';
import { direEcueil } from './libelles-mot-de-passe.ts';

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

const ADMINISTRATEUR = 'Adressez-vous à l’administrateur de votre organisme.';

/** Words of the refusals that need no figure. */
const REFUS: Readonly<Record<string, { readonly titre: string; readonly suite?: string }>> = {
  'identifiants-refuses': {
    titre: 'Identifiant ou mot de passe incorrect.',
    suite:
      'Vérifiez les deux. Le premier mot de passe reçu ne sert qu’une fois. Après plusieurs essais manqués, il faudra patienter.',
  },
  'connexions-saturees': {
    titre: 'Trop de connexions sont demandées en ce moment.',
    suite: 'Réessayez dans quelques secondes : rien n’a été compté contre vous.',
  },
  'compte-suspendu': { titre: 'Votre compte est suspendu.', suite: ADMINISTRATEUR },
  'compte-ferme': { titre: 'Votre compte n’est plus ouvert.', suite: ADMINISTRATEUR },
  'premier-acces-expire': {
    titre: 'Ce premier mot de passe ne sert plus : son délai est passé.',
    suite: 'Demandez-en un nouveau à l’administrateur de votre organisme.',
  },
  'second-facteur-absent': {
    titre: 'Votre compte demande un second facteur, et aucun n’est enregistré.',
    suite:
      'Demandez un nouveau premier accès à l’administrateur de votre organisme ; si vous êtes cet administrateur, à votre Caf.',
  },
  'enrolement-ferme': {
    titre: 'Un premier second facteur s’enregistre pendant le premier accès.',
    suite:
      'Demandez un nouveau premier accès à l’administrateur de votre organisme ; si vous êtes cet administrateur, à votre Caf.',
  },
  'lettre-par-un-autre': {
    titre: 'Une autre personne doit imprimer cette lettre.',
    suite:
      'Qui redonne un accès à un compte déjà ouvert n’en tient pas aussi le mot de passe. À défaut, choisissez le courriel.',
  },
  'code-refuse': {
    titre: 'Ce code n’est pas le bon, ou il a déjà servi.',
    suite: 'Attendez le code suivant et vérifiez l’heure de votre téléphone.',
  },
  'cle-refusee': {
    titre: 'Cette clé d’accès n’a pas été reconnue.',
    suite: 'Recommencez, ou servez-vous d’un autre moyen.',
  },
  'recuperation-refusee': {
    titre: 'Ce code de récupération n’est pas le bon, ou il a déjà servi.',
    suite: 'Prenez-en un autre dans votre liste.',
  },
  'mot-de-passe-refuse': { titre: 'Ce n’est pas votre mot de passe actuel.' },
  'preuve-plus-forte': {
    titre: 'Le mot de passe ne suffit pas ici.',
    suite: 'Servez-vous de votre second facteur.',
  },
  'mot-de-passe-courant': {
    titre: 'Ce mot de passe est trop courant.',
    suite: 'Il figure, à peu de chose près, dans les listes que les attaquants essaient d’abord.',
  },
  'mot-de-passe-identique': {
    titre: 'C’est le mot de passe que vous aviez : choisissez-en un autre, que vous seul connaîtrez.',
  },
  'etape-inutile': { titre: 'Cette étape est déjà faite.', suite: 'Rechargez la page pour continuer.' },
  'version-depassee': {
    titre: 'Les règles de confidentialité ont changé entre-temps.',
    suite: 'Rechargez la page pour lire la version en vigueur.',
  },
  'preparation-absente': {
    titre: 'L’enregistrement a trop attendu, ou a commencé dans une autre fenêtre.',
    suite: 'Recommencez depuis le début de cette étape.',
  },
  'cle-deja-la': { titre: 'Cette clé d’accès est déjà enregistrée.' },
  'nom-pris': { titre: 'Une de vos clés porte déjà ce nom.', suite: 'Donnez-lui un autre nom.' },
  'aucun-facteur': {
    titre: 'Enregistrez d’abord un second facteur.',
    suite: 'Il se trouve dans « Mon compte », à la page « Second facteur ».',
  },
  'facteur-absent': { titre: 'Ce moyen n’est plus enregistré.', suite: 'Rechargez la page.' },
  'dernier-facteur': {
    titre: 'C’est votre dernier second facteur : il ne peut pas être retiré.',
    suite: 'Enregistrez-en un autre d’abord.',
  },
  'lien-refuse': {
    titre: 'Ce lien ne sert plus.',
    suite: 'Il a déjà servi, son délai est passé, ou un autre l’a remplacé. Recommencez votre demande.',
  },
  'courriel-identique': { titre: 'C’est déjà votre adresse.' },
  'courriel-pris': {
    titre: 'Un autre compte de cet organisme a déjà cette adresse.',
    suite: 'Une adresse est celle d’une seule personne dans un organisme.',
  },
  'courriel-a-la-personne': {
    titre: 'Cette personne change elle-même son adresse.',
    suite: 'Elle le fait depuis « Mon compte », en la confirmant aux deux adresses.',
  },
  'session-introuvable': { titre: 'Cette session est déjà fermée.', suite: 'Rechargez la page.' },
  'jeton-absent': { titre: 'Ce jeton n’existe plus.', suite: 'Rechargez la page.' },
  'compte-inconnu': { titre: 'Ce compte n’existe pas parmi ceux que vous gérez.' },
  'organisme-inconnu': { titre: 'Cet organisme n’existe pas parmi ceux que vous gérez.' },
  'partenaire-inconnu': { titre: 'Ce partenaire n’existe pas parmi ceux de votre Caf.' },
  'compte-de-soi': {
    titre: 'On ne gère pas son propre compte.',
    suite: 'Demandez-le à une autre personne qui administre votre organisme, ou à votre Caf.',
  },
  'compte-clos': {
    titre: 'Ce compte est fermé.',
    suite: 'Un compte fermé ne se rouvre pas : créez-en un autre.',
  },
  'compte-deja-suspendu': { titre: 'Ce compte est déjà suspendu.' },
  'compte-non-suspendu': { titre: 'Ce compte n’est pas suspendu.' },
  'suspendu-plus-haut': {
    titre: 'Ce compte a été suspendu à un niveau au-dessus du vôtre.',
    suite: 'Lui seul peut le rouvrir ou le fermer : demandez à votre Caf ce qu’elle attend.',
  },
  'dernier-administrateur': {
    titre: 'C’est le dernier administrateur actif de cet organisme.',
    suite: 'Créez ou rouvrez d’abord le compte de la personne qui le remplace.',
  },
  'depart-a-venir': {
    titre: 'Ce jour n’est pas encore venu.',
    suite: 'Mettez fin au compte le jour du départ ; la date demandée est celle d’un départ passé.',
  },
  'role-hors-champ': { titre: 'Ce rôle n’est pas de ceux que vous pouvez donner ou retirer.' },
  'role-deja-tenu': { titre: 'Cette personne tient déjà ce rôle.' },
  'role-non-tenu': { titre: 'Cette personne ne tient pas ce rôle.' },
  'role-occupe': {
    titre: 'Une autre personne tient déjà ce rôle.',
    suite:
      'Un organisme a un administrateur principal et un suppléant : retirez d’abord le rôle à la première.',
  },
  'voie-reservee': {
    titre: 'Les lettres à imprimer sont réservées aux Caf et à la Cnaf.',
    suite: 'Choisissez le courriel.',
  },
  'premier-acces-servi': {
    titre: 'Cette personne a déjà choisi son mot de passe.',
    suite: 'Si elle l’a perdu, redonnez-lui d’abord un premier accès, par courrier.',
  },
  'lettre-non-faite': {
    titre: 'La lettre n’a pas pu être faite.',
    suite: 'Rien n’a changé : réessayez, ou choisissez le courriel.',
  },
  'oidc-absent': { titre: 'Ce portail n’a pas d’autre moyen de se connecter que le mot de passe.' },
  'oidc-partenaires-seuls': {
    titre: 'Seuls les comptes des partenaires se lient à une identité d’agent.',
    suite: 'Les comptes des Caf et de la Cnaf se connectent par mot de passe et second facteur.',
  },
  'oidc-session-locale': {
    titre: 'Connectez-vous d’abord avec votre mot de passe.',
    suite: 'Une identité se lie à un compte depuis une session ouverte par son mot de passe.',
  },
  'oidc-retour-absent': {
    titre: 'Aucune identité n’attend d’être liée dans ce navigateur.',
    suite: 'Elle a trop attendu, ou a déjà servi : recommencez depuis la page de connexion.',
  },
  'oidc-siret-autre': {
    titre: 'Cette identité est celle d’un autre organisme que le vôtre.',
    suite: 'Chez le fournisseur d’identité, choisissez l’organisme de votre compte, puis recommencez.',
  },
  'oidc-deja-lie': {
    titre: 'Votre compte est déjà lié à une identité.',
    suite: 'Retirez-la d’abord dans « Mon compte ».',
  },
  'oidc-liee-ailleurs': {
    titre: 'Cette identité est déjà liée à un autre compte.',
    suite: 'Si vous avez deux comptes dans cet organisme, retirez la liaison depuis l’autre.',
  },
  'liaison-absente': { titre: 'Cette liaison n’existe plus.', suite: 'Rechargez la page.' },
  'oidc-deconnexion-rejouee': { titre: 'Cet ordre de déconnexion a déjà été reçu.' },
  'oidc-reponse-invalide': { titre: 'La réponse du fournisseur d’identité n’est pas valable.' },
  'oidc-indisponible': {
    titre: 'Le fournisseur d’identité ne répond pas.',
    suite: 'Réessayez plus tard, ou connectez-vous avec votre mot de passe.',
  },
  'confirmation-requise': {
    titre: 'Confirmez que c’est bien vous.',
    suite: 'Cette action demande une preuve de votre identité de moins de dix minutes.',
  },
};

export function direRefusIdentite(refus: Refus): { titre: string; suite?: string } {
  switch (refus.code) {
    case 'trop-d-essais': {
      const minutes = Number(refus.details?.minutes ?? 1);
      return {
        titre: `Trop d’essais manqués. Réessayez dans ${minutes} minute${minutes > 1 ? 's' : ''}.`,
        suite: 'Si ce n’était pas vous, prévenez l’administrateur de votre organisme.',
      };
    }
    case 'mot-de-passe-faible':
      return { titre: direEcueil(refus.details?.ecueil as EcueilMotDePasse) };
    case 'trop-de-cles':
    case 'trop-de-jetons':
      return {
        titre: `Vous en avez déjà ${refus.details?.maximum}, le plus qu’un compte puisse avoir.`,
        suite: 'Retirez-en une qui ne sert plus.',
      };
    case 'homonyme':
      return {
        titre: 'Une personne de ce nom a déjà un compte dans cet organisme.',
        suite: 'Si c’est bien quelqu’un d’autre, confirmez ; sinon, retrouvez son compte dans la liste.',
      };
    default:
      return REFUS[refus.code] ?? { titre: 'Cette demande n’est pas possible.' };
  }
}
