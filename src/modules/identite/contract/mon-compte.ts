import { z } from 'zod';
import { accesConnecte, PORTEES, route } from '../../../kernel/route.ts';
import {
  courrielSchema,
  faitSchema,
  motDePasseSchema,
  nomDonneSchema,
  regleMotDePasseSchema,
  rienSchema,
  roleSchema,
} from './commun.ts';

const cle = z.strictObject({
  id: z.uuid(),
  nom: z.string(),
  creeeLe: z.iso.datetime(),
  utiliseeLe: z.iso.datetime().nullable(),
  /** Kept by an account of its maker and present on several devices. */
  synchronisee: z.boolean(),
});

const jeton = z.strictObject({
  id: z.uuid(),
  nom: z.string(),
  debut: z.string(),
  portees: z.array(z.enum(PORTEES)),
  creeLe: z.iso.datetime(),
  expireLe: z.iso.datetime(),
  /** To the minute. */
  utiliseLe: z.iso.datetime().nullable(),
  etat: z.enum(['ouvert', 'echu', 'revoque']),
});

/** What a person sees and does of their own account (ACC-02, ACC-04, ACC-06, ACC-07, ACC-09). */
export const monCompteContrat = {
  lireMonCompte: route({
    methode: 'GET',
    chemin: '/api/mon-compte',
    acces: accesConnecte,
    action: 'lecture-mon-compte',
    trace: 'porte',
    libelle: 'Son propre compte : identité, moyens de connexion, engagements.',
    entree: rienSchema,
    sortie: z.strictObject({
      identifiant: z.string(),
      prenom: z.string(),
      nom: z.string(),
      fonction: z.string(),
      courriel: z.string(),
      /** A change of address that waits for its confirmations. */
      courrielDemande: z
        .strictObject({
          nouveau: z.string(),
          ancienConfirme: z.boolean(),
          nouveauConfirme: z.boolean(),
          expireLe: z.iso.datetime(),
        })
        .nullable(),
      organisme: z.string(),
      roles: z.array(roleSchema),
      accesJusquau: z.iso.datetime().nullable(),
      motDePasse: z.strictObject({
        le: z.iso.datetime().nullable(),
        /** When a regular change is due; null: never (ACC-02). */
        echeance: z.iso.datetime().nullable(),
        regle: regleMotDePasseSchema,
      }),
      application: z.strictObject({ enregistreeLe: z.iso.datetime() }).nullable(),
      cles: z.array(cle),
      codesRecuperation: z.strictObject({ restants: z.int(), faitsLe: z.iso.datetime().nullable() }),
      secondFacteurExige: z.boolean(),
      engagementLe: z.iso.datetime().nullable(),
      engagementAvant: z.iso.datetime().nullable(),
    }),
  }),
  changerMotDePasse: route({
    methode: 'POST',
    chemin: '/api/mon-compte/mot-de-passe',
    acces: accesConnecte,
    action: 'changement-mot-de-passe',
    trace: 'action',
    libelle: 'Change son mot de passe et ferme ses autres sessions.',
    entree: z.strictObject({ actuel: motDePasseSchema, nouveau: motDePasseSchema }),
    sortie: z.strictObject({ sessionsFermees: z.int() }),
  }),
  demanderCourriel: route({
    methode: 'POST',
    chemin: '/api/mon-compte/courriel',
    acces: accesConnecte,
    action: 'demande-courriel',
    trace: 'action',
    confirmation: true,
    libelle: 'Demande à changer d’adresse ; l’ancienne et la nouvelle doivent confirmer.',
    entree: z.strictObject({ courriel: courrielSchema }),
    sortie: faitSchema,
  }),
  annulerCourriel: route({
    methode: 'POST',
    chemin: '/api/mon-compte/courriel/annulation',
    acces: accesConnecte,
    action: 'annulation-courriel',
    trace: 'action',
    libelle: 'Renonce au changement d’adresse en cours.',
    entree: rienSchema,
    sortie: faitSchema,
  }),
  renommerCle: route({
    methode: 'POST',
    chemin: '/api/mon-compte/cles/nom',
    acces: accesConnecte,
    action: 'renommage-cle',
    trace: 'action',
    libelle: 'Change le nom d’une de ses clés d’accès.',
    entree: z.strictObject({ cle: z.uuid('Choisissez une clé.'), nom: nomDonneSchema }),
    sortie: faitSchema,
  }),
  retirerFacteur: route({
    methode: 'POST',
    chemin: '/api/mon-compte/facteurs/retrait',
    acces: accesConnecte,
    action: 'retrait-facteur',
    trace: 'action',
    confirmation: true,
    libelle:
      'Retire une clé d’accès (son identifiant) ou l’application d’authentification (null) ; jamais le dernier moyen exigé.',
    entree: z.strictObject({ cle: z.uuid('Choisissez une clé.').nullable() }),
    sortie: faitSchema,
  }),
  refaireCodes: route({
    methode: 'POST',
    chemin: '/api/mon-compte/codes-recuperation',
    acces: accesConnecte,
    action: 'codes-recuperation',
    trace: 'action',
    confirmation: true,
    libelle: 'Fait dix nouveaux codes de récupération ; les précédents ne servent plus.',
    entree: rienSchema,
    sortie: z.strictObject({ codesRecuperation: z.array(z.string()) }),
  }),
  listerSessions: route({
    methode: 'GET',
    chemin: '/api/mon-compte/sessions',
    acces: accesConnecte,
    action: 'lecture-mes-sessions',
    trace: 'porte',
    libelle: 'Ses sessions ouvertes et ses dernières connexions.',
    entree: rienSchema,
    sortie: z.strictObject({
      sessions: z.array(
        z.strictObject({
          id: z.uuid(),
          courante: z.boolean(),
          ouverteLe: z.iso.datetime(),
          activiteLe: z.iso.datetime(),
          closeLe: z.iso.datetime().nullable(),
          closeMotif: z.string().nullable(),
          adresse: z.string().nullable(),
          /** Browser and system, in words; null when they are not recognised. */
          appareil: z.string().nullable(),
          origine: z.enum(['local', 'oidc']),
        }),
      ),
      appareilsConnus: z.int(),
    }),
  }),
  fermerSession: route({
    methode: 'POST',
    chemin: '/api/mon-compte/sessions/fin',
    acces: accesConnecte,
    action: 'fermeture-session',
    trace: 'action',
    libelle: 'Ferme une de ses sessions, ou toutes les autres (null), qui oublie aussi ses appareils connus.',
    entree: z.strictObject({ session: z.uuid('Choisissez une session.').nullable() }),
    sortie: z.strictObject({ fermees: z.int() }),
  }),
  listerJetons: route({
    methode: 'GET',
    chemin: '/api/mon-compte/jetons',
    acces: accesConnecte,
    action: 'lecture-jetons',
    trace: 'porte',
    libelle: 'Ses jetons d’API ; aucun ne se relit.',
    entree: rienSchema,
    sortie: z.strictObject({ jetons: z.array(jeton) }),
  }),
  creerJeton: route({
    methode: 'POST',
    chemin: '/api/mon-compte/jetons',
    acces: accesConnecte,
    action: 'creation-jeton',
    trace: 'action',
    confirmation: true,
    libelle: 'Crée un jeton d’API à son nom, montré une seule fois.',
    entree: z.strictObject({
      nom: nomDonneSchema,
      portees: z.array(z.enum(PORTEES)).min(1, 'Choisissez au moins un service.').max(PORTEES.length),
      jours: z
        .int('Indiquez une durée en jours.')
        .min(1, 'Un jour au moins.')
        .max(90, 'Quatre-vingt-dix jours au plus.'),
    }),
    sortie: z.strictObject({ jeton: z.string(), detail: jeton }),
  }),
  revoquerJeton: route({
    methode: 'POST',
    chemin: '/api/mon-compte/jetons/revocation',
    acces: accesConnecte,
    action: 'revocation-jeton',
    trace: 'action',
    libelle: 'Révoque un de ses jetons ; la demande suivante est refusée.',
    entree: z.strictObject({ jeton: z.uuid('Choisissez un jeton.') }),
    sortie: faitSchema,
  }),
} as const;
