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
  SMTP_URL                    serveur de courrier, smtp:// ou smtps://
  COURRIEL_EXPEDITEUR         adresse d’expédition
  JETON_METRIQUES             jeton demandé par /metriques ; sans lui, cette machine seulement
  NIVEAU_JOURNAL              fatal, error, warn, info (défaut), debug ou silent
  TRAVAUX                     oui (défaut) ou non : exécuter les travaux dans ce processus
  IMPORT_OCTETS_MAX           taille du plus grand fichier de dossiers reçu par le portail (8589934592, soit 8 Gio)
  SOURCE_DOSSIERS             base (défaut) ou api-particulier, qui demande les trois suivantes
  API_PARTICULIER_URL         adresse d’API Particulier v3, sans chemin après l’hôte
  API_PARTICULIER_JETON       jeton d’API Particulier, jamais montré
  API_PARTICULIER_DESTINATAIRE  Siret de l’organisme au nom duquel on demande
`;
