import { z } from 'zod';
import { ROLES_CAF, ROLES_CNAF, ROLES_PARTENAIRE } from '../../../kernel/acteur.ts';
import { lireCourriel } from '../domain/courriel.ts';
import { lireIdentifiant } from '../domain/identifiant.ts';
import { lireCodeRecuperation } from '../domain/recuperation.ts';

export const roleSchema = z.enum([...new Set([...ROLES_PARTENAIRE, ...ROLES_CAF, ...ROLES_CNAF])]);

/** Reads a typed text by a rule of the domain, and tells its message at the field. */
const lu = <T>(
  absent: string,
  sujet: string,
  max: number,
  lire: (saisie: string) => { ok: true; valeur: T } | { ok: false; message: string },
) =>
  z
    .string(absent)
    .max(max, `${sujet} a ${max} caractères au plus.`)
    .transform((saisie, ctx) => {
      const resultat = lire(saisie);
      if (resultat.ok) return resultat.valeur;
      ctx.addIssue({ code: 'custom', message: resultat.message });
      return z.NEVER;
    });

/** What a person typed as identifier: blanks around and case have no effect. */
export const identifiantSchema = lu('Indiquez votre identifiant.', 'L’identifiant', 200, lireIdentifiant);
/** A personal and individual address (HAB-22). */
export const courrielSchema = lu(
  'Indiquez une adresse électronique.',
  'L’adresse électronique',
  320,
  lireCourriel,
);
export const codeRecuperationSchema = lu(
  'Indiquez un code de récupération.',
  'Le code',
  40,
  lireCodeRecuperation,
);

/** Six digits; a space between the groups is what authenticators show, and is accepted. */
export const codeSchema = z
  .string('Indiquez le code à six chiffres.')
  .max(20, 'Le code a six chiffres.')
  .transform((saisie) => saisie.replace(/[\s\u00a0\u202f]/g, ''))
  .refine((code) => /^[0-9]{6}$/.test(code), 'Le code a six chiffres, zéros de tête compris.');

/** Never trimmed nor normalised here: blanks at its ends are part of it. */
export const motDePasseSchema = z
  .string('Indiquez votre mot de passe.')
  .min(1, 'Indiquez votre mot de passe.')
  .max(128, 'Un mot de passe a 128 caractères au plus.');

/**
 * A short line that a person types about someone or something: no line break, nothing invisible. `sujet` begins the
 * sentences (« La fonction »), since the summary of a form lists them without their labels; one fault is told at a time.
 */
export const ligneSchema = (absent: string, sujet: string, max: number) =>
  z
    .string(absent)
    .max(max, `${sujet} a ${max} caractères au plus.`)
    .transform((saisie) => saisie.normalize('NFC').trim().replace(/\s+/gu, ' '))
    .refine((ligne) => ligne !== '', { error: absent, abort: true })
    .refine((ligne) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>]/u.test(ligne), {
      error: `${sujet} contient un caractère qui ne peut pas être gardé.`,
      abort: true,
    });

/**
 * A name: letters of any alphabet, spaces, hyphens and apostrophes. Digits and signs are slips or worse.
 */
export const nomSchema = (absent: string, sujet: string) =>
  ligneSchema(absent, sujet, 80).refine(
    (nom) => /^\p{L}[\p{L}\p{M} .'’-]*$/u.test(nom),
    `${sujet} s’écrit avec des lettres, des espaces, des traits d’union et des apostrophes.`,
  );

export const nomDonneSchema = ligneSchema('Donnez-lui un nom.', 'Ce nom', 60);
export const motifSchema = ligneSchema('Indiquez un motif.', 'Le motif', 300);

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

/** Ways by which a person can prove their second factor now. */
export const facteursSchema = z.strictObject({
  application: z.boolean(),
  cles: z.boolean(),
  recuperation: z.boolean(),
});

export const regleMotDePasseSchema = z.strictObject({
  longueurMin: z.int(),
  longueurMax: z.int(),
  bitsMin: z.number(),
  bitsAvecSecondFacteur: z.number(),
});

/** Steps left before the portal opens, in their order, and what each needs to be shown. */
export const parcoursSchema = z.strictObject({
  aFaire: z.array(z.enum(['mot-de-passe', 'confidentialite', 'second-facteur'])).min(1),
  /** Why a password is to be chosen; null when none is. */
  motifMotDePasse: z.enum(['premier-acces', 'ordre', 'anciennete']).nullable(),
  /** What the Caf said when it ordered the change. */
  motifOrdre: z.string().nullable(),
  regle: regleMotDePasseSchema,
  contexte: z.strictObject({
    prenom: z.string(),
    nom: z.string(),
    courriel: z.string(),
    organisme: z.string(),
    identifiant: z.string(),
  }),
  versionConfidentialite: z.int(),
  dejaLue: z.boolean(),
  expireLe: z.iso.datetime(),
});

/** Where signing in stands after each of its steps. */
export const etapeSchema = z.discriminatedUnion('etape', [
  z.strictObject({ etape: z.literal('second-facteur'), facteurs: facteursSchema }),
  z.strictObject({ etape: z.literal('parcours'), parcours: parcoursSchema }),
  z.strictObject({ etape: z.literal('ouverte'), session: sessionSchema }),
]);

/** After enrolling a factor: where things stand, and the recovery codes when they have just been made, once. */
export const suiteFacteurSchema = z.strictObject({
  suite: z.union([etapeSchema, z.null()]),
  codesRecuperation: z.array(z.string()).nullable(),
});

/** Options and answers of a passkey are what the browser's API takes and gives, as JSON. */
export const optionsCleSchema = z.strictObject({ options: z.looseObject({ challenge: z.string() }) });
const base64url = z
  .string()
  .max(8192)
  .regex(/^[A-Za-z0-9_-]*$/, 'Cette réponse n’est pas celle d’une clé d’accès.');
const extensions = z.record(z.string().max(60), z.unknown());
export const reponseCleSchema = z.strictObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: extensions,
  response: z.strictObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
export const enregistrementCleSchema = z.strictObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: extensions,
  response: z.strictObject({
    clientDataJSON: base64url,
    attestationObject: base64url,
    authenticatorData: base64url.optional(),
    transports: z.array(z.string().max(20)).max(10).optional(),
    publicKeyAlgorithm: z.int().optional(),
    publicKey: base64url.optional(),
  }),
});

export const faitSchema = z.strictObject({ fait: z.literal(true) });
export const rienSchema = z.strictObject({});
