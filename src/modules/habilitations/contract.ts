import { z } from 'zod';
import { accesConnecte, route } from '../../kernel/route.ts';

/** One right as its holder sees it, with what it rests on and what prevents it (HAB-01, « pourquoi ? »). */
export const droitSchema = z.strictObject({
  id: z.uuid(),
  service: z.enum(['cdap', 'afas', 'habilitations']),
  profil: z.string(),
  perimetre: z.enum(['partenaire', 'lieu', 'equipement']),
  debut: z.iso.datetime(),
  fin: z.iso.datetime().nullable(),
  etat: z.enum(['demandee', 'active', 'suspendue', 'close']),
  etatMotif: z.string().nullable(),
  missions: z.array(z.strictObject({ code: z.string(), libelle: z.string() })),
  usages: z.array(z.string()),
  equipement: z
    .strictObject({
      libelle: z.string(),
      subvention: z.string().nullable(),
      subventionAu: z.iso.datetime().nullable(),
    })
    .nullable(),
  responsableMetier: z.string(),
  accordeePar: z.string().nullable(),
  accordeeLe: z.iso.datetime().nullable(),
  bulletin: z.strictObject({ annexe: z.int(), libelle: z.string(), maximum: z.int().nullable() }),
  convention: z.strictObject({ numero: z.string(), finLe: z.iso.datetime().nullable() }),
  utilisable: z.boolean(),
  empechements: z.array(z.string()),
});
export type Droit = z.infer<typeof droitSchema>;

export const habilitationsContrat = {
  listerMesHabilitations: route({
    methode: 'GET',
    chemin: '/api/mes-habilitations',
    acces: accesConnecte,
    action: 'lecture-mes-habilitations',
    portee: 'habilitations',
    trace: 'porte',
    libelle: 'Les droits de la personne connectée, avec la raison de chacun.',
    entree: z.strictObject({}),
    sortie: z.strictObject({ droits: z.array(droitSchema) }),
  }),
} as const;
