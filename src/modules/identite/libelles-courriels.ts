/**
 * Mails about an account. None holds a name and a secret of signing in together, none a link but those that its person
 * has just asked for: a fake could carry one. `MARQUE_SECRET` holds the place of what the database never sees.
 */
const MARQUE = '⟦secret⟧';
interface Courriel {
  readonly objet: string;
  readonly corps: string;
}
const JAMAIS = 'Personne ne vous demandera jamais votre mot de passe ni un code.';
const PAS_VOUS = 'Si ce n’était pas vous, prévenez tout de suite l’administrateur de votre organisme.';

const lettre = (prenom: string, ...paragraphes: string[]): string =>
  [`Bonjour ${prenom},`, ...paragraphes].join('\n\n');

/** First message of a new account: the identifier alone (ACC-01). */
export const courrielIdentifiantNouveau = (
  prenom: string,
  organisme: string,
  identifiant: string,
  portail: string,
): Courriel => ({
  objet: 'Votre identifiant pour Passerelle',
  corps: lettre(
    prenom,
    `Un compte vient de vous être ouvert sur Passerelle. Votre organisme : ${organisme}.`,
    `Votre identifiant : ${identifiant}`,
    'Votre premier mot de passe vous parvient séparément. Gardez cet identifiant : il ne change pas.',
    `Le portail est à l’adresse ${portail}`,
    JAMAIS,
  ),
});

/** Second message: the first password alone (ACC-01). */
export const courrielPremierMotDePasse = (prenom: string, jusquau: string): Courriel => ({
  objet: 'Votre premier mot de passe',
  corps: lettre(
    prenom,
    'Voici un mot de passe pour votre première connexion. Il ne sert qu’une fois ; le portail vous fera choisir le vôtre.',
    MARQUE,
    `Il sert jusqu’au ${jusquau}. Prévoyez dix minutes, et votre téléphone ou une clé de sécurité : un second moyen de vous reconnaître vous sera demandé.`,
    'Votre identifiant vous est parvenu séparément.',
    JAMAIS,
  ),
});

/** Told to a person whose account has just been locked by wrong tries (ACC-03). */
export const courrielVerrouillage = (prenom: string): Courriel => ({
  objet: 'Votre accès au portail est bloqué pour une heure',
  corps: lettre(
    prenom,
    'Dix essais manqués viennent d’être faits avec votre identifiant. Par prudence, votre accès est bloqué pendant une heure ; il se rouvrira de lui-même. Un appareil sur lequel vous vous êtes déjà connecté reste admis.',
    'Si ce n’était pas vous, prévenez l’administrateur de votre organisme.',
    JAMAIS,
  ),
});

export const courrielIdentifiant = (prenom: string, organisme: string, identifiant: string): Courriel => ({
  objet: 'Votre identifiant',
  corps: lettre(
    prenom,
    `Vous avez demandé votre identifiant pour ${organisme} :`,
    identifiant,
    `Si vous n’avez rien demandé, ce message n’appelle rien de votre part. ${JAMAIS}`,
  ),
});

export const courrielReinitialisation = (prenom: string, portail: string): Courriel => ({
  objet: 'Choisir un nouveau mot de passe',
  corps: lettre(
    prenom,
    'Vous avez demandé à choisir un nouveau mot de passe. Ce lien sert une fois, dans les trente minutes :',
    `${portail}/reinitialisation#jeton=${MARQUE}`,
    'Votre second facteur vous sera demandé comme d’habitude à la connexion.',
    `Si vous n’avez rien demandé, n’ouvrez pas ce lien : votre mot de passe reste le même. ${JAMAIS}`,
  ),
});

export const courrielSansPremierAcces = (prenom: string): Courriel => ({
  objet: 'Votre premier accès n’a pas encore servi',
  corps: lettre(
    prenom,
    'Un nouveau mot de passe a été demandé pour votre compte, mais votre premier accès n’a pas été mené à son terme. Demandez à l’administrateur de votre organisme de vous en redonner un.',
    JAMAIS,
  ),
});

export const courrielMotDePasseChange = (prenom: string): Courriel => ({
  objet: 'Votre mot de passe a changé',
  corps: lettre(prenom, 'Le mot de passe de votre compte vient d’être changé.', PAS_VOUS),
});

export const courrielFacteurChange = (prenom: string): Courriel => ({
  objet: 'Un second facteur a été enregistré',
  corps: lettre(
    prenom,
    'Une application d’authentification ou une clé d’accès vient d’être enregistrée sur votre compte.',
    PAS_VOUS,
  ),
});

export const courrielFacteurRetire = (prenom: string): Courriel => ({
  objet: 'Un second facteur a été retiré',
  corps: lettre(
    prenom,
    'Une application d’authentification ou une clé d’accès vient d’être retirée de votre compte.',
    PAS_VOUS,
  ),
});

export const courrielRecuperation = (prenom: string, restants: number): Courriel => ({
  objet: 'Un code de récupération a servi',
  corps: lettre(
    prenom,
    `Une connexion à votre compte vient d’être faite avec un code de récupération. Il vous en reste ${restants}.`,
    PAS_VOUS,
  ),
});

/** Told to a person whose account has just got another way in (ACC-05). */
export const courrielLiaison = (prenom: string, fournisseur: string): Courriel => ({
  objet: 'Votre compte a été lié à une identité d’agent',
  corps: lettre(
    prenom,
    `Une identité ${fournisseur} vient d’être liée à votre compte : elle permet désormais de s’y connecter. Vous pouvez la retirer dans « Mon compte ».`,
    PAS_VOUS,
  ),
});

export const courrielJetonCree = (prenom: string, nom: string): Courriel => ({
  objet: 'Un jeton d’API a été créé à votre nom',
  corps: lettre(
    prenom,
    `Un jeton d’API nommé « ${nom} » vient d’être créé sur votre compte. Ce qu’il fait est tracé comme fait par vous.`,
    PAS_VOUS,
  ),
});

export const courrielAncienneAdresse = (prenom: string, portail: string): Courriel => ({
  objet: 'Confirmer le changement de votre adresse',
  corps: lettre(
    prenom,
    'Un changement d’adresse électronique est demandé pour votre compte. Il ne se fera que si cette adresse et la nouvelle le confirment, dans les deux jours :',
    `${portail}/courriel#jeton=${MARQUE}`,
    `Si vous n’avez rien demandé, n’ouvrez pas ce lien : rien ne changera. ${PAS_VOUS}`,
  ),
});

export const courrielNouvelleAdresse = (prenom: string, portail: string): Courriel => ({
  objet: 'Confirmer votre nouvelle adresse',
  corps: lettre(
    prenom,
    'Cette adresse est demandée pour un compte Passerelle. Confirmez qu’elle est bien la vôtre, dans les deux jours :',
    `${portail}/courriel#jeton=${MARQUE}`,
    'Si vous n’avez rien demandé, n’ouvrez pas ce lien : rien ne changera.',
  ),
});

export const courrielNouvelAcces = (prenom: string): Courriel => ({
  objet: 'Un nouveau premier accès vous est donné',
  corps: lettre(
    prenom,
    'À la suite de votre demande, votre accès repart de zéro : votre mot de passe et vos seconds facteurs ne servent plus. Un premier mot de passe vous parvient séparément ; votre identifiant reste le même.',
    PAS_VOUS,
  ),
});

export const courrielChangementOrdonne = (prenom: string, motif: string): Courriel => ({
  objet: 'Votre mot de passe est à changer',
  corps: lettre(
    prenom,
    `Votre Caf demande que vous changiez de mot de passe. Motif : ${motif}`,
    'Vos sessions ont été fermées. À votre prochaine connexion, le portail vous fera choisir un nouveau mot de passe.',
    JAMAIS,
  ),
});

export const courrielSuspension = (prenom: string, motif: string): Courriel => ({
  objet: 'Votre compte est suspendu',
  corps: lettre(
    prenom,
    `Votre compte Passerelle vient d’être suspendu. Motif : ${motif}`,
    'Adressez-vous à l’administrateur de votre organisme.',
  ),
});

export const courrielFin = (prenom: string): Courriel => ({
  objet: 'Votre compte est fermé',
  corps: lettre(
    prenom,
    'Votre compte Passerelle vient d’être fermé. Ce que vous y avez lu reste couvert par le secret professionnel (article 226-13 du code pénal), sans limite de durée.',
  ),
});

/** HAB-44: what the Caf does to a partner's account is told to its administrators, with the reason. */
export const courrielSuspensionParLaCaf = (prenom: string, personne: string, motif: string): Courriel => ({
  objet: 'Votre Caf a suspendu le compte d’une personne',
  corps: lettre(
    prenom,
    `La Caf vient de suspendre, par précaution, le compte de ${personne}. Motif : ${motif}`,
    'Elle seule peut le rouvrir. Adressez-vous à elle pour savoir ce qu’elle attend.',
  ),
});

/** Ten wrong codes behind the right password: the one thing that a stolen password leaves behind it (ACC-03). */
export const courrielCodesEpuises = (prenom: string): Courriel => ({
  objet: 'Dix codes faux viennent d’être essayés sur votre compte',
  corps: lettre(
    prenom,
    'Quelqu’un qui connaît votre mot de passe vient d’essayer dix codes faux. Votre accès est bloqué pendant une heure ; un appareil sur lequel vous vous êtes déjà connecté reste admis.',
    'Si ce n’était pas vous, changez de mot de passe dès que vous le pouvez, et prévenez tout de suite l’administrateur de votre organisme.',
    JAMAIS,
  ),
});
