import { z } from 'zod';
import { ROLES_CAF, ROLES_CNAF, ROLES_PARTENAIRE } from '../../kernel/acteur.ts';
import { accesConnecte, accesPublic, accesSession, route } from '../../kernel/route.ts';
import { peutVoirPersonnes } from './domain/droits-identite.ts';
import { lireIdentifiant } from './domain/identifiant.ts';

const roleSchema = z.enum([...ROLES_PARTENAIRE, ...ROLES_CAF, ...ROLES_CNAF]);

/** What a person typed as identifier: blanks around and case have no effect. */
const identifiantSchema = z.string('Indiquez votre identifiant.').transform((saisie, ctx) => {
  const lu = lireIdentifiant(saisie);
  if (lu.ok) return lu.valeur;
  ctx.addIssue({ code: 'custom', message: lu.message });
  return z.NEVER;
});

/** Six digits; a space between the groups is what authenticators show, and is accepted. */
const codeSchema = z
  .string('Indiquez le code à six chiffres.')
  .max(20, 'Le code a six chiffres.')
  .transform((saisie) => saisie.replace(/[\s\u00a0\u202f]/g, ''))
  .refine((code) => /^[0-9]{6}$/.test(code), 'Le code a six chiffres, zéros de tête compris.');

export const sessionSchema = z.strictObject({
  compteId: z.uuid(),
  sessionId: z.uuid(),
  prenom: z.string(),
  nom: z.string(),
  fonction: z.string(),
  nature: z.enum(['partenaire', 'caf', 'cnaf']),
  cafCode: z.string().nullable(),
  partenaireId: z.uuid().nullable(),
  roles: z.array(roleSchema),
  organisme: z.string(),
  caf: z.string().nullable(),
  /** Time zone of the Caf: that in which its days and deadlines are read. */
  fuseau: z.string(),
  derniereConnexion: z.iso.datetime().nullable(),
  inactiveLe: z.iso.datetime(),
  expireLe: z.iso.datetime(),
});
export type Session = z.infer<typeof sessionSchema>;

const etapeSchema = z.discriminatedUnion('etape', [
  z.strictObject({ etape: z.literal('second-facteur') }),
  z.strictObject({ etape: z.literal('ouverte'), session: sessionSchema }),
]);

export const identiteContrat = {
  connecter: route({
    methode: 'POST',
    chemin: '/api/connexion',
    acces: accesPublic,
    action: 'connexion',
    trace: 'action',
    libelle: 'Vérifie l’identifiant et le mot de passe.',
    entree: z.strictObject({
      identifiant: identifiantSchema,
      motDePasse: z
        .string('Indiquez votre mot de passe.')
        .min(1, 'Indiquez votre mot de passe.')
        .max(128, 'Un mot de passe a 128 caractères au plus.'),
    }),
    sortie: etapeSchema,
  }),
  verifierCode: route({
    methode: 'POST',
    chemin: '/api/connexion/second-facteur',
    acces: { genre: 'second-facteur' },
    action: 'second-facteur',
    trace: 'action',
    libelle: 'Vérifie le code du second facteur et ouvre la session.',
    entree: z.strictObject({ code: codeSchema }),
    sortie: z.strictObject({ etape: z.literal('ouverte'), session: sessionSchema }),
  }),
  lireSession: route({
    methode: 'GET',
    chemin: '/api/session',
    acces: accesConnecte,
    action: 'lecture-session',
    trace: 'aucune',
    libelle: 'Qui est connecté, dans quel organisme, avec quels rôles.',
    entree: z.strictObject({}),
    sortie: sessionSchema,
    arrierePlan: true,
  }),
  confirmer: route({
    methode: 'POST',
    chemin: '/api/session/confirmation',
    acces: accesConnecte,
    action: 'confirmation',
    trace: 'action',
    libelle: 'Prouve à nouveau son identité par un code.',
    entree: z.strictObject({ code: codeSchema }),
    sortie: z.strictObject({ confirmeeLe: z.iso.datetime() }),
  }),
  deconnecter: route({
    methode: 'POST',
    chemin: '/api/deconnexion',
    acces: accesPublic,
    action: 'deconnexion',
    trace: 'action',
    libelle: 'Ferme la session, si elle est ouverte.',
    entree: z.strictObject({}),
    sortie: z.strictObject({ fermee: z.boolean() }),
  }),
  listerPersonnes: route({
    methode: 'GET',
    chemin: '/api/personnes',
    acces: accesSession(peutVoirPersonnes),
    action: 'lecture-personnes',
    trace: 'porte',
    libelle: 'Les personnes de l’organisme, pour les choisir dans un filtre.',
    entree: z.strictObject({}),
    sortie: z.strictObject({
      personnes: z.array(
        z.strictObject({ id: z.uuid(), nom: z.string(), identifiant: z.string(), etat: z.string() }),
      ),
    }),
  }),
} as const;
