import { z } from 'zod';
import { accesSession, route } from '../../../kernel/route.ts';
import { peutGererComptes, peutVoirPersonnes } from '../domain/droits-identite.ts';
import {
  courrielSchema,
  faitSchema,
  ligneSchema,
  motifSchema,
  nomSchema,
  rienSchema,
  roleSchema,
} from './commun.ts';

/** Whose accounts: a partner's, a Caf's own, or the Cnaf's. */
const organismeSchema = z.union(
  [
    z.strictObject({ partenaire: z.uuid() }),
    z.strictObject({ caf: z.string().regex(/^[0-9]{3}$/) }),
    z.strictObject({ cnaf: z.literal(true) }),
  ],
  'Choisissez un organisme.',
);

const acteSchema = z.enum([
  'suspendre',
  'lever',
  'clore',
  'redonner-acces',
  'forcer-mot-de-passe',
  'nommer',
  'corriger',
]);

export const compteSchema = z.strictObject({
  id: z.uuid(),
  identifiant: z.string(),
  prenom: z.string(),
  nom: z.string(),
  fonction: z.string(),
  courriel: z.string(),
  telephone: z.string().nullable(),
  roles: z.array(roleSchema),
  /** `attente`: the first access has not been used yet. */
  etat: z.enum(['attente', 'actif', 'suspendu', 'clos']),
  etatMotif: z.string().nullable(),
  etatLe: z.iso.datetime().nullable(),
  suspenduPar: z.enum(['partenaire', 'caf', 'cnaf']).nullable(),
  creeLe: z.iso.datetime().nullable(),
  accesJusquau: z.iso.datetime().nullable(),
  derniereConnexion: z.iso.datetime().nullable(),
  secondFacteur: z.boolean(),
  /** When the first password sent, and not used yet, stops serving. */
  premierAccesExpireLe: z.iso.datetime().nullable(),
  changementOrdonne: z.boolean(),
  /** Other accounts of the organisation with the same name. */
  homonyme: z.boolean(),
  /** What the reader may do of it now, by the same rules as the routes. */
  actes: z.array(acteSchema),
});

const cible = { compte: z.uuid('Choisissez un compte.') } as const;
const voieSchema = z.enum(['courriel', 'courrier'], 'Choisissez le courriel ou le courrier.');
const gestion = accesSession(peutGererComptes);

/** Accounts issued, suspended, ended by those entitled (ACC-01, ACC-14, HAB-08, HAB-20, HAB-22). */
export const comptesContrat = {
  listerPersonnes: route({
    methode: 'GET',
    chemin: '/api/personnes',
    acces: accesSession(peutVoirPersonnes),
    action: 'lecture-personnes',
    trace: 'porte',
    libelle: 'Les personnes de l’organisme, pour les choisir dans un filtre.',
    entree: rienSchema,
    sortie: z.strictObject({
      personnes: z.array(
        z.strictObject({ id: z.uuid(), nom: z.string(), identifiant: z.string(), etat: z.string() }),
      ),
    }),
  }),
  listerOrganismes: route({
    methode: 'GET',
    chemin: '/api/comptes/organismes',
    acces: accesSession(peutGererComptes),
    action: 'lecture-organismes',
    trace: 'porte',
    libelle: 'Les organismes dont on voit les comptes, avec ce qui y manque.',
    entree: rienSchema,
    sortie: z.strictObject({
      organismes: z.array(
        z.strictObject({
          organisme: organismeSchema,
          nom: z.string(),
          precision: z.string().nullable(),
          comptes: z.int(),
          /** ROL-02: no principal, or no deputy, which is flagged until filled. */
          sansPrincipal: z.boolean(),
          sansSuppleant: z.boolean(),
          /** Roles that the reader may give in this organisation. */
          rolesADonner: z.array(roleSchema),
        }),
      ),
    }),
  }),
  chercherComptes: route({
    methode: 'POST',
    chemin: '/api/comptes/recherches',
    acces: accesSession(peutGererComptes),
    action: 'lecture-comptes',
    trace: 'action',
    libelle: 'Les comptes d’un organisme, par page de cinquante.',
    entree: z.strictObject({
      organisme: organismeSchema,
      recherche: z.string().max(100, 'Cette recherche a 100 caractères au plus.').optional(),
      etat: z.enum(['attente', 'actif', 'suspendu', 'clos', 'ouverts', 'tous']).default('ouverts'),
      tri: z.enum(['nom', '-nom', 'etat', '-etat', 'connexion', '-connexion']).default('nom'),
      /** This account alone, in whatever state: what an address that names it opens. */
      compte: z.uuid().optional(),
      page: z.int().min(1).max(1000).default(1),
    }),
    sortie: z.strictObject({ comptes: z.array(compteSchema), total: z.int(), pages: z.int() }),
  }),
  creerCompte: route({
    methode: 'POST',
    chemin: '/api/comptes',
    acces: gestion,
    action: 'creation-compte',
    trace: 'action',
    confirmation: true,
    libelle: 'Crée un compte ; l’identifiant et le premier mot de passe partent séparément vers la personne.',
    entree: z.strictObject({
      organisme: organismeSchema,
      prenom: nomSchema('Indiquez le prénom.', 'Le prénom'),
      nom: nomSchema('Indiquez le nom.', 'Le nom'),
      fonction: ligneSchema('Indiquez la fonction.', 'La fonction', 120),
      courriel: courrielSchema,
      telephone: z
        .string()
        .max(30, 'Un numéro a 30 caractères au plus.')
        .transform((saisie) => saisie.replace(/[\s.\u00a0\u202f-]/g, ''))
        .refine(
          (numero) => /^(\+[1-9][0-9]{5,14}|0[1-9][0-9]{8})$/.test(numero),
          'Un numéro a dix chiffres, ou commence par + et l’indicatif du pays.',
        )
        .nullable(),
      roles: z.array(roleSchema).min(1, 'Donnez au moins un rôle.').max(8, 'Huit rôles au plus.'),
      voie: voieSchema,
      /** The person was told that the organisation already has somebody of this name. */
      homonymeVu: z.boolean().default(false),
    }),
    sortie: z.strictObject({ compte: z.uuid(), identifiant: z.string(), expireLe: z.iso.datetime() }),
  }),
  corrigerCompte: route({
    methode: 'POST',
    chemin: '/api/comptes/correction',
    acces: gestion,
    action: 'correction-compte',
    trace: 'action',
    confirmation: true,
    libelle: 'Corrige le nom ou la fonction ; l’adresse aussi, tant que le premier accès n’a pas servi.',
    entree: z.strictObject({
      ...cible,
      prenom: nomSchema('Indiquez le prénom.', 'Le prénom'),
      nom: nomSchema('Indiquez le nom.', 'Le nom'),
      fonction: ligneSchema('Indiquez la fonction.', 'La fonction', 120),
      courriel: courrielSchema,
    }),
    sortie: faitSchema,
  }),
  suspendreCompte: route({
    methode: 'POST',
    chemin: '/api/comptes/suspension',
    acces: gestion,
    action: 'suspension-compte',
    trace: 'action',
    libelle: 'Suspend un compte : ses sessions et ses jetons s’arrêtent à la demande suivante.',
    entree: z.strictObject({ ...cible, motif: motifSchema }),
    sortie: faitSchema,
  }),
  leverSuspension: route({
    methode: 'POST',
    chemin: '/api/comptes/levee',
    acces: gestion,
    action: 'levee-suspension-compte',
    trace: 'action',
    confirmation: true,
    libelle: 'Lève la suspension d’un compte ; ce que la Caf a suspendu, elle seule le rouvre.',
    entree: z.strictObject({ ...cible, motif: motifSchema }),
    sortie: faitSchema,
  }),
  cloreCompte: route({
    methode: 'POST',
    chemin: '/api/comptes/fin',
    acces: gestion,
    action: 'fin-compte',
    trace: 'action',
    libelle: 'Met fin à un compte : sessions, jetons et droits s’arrêtent, l’historique est gardé.',
    entree: z.strictObject({
      ...cible,
      motif: motifSchema,
      /** Day on which the person left; today when it is not told. */
      departLe: z.iso.date('Indiquez un jour, par exemple 2026-11-30.').nullable().default(null),
    }),
    sortie: faitSchema,
  }),
  redonnerAcces: route({
    methode: 'POST',
    chemin: '/api/comptes/premier-acces',
    acces: gestion,
    action: 'nouveau-premier-acces',
    trace: 'action',
    confirmation: true,
    libelle:
      'Redonne un premier accès à qui l’a perdu : mot de passe, second facteur et sessions repartent de zéro.',
    entree: z.strictObject({ ...cible, voie: voieSchema, motif: motifSchema }),
    sortie: z.strictObject({ expireLe: z.iso.datetime() }),
  }),
  imprimerLettre: route({
    methode: 'POST',
    chemin: '/api/comptes/lettre',
    acces: gestion,
    action: 'impression-lettre',
    trace: 'action',
    confirmation: true,
    libelle:
      'Lettre à mettre sous pli : l’identifiant, ou un premier mot de passe fait à l’instant, qui annule le précédent.',
    entree: z.strictObject({ ...cible, genre: z.enum(['identifiant', 'mot-de-passe']) }),
    sortie: z.unknown(),
    flux: true,
  }),
  forcerMotDePasse: route({
    methode: 'POST',
    chemin: '/api/comptes/mot-de-passe',
    acces: gestion,
    action: 'ordre-mot-de-passe',
    trace: 'action',
    confirmation: true,
    libelle:
      'Ordonne à une personne, ou à tout un partenaire, de changer de mot de passe à la prochaine connexion.',
    entree: z.union([
      z.strictObject({ ...cible, motif: motifSchema }),
      z.strictObject({ partenaire: z.uuid('Choisissez un partenaire.'), motif: motifSchema }),
    ]),
    sortie: z.strictObject({ comptes: z.int() }),
  }),
  changerRole: route({
    methode: 'POST',
    chemin: '/api/comptes/roles',
    acces: gestion,
    action: 'changement-role',
    trace: 'action',
    confirmation: true,
    libelle: 'Donne ou retire un rôle, par son nom.',
    entree: z.strictObject({
      ...cible,
      role: roleSchema,
      donner: z.boolean('Dites si le rôle est donné ou retiré.'),
      motif: motifSchema,
    }),
    sortie: faitSchema,
  }),
} as const;
