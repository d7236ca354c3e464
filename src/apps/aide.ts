/** Text of `npm start -- --help`; `docs/exploitation.md` says more. */
export const AIDE = `Passerelle — portail partenaire

npm start                démarre le portail (base embarquée et démonstration par défaut)
npm run cli -- --help    commandes d’exploitation

Variables d’environnement :
  DEMONSTRATION               oui (défaut) ou non ; la démonstration n’écoute que sur cette machine
  PORT                        port d’écoute (3000)
  ADRESSE                     adresse d’écoute (127.0.0.1)
  ADRESSE_PUBLIQUE            origine vue des navigateurs, par exemple https://portail.exemple.fr
  DOSSIER_DONNEES             base embarquée et trousseau de clés (./donnees)
  ARCHIVES_JOURNAUX           dossier où la base embarquée archive ses journaux, pour restaurer à un instant
  DATABASE_URL                rôle de service d’un PostgreSQL 15 ou plus récent, à la place de la base embarquée
  DATABASE_URL_PROPRIETAIRE   rôle qui migre cette base
  TROUSSEAU                   trousseau de clés en JSON, à la place du fichier
  TROUSSEAU_FICHIER           emplacement du trousseau (DOSSIER_DONNEES/trousseau.json, mode 0600)
  MANDATAIRES_DE_CONFIANCE    réseaux des mandataires dont on croit les en-têtes, séparés par des virgules
  SESSION_INACTIVITE_MINUTES  15
  SESSION_DUREE_HEURES        8
  SESSION_UNIQUE              oui ou non (défaut) : une connexion ferme les autres sessions de la personne
  MOT_DE_PASSE_LONGUEUR       caractères au moins (12)
  MOT_DE_PASSE_BITS           force au moins, au calcul de la Cnil (80)
  MOT_DE_PASSE_BITS_SECOND_FACTEUR  la même pour qui a un second facteur (80 ; 50 au moins)
  MOT_DE_PASSE_JOURS_GESTIONNAIRES  changement régulier des gestionnaires, en jours (365 ; 0 : jamais)
  SMTP_URL                    serveur de courrier, smtp:// ou smtps://
  COURRIEL_EXPEDITEUR         adresse d’expédition
  JETON_METRIQUES             jeton demandé par /metriques ; sans lui, cette machine seulement
  NIVEAU_JOURNAL              fatal, error, warn, info (défaut), debug ou silent
  TRAVAUX                     oui (défaut) ou non : exécuter les travaux dans ce processus
  NAVIGATEURS_ACCEPTES        requête browserslist des navigateurs admis (les versions des deux dernières années)
  IMPORT_OCTETS_MAX           taille du plus grand fichier de dossiers reçu par le portail (8589934592, soit 8 Gio)
  SOURCE_DOSSIERS             base (défaut) ou api-particulier, qui demande les trois suivantes
  API_PARTICULIER_URL         adresse d’API Particulier v3, sans chemin après l’hôte
  API_PARTICULIER_JETON       jeton d’API Particulier, jamais montré
  API_PARTICULIER_DESTINATAIRE  Siret de l’organisme au nom duquel on demande
  OIDC_EMETTEUR               fournisseur d’identité OpenID Connect ; sans lui, connexion par mot de passe seulement
  OIDC_CLIENT_ID              identifiant du portail chez ce fournisseur
  OIDC_CLIENT_SECRET          secret du portail chez ce fournisseur, jamais montré
  OIDC_NOM                    nom du fournisseur à l’écran (ProConnect)
  OIDC_ACR                    niveaux de connexion acceptés, séparés par des virgules
  OIDC_ACR_DEUX_FACTEURS      ceux qui valent un second facteur (aucun : le second facteur local est demandé)
`;
