import { z } from 'zod';
import { accesConnecte, accesSession, route } from '../../kernel/route.ts';
import { BLOCS } from './domain/blocs.ts';
import { peutVoirArrets } from './domain/droits-cdap.ts';
import { ETATS_DOSSIER } from './domain/etats.ts';
import { defautDuMotif } from './domain/motif.ts';
import { lireCodeCaf, lireNumeroDossier } from './domain/numero-dossier.ts';
import { schemaDeRubrique } from './domain/rubriques.ts';
import { messageNumero } from './libelles.ts';

/** A reason that will be read later by someone else (CDAP-33). */
const motifSchema = z
  .string('Indiquez un motif.')
  .trim()
  .check((ctx) => {
    const defaut = defautDuMotif(ctx.value);
    if (defaut !== null) ctx.issues.push({ code: 'custom', input: null, message: defaut });
  });

/** A typed file number; refused values are never echoed, since a NIR is often typed in its place. */
const numeroSchema = z.unknown().transform((saisie, ctx) => {
  const lu = lireNumeroDossier(saisie);
  if (lu.ok) return lu.valeur.numero;
  ctx.addIssue({ code: 'custom', message: messageNumero(lu.refus.code) });
  return z.NEVER;
});

const cafSchema = z.unknown().transform((saisie, ctx) => {
  const lu = lireCodeCaf(saisie);
  if (lu.ok) return lu.valeur;
  ctx.addIssue({ code: 'custom', message: 'Un code de Caf a trois chiffres, par exemple 591.' });
  return z.NEVER;
});

/**
 * One block of the answer, in the form that the profile opens. Its content is parsed by the schema of that
 * very form: a field that the form does not name makes the answer fail rather than leave (CDAP-11).
 */
export const rubriqueSchema = z
  .strictObject({ bloc: z.enum(BLOCS), variante: z.string(), contenu: z.unknown() })
  .check((ctx) => {
    const { bloc, variante, contenu } = ctx.value;
    if (contenu === null) return;
    const lu = schemaDeRubrique(bloc, variante).safeParse(contenu);
    if (!lu.success)
      ctx.issues.push({
        code: 'custom',
        input: null,
        message: `contenu du bloc ${bloc}:${variante} hors forme`,
      });
  });

const suiteSchema = z.strictObject({
  organisme: z.enum(['caf', 'msa']),
  code: z.string(),
  numero: z.string().nullable(),
  depuis: z.string(),
});

export const profilCdapSchema = z.strictObject({
  habilitation: z.uuid(),
  profil: z.string(),
  libelle: z.string(),
  utilisable: z.boolean(),
  empechements: z.array(z.string()),
  usages: z.array(z.string()),
  equipement: z.string().nullable(),
  missions: z.array(z.strictObject({ code: z.string(), libelle: z.string() })),
  rubriques: z.array(z.strictObject({ bloc: z.enum(BLOCS), variante: z.string() })),
  conditions: z.array(z.string()),
});
export type ProfilCdap = z.infer<typeof profilCdapSchema>;

export const consultationSchema = z.strictObject({
  caf: z.string(),
  numero: z.string(),
  etat: z.enum(ETATS_DOSSIER),
  suite: suiteSchema.nullable(),
  donneesLe: z.iso.date(),
  profil: z.string(),
  mission: z.string(),
  rubriques: z.array(rubriqueSchema),
  trace: z.uuid(),
});
export type Consultation = z.infer<typeof consultationSchema>;

export const arretSchema = z.strictObject({
  id: z.uuid(),
  personne: z.strictObject({ nom: z.string(), identifiant: z.string() }).nullable(),
  partenaire: z.string(),
  cause: z.enum(['plafond-compte', 'plafond-partenaire']),
  lectures: z.int(),
  poseLe: z.iso.datetime(),
  leveLe: z.iso.datetime().nullable(),
  /** Null as long as it holds, or when whoever lifted it belongs to another organisation, as the Caf's people do. */
  levePar: z.string().nullable(),
  leveMotif: z.string().nullable(),
  peutLever: z.boolean(),
});
export type ArretLecture = z.infer<typeof arretSchema>;

export const cdapContrat = {
  listerProfils: route({
    methode: 'GET',
    chemin: '/api/cdap/profils',
    acces: accesConnecte,
    action: 'lecture-profils-cdap',
    trace: 'aucune',
    libelle: 'Les profils Cdap de la personne, ce que chacun ouvre, et celui de la session.',
    entree: z.strictObject({}),
    sortie: z.strictObject({
      caf: z.strictObject({ code: z.string(), nom: z.string() }).nullable(),
      motifExige: z.boolean(),
      choisi: z.uuid().nullable(),
      profils: z.array(profilCdapSchema),
    }),
  }),
  choisirProfil: route({
    methode: 'POST',
    chemin: '/api/cdap/profils/choix',
    acces: accesConnecte,
    action: 'choix-profil-cdap',
    trace: 'action',
    libelle: 'Choisit le profil sous lequel on lit, pour la session.',
    entree: z.strictObject({ habilitation: z.uuid('Choisissez un profil de la liste.') }),
    sortie: z.strictObject({ choisi: z.uuid() }),
  }),
  consulter: route({
    methode: 'POST',
    chemin: '/api/cdap/consultations',
    acces: { genre: 'consultation' },
    action: 'consultation-dossier',
    trace: 'action',
    libelle: 'Lit un dossier par son numéro, réduit à ce que le profil ouvre, et le trace.',
    entree: z.strictObject({
      caf: cafSchema.optional(),
      numero: numeroSchema,
      habilitation: z.uuid('Choisissez un profil de la liste.'),
      mission: z.string().max(60).optional(),
      motif: motifSchema.optional(),
    }),
    sortie: consultationSchema,
  }),
  listerArrets: route({
    methode: 'GET',
    chemin: '/api/cdap/arrets',
    acces: accesSession(peutVoirArrets),
    action: 'lecture-arrets',
    trace: 'porte',
    libelle: 'Les arrêts de lecture que l’on peut voir.',
    entree: z.strictObject({}),
    sortie: z.strictObject({ arrets: z.array(arretSchema) }),
  }),
  leverArret: route({
    methode: 'POST',
    chemin: '/api/cdap/arrets/levee',
    acces: accesSession(peutVoirArrets),
    action: 'levee-arret',
    trace: 'action',
    libelle: 'Lève un arrêt de lecture, avec un motif.',
    entree: z.strictObject({
      arret: z.uuid('Choisissez un arrêt de la liste.'),
      motif: motifSchema,
    }),
    sortie: arretSchema,
  }),
} as const;
