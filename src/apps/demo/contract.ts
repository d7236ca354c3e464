import { z } from 'zod';
import { accesPublic, route } from '../../kernel/route.ts';

/** Routes that exist in demonstration mode only. */
export const demonstrationContrat = {
  lister: route({
    methode: 'GET',
    chemin: '/api/demonstration/comptes',
    acces: accesPublic,
    action: 'demonstration',
    trace: 'aucune',
    libelle: 'Comptes de la démonstration.',
    entree: z.strictObject({}),
    sortie: z.strictObject({
      motDePasse: z.string(),
      organismes: z.array(
        z.strictObject({
          theme: z.string(),
          nom: z.string(),
          detail: z.string(),
          comptes: z.array(
            z.strictObject({
              identifiant: z.string(),
              nom: z.string(),
              fonction: z.string(),
              roles: z.array(z.string()),
              profils: z.array(z.string()),
              etat: z.string(),
              secondFacteur: z.boolean(),
              essai: z.string(),
            }),
          ),
        }),
      ),
      /** Profiles that people of the demonstration hold, in the order of their numbers. */
      profils: z.array(z.strictObject({ code: z.string(), libelle: z.string() })),
      dossiers: z.array(
        z.strictObject({ numero: z.string(), description: z.string(), profils: z.array(z.string()) }),
      ),
    }),
  }),
  codes: route({
    methode: 'GET',
    chemin: '/api/demonstration/codes',
    acces: accesPublic,
    action: 'demonstration',
    trace: 'aucune',
    libelle: 'Codes du second facteur, celui de l’instant et le suivant.',
    entree: z.strictObject({ identifiant: z.string().max(20) }),
    sortie: z.strictObject({ codes: z.array(z.string()), secondes: z.int() }),
  }),
  coder: route({
    methode: 'POST',
    chemin: '/api/demonstration/telephone',
    acces: accesPublic,
    action: 'demonstration',
    trace: 'aucune',
    libelle: 'Code que montrerait une application d’authentification où l’on a entré cette clé.',
    entree: z.strictObject({
      cle: z
        .string('Indiquez la clé.')
        .max(100, 'Une clé a moins de cent caractères.')
        .transform((saisie) => saisie.toUpperCase().replace(/[\s\u00a0\u202f-]/g, ''))
        .refine(
          (cle) => /^[A-Z2-7]{16,64}$/.test(cle),
          'Une clé a des lettres de A à Z et des chiffres de 2 à 7.',
        ),
    }),
    sortie: z.strictObject({ codes: z.array(z.string()), secondes: z.int() }),
  }),
  courriels: route({
    methode: 'GET',
    chemin: '/api/demonstration/courriels',
    acces: accesPublic,
    action: 'demonstration',
    trace: 'aucune',
    libelle: 'Derniers courriels que le portail aurait envoyés.',
    entree: z.strictObject({}),
    sortie: z.strictObject({
      courriels: z.array(
        z.strictObject({
          id: z.uuid(),
          destinataire: z.string(),
          objet: z.string(),
          corps: z.string(),
          le: z.iso.datetime(),
        }),
      ),
    }),
  }),
} as const;
