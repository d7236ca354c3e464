import { z } from 'zod';
import { accesSession, route } from '../../kernel/route.ts';
import { peutLireTraces } from './domain/droits-traces.ts';
import { lireCurseur } from './domain/page.ts';

export const ISSUES = ['fait', 'refuse', 'invalide', 'echec'] as const;

/** Filters of the screen and of the export (TRA-08). Days are civil days of the Caf's zone, both included. */
const filtresSchema = z.strictObject({
  du: z.iso.date('Indiquez un jour de début.').optional(),
  au: z.iso.date('Indiquez un jour de fin.').optional(),
  personne: z.uuid('Choisissez une personne de la liste.').optional(),
  action: z.string().max(60).optional(),
  issue: z.enum(ISSUES).optional(),
  profil: z
    .string()
    .regex(/^[TD][0-9]{1,2}$/, 'Un profil s’écrit T2, T19…')
    .optional(),
  /** Searched in a body and never in an address: a file number stays out of URLs and access logs. */
  dossier: z
    .string()
    .transform((saisie) => saisie.replace(/[\s\u00a0\u202f]/g, ''))
    .refine(
      (numero) => /^[0-9]{1,7}$/.test(numero),
      'Un numéro de dossier a un à sept chiffres, sans la lettre.',
    )
    .transform(Number)
    .optional(),
  session: z.uuid().optional(),
});
export type FiltresTraces = z.output<typeof filtresSchema>;

export const traceSchema = z.strictObject({
  id: z.uuid(),
  instant: z.iso.datetime(),
  personne: z.strictObject({ id: z.uuid(), nom: z.string(), identifiant: z.string() }).nullable(),
  /** Name of the API token that the person acted by; null: by hand, or a token of somebody out of sight (ACC-09). */
  jeton: z.string().nullable(),
  organisme: z.string().nullable(),
  role: z.string().nullable(),
  action: z.string(),
  issue: z.enum(ISSUES),
  codeIssue: z.string().nullable(),
  profil: z.string().nullable(),
  dossier: z.strictObject({ caf: z.string(), numero: z.string() }).nullable(),
  categories: z.array(z.string()),
  versionMatrice: z.int().nullable(),
  mission: z.string().nullable(),
  motif: z.string().nullable(),
  objet: z.string().nullable(),
  adresse: z.string().nullable(),
  navigateur: z.string().nullable(),
  session: z.uuid().nullable(),
});
export type Trace = z.infer<typeof traceSchema>;

export const tracesContrat = {
  rechercher: route({
    methode: 'POST',
    chemin: '/api/traces/recherches',
    acces: accesSession(peutLireTraces),
    action: 'lecture-traces',
    trace: 'action',
    libelle: 'Cherche dans les traces que l’on peut lire ; la recherche est elle-même tracée.',
    entree: filtresSchema.extend({
      apres: z
        .string()
        .max(80)
        .refine((curseur) => lireCurseur(curseur) !== null, 'Cette page n’existe plus.')
        .optional(),
      nombre: z.int().min(1).max(100).default(50),
    }),
    sortie: z.strictObject({ lignes: z.array(traceSchema), suite: z.string().nullable() }),
  }),
  exporter: route({
    methode: 'POST',
    chemin: '/api/traces/exports',
    acces: accesSession(peutLireTraces),
    action: 'export-traces',
    trace: 'action',
    libelle: 'Envoie au fil de l’eau les traces cherchées, en CSV ou en XLSX.',
    entree: filtresSchema.extend({ format: z.enum(['csv', 'xlsx']) }),
    sortie: z.unknown(),
    flux: true,
  }),
} as const;
