/**
 * Reasons of an outcome as a manager reads them in the traces. Those of `libelles.ts` speak to the person who
 * signs in (« votre compte est suspendu »); these tell it of someone else.
 */
export const LIBELLES_CODES_TRACES: Readonly<Record<string, string>> = {
  'second-facteur-attendu': 'Code demandé ensuite',
  'identifiants-refuses': 'Identifiant ou mot de passe incorrect',
  'trop-d-essais': 'Trop d’essais manqués',
  'compte-suspendu': 'Compte suspendu',
  'compte-ferme': 'Compte fermé, ou pas encore ouvert',
  'second-facteur-absent': 'Aucun second facteur enregistré',
  'code-refuse': 'Code faux ou déjà utilisé',
  'session-absente': 'Session close ou complétée entre-temps',
  'role-insuffisant': 'Le rôle de la personne ne donne pas accès à cette page',
};

/** Fields whose value was refused; the value itself is never in the trace (TRA-03). */
export const LIBELLES_CHAMPS_TRACES: Readonly<Record<string, string>> = {
  identifiant: 'identifiant',
  motDePasse: 'mot de passe',
  code: 'code à six chiffres',
  corps: 'demande illisible',
};
