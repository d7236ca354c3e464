import { z } from 'zod';
import type { Resultat } from '../../kernel/resultat.ts';
import { accesConnecte, accesSession, route } from '../../kernel/route.ts';
import { LIGNES_MAX } from './domain/autoriser-recherche.ts';
import { BLOCS } from './domain/blocs.ts';
import { lireCodeExtrait } from './domain/code-extrait.ts';
import { CODES_ATTRIBUTION } from './domain/conditions-attribution.ts';
import { CODES_LECTURE } from './domain/conditions-lecture.ts';
import {
  lireCodePostal,
  lireNirCherche,
  lireNomCherche,
  lirePrenomCherche,
  type RefusCritere,
} from './domain/criteres-recherche.ts';
import {
  peutGererMatrice,
  peutImporterDossiers,
  peutVerifierExtraits,
  peutVoirArrets,
} from './domain/droits-cdap.ts';
import { ETATS_DOSSIER } from './domain/etats.ts';
import { importSchema, nomFichierSchema, TYPES_DEPOT } from './domain/import/imports.ts';
import { matriceBruteSchema } from './domain/matrice.ts';
import { defautDuMotif } from './domain/motif.ts';
import { lireCodeCaf, lireNumeroDossier } from './domain/numero-dossier.ts';
import { lireNumeroInstructeur } from './domain/numero-instructeur.ts';
import { schemaDeRubrique } from './domain/rubriques.ts';
import { adulteSchema, uneAdresseSchema } from './domain/schemas-foyer.ts';
import { apercuMatriceSchema, propositionSchema, versionMatriceSchema } from './domain/schemas-matrice.ts';
import { messageNumero } from './libelles.ts';
import { messageCritere } from './libelles-recherche.ts';

/** A reason that will be read later by someone else (CDAP-33). */
const motifSchema = z
  .string('Indiquez un motif.')
  .trim()
  .check((ctx) => {
    const defaut = defautDuMotif(ctx.value);
    if (defaut !== null) ctx.issues.push({ code: 'custom', input: null, message: defaut });
  })
  .meta({ description: 'Motif de la lecture, de 10 à 300 caractères ; relu dans la trace.' });

/** A typed file number; refused values are never echoed, since a NIR is often typed in its place. */
const numeroSchema = z
  .unknown()
  .meta({
    type: 'string',
    description: 'Numéro de dossier : un à sept chiffres, espaces admis.',
    examples: ['12345'],
  })
  .transform((saisie, ctx) => {
    const lu = lireNumeroDossier(saisie);
    if (lu.ok) return lu.valeur.numero;
    ctx.addIssue({ code: 'custom', message: messageNumero(lu.refus.code) });
    return z.NEVER;
  });

const cafSchema = z
  .unknown()
  .transform((saisie, ctx) => {
    const lu = lireCodeCaf(saisie);
    if (lu.ok) return lu.valeur;
    ctx.addIssue({ code: 'custom', message: 'Un code de Caf a trois chiffres, par exemple 591.' });
    return z.NEVER;
  })
  .meta({ type: 'string', description: 'Code de la Caf ; celle de la personne s’il est omis.' });

const instructeurSchema = z
  .unknown()
  .transform((saisie, ctx) => {
    const lu = lireNumeroInstructeur(saisie);
    if (lu.ok) return lu.valeur;
    ctx.addIssue({
      code: 'custom',
      message:
        'Un numéro de service instructeur a neuf caractères : département (3), lettre, commune (3), agrément (2), par exemple 059C12301.',
    });
    return z.NEVER;
  })
  .meta({ type: 'string', description: 'Numéro du service instructeur, demandé au profil T4.' });

/** The right under which one reads, as the list of profiles gives it. */
const habilitationSchema = z
  .uuid('Choisissez un profil de la liste.')
  .meta({ description: 'Le droit sous lequel on lit, donné par GET /api/cdap/profils.' });
const missionSchema = z
  .string()
  .max(60)
  .meta({ description: 'Code d’une mission du droit ; omis quand il n’en a qu’une.' });

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

/** A value read by one of the rules of the domain; its mistake is named, and never what was typed. */
const critere = <T>(lire: (saisie: unknown) => Resultat<T, RefusCritere>, description: string) =>
  z
    .unknown()
    .transform((saisie, ctx) => {
      const lu = lire(saisie);
      if (lu.ok) return lu.valeur;
      ctx.addIssue({ code: 'custom', message: messageCritere(lu.refus.code) });
      return z.NEVER;
    })
    .meta({ type: 'string', description });

/** CDAP-20: a NIR, or a name with something beside it. One object, so that each mistake names its own field. */
const criteresSchema = z
  .strictObject(
    {
      nir: critere(lireNirCherche, 'Treize caractères, ou quinze avec la clé ; seul.').optional(),
      nom: critere(lireNomCherche, 'Trois lettres au moins, avec « prenom » ou « neLe ».').optional(),
      prenom: critere(lirePrenomCherche, 'Prénom.').optional(),
      /** Typed as on the screen, or 'AAAA-MM-JJ'; read against the day of the Caf's zone. */
      neLe: z
        .string(messageCritere('naissance-illisible'))
        .max(40, messageCritere('naissance-illisible'))
        .meta({ description: 'Date de naissance : « 1985-03-12 », « 03/1985 », « 1985 ».' })
        .optional(),
      codePostal: critere(lireCodePostal, 'Cinq chiffres, avec un nom.').optional(),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? 'Donnez un nom ou un numéro de sécurité sociale.' : undefined,
    },
  )
  .meta({
    description: 'Un NIR seul, ou un nom avec un prénom ou une date de naissance.',
    // Not `examples`, which zod takes away from an object with values that it transforms.
    example: { nom: 'EXEMPLAIRE', prenom: 'Claire' },
  })
  .transform(({ nir, nom, ...reste }, ctx) => {
    const manque = (champ: string, message: string) => {
      ctx.addIssue({ code: 'custom', path: [champ], message });
      return z.NEVER;
    };
    if (nir !== undefined) {
      const seul = nom === undefined && Object.values(reste).every((valeur) => valeur === undefined);
      return seul
        ? { nir }
        : manque('nir', 'Cherchez par numéro de sécurité sociale ou par nom, pas les deux.');
    }
    if (nom === undefined) return manque('nom', 'Donnez un nom ou un numéro de sécurité sociale.');
    if (reste.prenom === undefined && reste.neLe === undefined)
      return manque('prenom', messageCritere('criteres-insuffisants'));
    return { nom, ...reste };
  });

/** A file found: who it was found by, its number and state, and its town where the profile has addresses. */
export const ligneRechercheSchema = z.strictObject({
  numero: z.string(),
  etat: z.enum(ETATS_DOSSIER),
  adultes: z.array(
    adulteSchema.pick({ nomNaissance: true, nomUsage: true, prenoms: true, dateNaissance: true }).strict(),
  ),
  commune: uneAdresseSchema.pick({ codePostal: true }).extend({ nom: z.string() }).strict().nullable(),
});
export type LigneRecherche = z.infer<typeof ligneRechercheSchema>;

export const rechercheSchema = z.strictObject({
  caf: z.string(),
  lignes: z.array(ligneRechercheSchema).max(LIGNES_MAX),
  /** More people answer than are shown: what was typed must be made more precise. */
  plusDeDix: z.boolean(),
});
export type Recherche = z.infer<typeof rechercheSchema>;

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

/** What a consultation is asked with; an extract is one too. */
const demandeConsultationSchema = z.strictObject({
  caf: cafSchema.optional(),
  numero: numeroSchema,
  habilitation: habilitationSchema,
  mission: missionSchema.optional(),
  motif: motifSchema.optional(),
  instructeur: instructeurSchema.optional(),
});

const codeExtraitSchema = z.unknown().transform((saisie, ctx) => {
  const lu = lireCodeExtrait(saisie);
  if (lu !== null) return lu;
  ctx.addIssue({
    code: 'custom',
    message:
      'Ce code ne peut pas être celui d’un extrait : il a vingt signes, au bas de chaque page. Vérifiez-les.',
  });
  return z.NEVER;
});

export const verificationExtraitSchema = z.strictObject({
  faitLe: z.iso.datetime(),
  personne: z.strictObject({ nom: z.string(), identifiant: z.string() }).nullable(),
  organisme: z.string(),
  dossier: z.strictObject({ caf: z.string(), numero: z.string() }),
  profil: z.string(),
  mission: z.string(),
  donneesLe: z.iso.date(),
  /** Blocks, with their form when it is reduced: « famille:composition ». */
  categories: z.array(z.string()),
  /** Whether the file in hand is the one that left; null when none was given. */
  concorde: z.boolean().nullable(),
});
export type VerificationExtrait = z.infer<typeof verificationExtraitSchema>;

/** The two closed registers that a profile picks its conditions from (CDAP-10); plain codes, for the screen too. */
export const CONDITIONS_CONNUES = {
  conditionsAttribution: CODES_ATTRIBUTION,
  conditionsLecture: CODES_LECTURE,
} as const;

export const cdapContrat = {
  listerProfils: route({
    methode: 'GET',
    chemin: '/api/cdap/profils',
    acces: accesConnecte,
    action: 'lecture-profils-cdap',
    portee: 'cdap',
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
    portee: 'cdap',
    trace: 'action',
    libelle: 'Lit un dossier par son numéro, réduit à ce que le profil ouvre, et le trace.',
    entree: demandeConsultationSchema,
    sortie: consultationSchema,
  }),
  extraire: route({
    methode: 'POST',
    chemin: '/api/cdap/extraits',
    acces: accesConnecte,
    action: 'extrait-dossier',
    trace: 'action',
    libelle: 'Lit un dossier comme une consultation, et répond un extrait en PDF avec son code.',
    entree: demandeConsultationSchema,
    sortie: z.unknown(),
    flux: true,
  }),
  verifierExtrait: route({
    methode: 'POST',
    chemin: '/api/cdap/extraits/verification',
    acces: accesSession(peutVerifierExtraits),
    action: 'verification-extrait',
    trace: 'action',
    libelle: 'Dit d’un extrait, par son code, qui l’a fait, quand, et si le fichier montré est bien lui.',
    entree: z.strictObject({
      codeExtrait: codeExtraitSchema,
      empreinte: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'L’empreinte d’un fichier a soixante-quatre chiffres de 0 à f.')
        .optional(),
    }),
    sortie: verificationExtraitSchema,
  }),
  rechercher: route({
    methode: 'POST',
    chemin: '/api/cdap/recherches',
    acces: { genre: 'consultation' },
    action: 'recherche-dossier',
    portee: 'cdap',
    trace: 'action',
    libelle:
      'Cherche des dossiers par NIR, ou par nom avec prénom ou date de naissance : dix lignes au plus.',
    entree: z.strictObject({
      habilitation: habilitationSchema,
      mission: missionSchema.optional(),
      motif: motifSchema.optional(),
      instructeur: instructeurSchema.optional(),
      par: criteresSchema,
    }),
    sortie: rechercheSchema,
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
    confirmation: true,
    trace: 'action',
    libelle: 'Lève un arrêt de lecture, avec un motif.',
    entree: z.strictObject({
      arret: z.uuid('Choisissez un arrêt de la liste.'),
      motif: motifSchema,
    }),
    sortie: arretSchema,
  }),
  listerVersionsMatrice: route({
    methode: 'GET',
    chemin: '/api/cdap/matrice',
    acces: accesSession(peutGererMatrice),
    action: 'lecture-matrice',
    trace: 'porte',
    libelle: 'Les versions de la matrice des profils, et ce que chacune a changé.',
    entree: z.strictObject({}),
    sortie: z.strictObject({ versions: z.array(versionMatriceSchema) }),
  }),
  lireVersionMatrice: route({
    methode: 'POST',
    chemin: '/api/cdap/matrice/version',
    acces: accesSession(peutGererMatrice),
    action: 'lecture-matrice',
    trace: 'porte',
    libelle: 'Une version de la matrice, avec son contenu.',
    entree: z.strictObject({ version: z.int('Choisissez une version de la liste.') }),
    sortie: z.strictObject({ version: versionMatriceSchema, contenu: matriceBruteSchema }),
  }),
  apercevoirMatrice: route({
    methode: 'POST',
    chemin: '/api/cdap/matrice/apercu',
    acces: accesSession(peutGererMatrice),
    action: 'apercu-matrice',
    trace: 'porte',
    libelle: 'Ce qu’une matrice proposée changerait, profil par profil. N’enregistre rien.',
    entree: propositionSchema,
    sortie: apercuMatriceSchema,
  }),
  changerMatrice: route({
    methode: 'POST',
    chemin: '/api/cdap/matrice/changement',
    acces: accesSession(peutGererMatrice),
    action: 'changement-matrice',
    trace: 'action',
    libelle: 'Donne à un catalogue sa version suivante, avec un motif et un jour d’effet.',
    entree: propositionSchema.extend({
      motif: motifSchema,
      /** First day, from midnight in Paris; null: at once. */
      jourEffet: z.iso.date('Indiquez un jour.').nullable(),
      /** Keys of the widenings that the preview named, each confirmed. */
      elargissements: z.array(z.string().max(200)).max(1000),
    }),
    sortie: versionMatriceSchema,
  }),
  annulerVersionMatrice: route({
    methode: 'POST',
    chemin: '/api/cdap/matrice/annulation',
    acces: accesSession(peutGererMatrice),
    action: 'annulation-matrice',
    trace: 'action',
    libelle: 'Annule une version de la matrice qui n’a pas commencé, avec un motif.',
    entree: z.strictObject({ version: z.int('Choisissez une version de la liste.'), motif: motifSchema }),
    sortie: versionMatriceSchema,
  }),
  deposerImport: route({
    methode: 'POST',
    chemin: '/api/cdap/imports',
    acces: accesSession(peutImporterDossiers),
    action: 'depot-import',
    trace: 'action',
    libelle: 'Reçoit un fichier de dossiers et commence son import.',
    entree: z.strictObject({ fichier: nomFichierSchema }),
    sortie: importSchema,
    depot: TYPES_DEPOT,
  }),
  listerImports: route({
    methode: 'GET',
    chemin: '/api/cdap/imports',
    acces: accesSession(peutImporterDossiers),
    action: 'lecture-imports',
    // Counts and names of files: nothing of a family is consulted, and the page asks again every few seconds.
    trace: 'aucune',
    arrierePlan: true,
    libelle: 'Les imports de dossiers de la Caf et où ils en sont.',
    entree: z.strictObject({}),
    sortie: z.strictObject({ imports: z.array(importSchema) }),
  }),
  listerRefusImport: route({
    methode: 'POST',
    chemin: '/api/cdap/imports/refus',
    acces: accesSession(peutImporterDossiers),
    action: 'lecture-refus-import',
    trace: 'porte',
    libelle: 'Les lignes refusées d’un import, cent à la fois.',
    entree: z.strictObject({
      import: z.uuid('Choisissez un import de la liste.'),
      apres: z.int('Indiquez un numéro de ligne.').min(0, 'Indiquez un numéro de ligne.').default(0),
    }),
    sortie: z.strictObject({
      refus: z.array(
        z.strictObject({ ligne: z.int(), champ: z.string(), raison: z.string(), message: z.string() }),
      ),
      suite: z.int().nullable(),
    }),
  }),
  abandonnerImport: route({
    methode: 'POST',
    chemin: '/api/cdap/imports/abandon',
    acces: accesSession(peutImporterDossiers),
    action: 'abandon-import',
    trace: 'action',
    libelle: 'Abandonne un import qui n’est pas fini ; ce qui est écrit reste.',
    entree: z.strictObject({ import: z.uuid('Choisissez un import de la liste.') }),
    sortie: importSchema,
  }),
} as const;
