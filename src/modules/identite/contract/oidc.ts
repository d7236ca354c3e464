import { z } from 'zod';
import { accesConnecte, accesPublic, route } from '../../../kernel/route.ts';
import { facteursSchema, faitSchema, rienSchema } from './commun.ts';

/**
 * Where to go once signed in: a path of this portal, or nothing. What a browser would read as another site is dropped
 * and not refused: the person came to sign in (ACC-10).
 */
const suiteSchema = z
  .unknown()
  .optional()
  .transform((suite) =>
    typeof suite === 'string' && suite.length <= 2000 && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(suite)
      ? suite
      : null,
  );

/** The query as the provider wrote it: it may add what it likes, and none of it is kept. */
const parametresSchema = z.unknown().transform((requete) => {
  const parametres = new URLSearchParams();
  for (const [nom, valeurs] of Object.entries(requete ?? {}))
    for (const valeur of [valeurs].flat()) parametres.append(nom, String(valeur));
  return parametres;
});

const redirectionSchema = z.strictObject({
  vers: z.string().regex(/^(\/(?![/\\])|https?:\/\/)[\x21-\x7e]*$/),
});

/** Signing in through the provider of public agents, and the links that allow it (ACC-05). */
export const oidcContrat = {
  partirOidc: route({
    methode: 'GET',
    chemin: '/api/oidc/depart',
    acces: accesPublic,
    action: 'depart-oidc',
    trace: 'action',
    libelle: 'Envoie le navigateur se connecter chez le fournisseur d’identité.',
    entree: z.object({ suite: suiteSchema }),
    sortie: redirectionSchema,
    redirection: true,
  }),
  revenirOidc: route({
    methode: 'GET',
    chemin: '/api/oidc/retour',
    acces: accesPublic,
    action: 'connexion-oidc',
    trace: 'action',
    libelle: 'Reçoit le navigateur à son retour du fournisseur d’identité.',
    entree: parametresSchema,
    sortie: redirectionSchema,
    redirection: true,
  }),
  lireFacteurs: route({
    methode: 'GET',
    chemin: '/api/connexion/facteurs',
    acces: { genre: 'second-facteur' },
    action: 'lecture-facteurs',
    trace: 'aucune',
    libelle: 'Par quels moyens la personne qui se connecte peut prouver son second facteur.',
    entree: rienSchema,
    sortie: z.strictObject({ facteurs: facteursSchema }),
    arrierePlan: true,
  }),
  lierOidc: route({
    methode: 'POST',
    chemin: '/api/oidc/liaison',
    acces: accesConnecte,
    action: 'liaison-oidc',
    trace: 'action',
    confirmation: true,
    libelle: 'Lie à son compte l’identité que ce navigateur vient de recevoir du fournisseur.',
    entree: rienSchema,
    sortie: faitSchema,
  }),
  listerLiaisonsOidc: route({
    methode: 'GET',
    chemin: '/api/oidc/liaisons',
    acces: accesConnecte,
    action: 'lecture-liaisons-oidc',
    trace: 'porte',
    libelle: 'Les identités liées à son compte.',
    entree: rienSchema,
    sortie: z.strictObject({
      /** What people know the provider as; null: this portal has none. */
      fournisseur: z.string().nullable(),
      liaisons: z.array(
        z.strictObject({
          id: z.uuid(),
          emetteur: z.string(),
          siret: z.string(),
          lieeLe: z.iso.datetime(),
          utiliseeLe: z.iso.datetime().nullable(),
        }),
      ),
    }),
  }),
  retirerLiaisonOidc: route({
    methode: 'POST',
    chemin: '/api/oidc/liaison/retrait',
    acces: accesConnecte,
    action: 'retrait-liaison-oidc',
    trace: 'action',
    libelle: 'Retire une identité liée à son compte, et ferme les sessions qu’elle a ouvertes.',
    entree: z.strictObject({ liaison: z.uuid('Indiquez la liaison à retirer.') }),
    sortie: faitSchema,
  }),
  deconnecterOidc: route({
    methode: 'POST',
    chemin: '/api/oidc/deconnexion',
    acces: accesPublic,
    action: 'deconnexion-oidc',
    trace: 'action',
    libelle: 'Reçoit du fournisseur d’identité la fin d’une session (déconnexion par l’arrière-plan).',
    // The standard lets a provider add fields: they are left aside.
    entree: z.object({
      logout_token: z.string('Le champ logout_token manque.').max(8192, 'Ce jeton est trop long.'),
    }),
    sortie: z.strictObject({ fermees: z.int() }),
    formulaire: true,
  }),
} as const;
