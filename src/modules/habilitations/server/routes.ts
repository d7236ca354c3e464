import type { FastifyInstance } from 'fastify';
import { monter, type ServicesPorte } from '../../../platform/http/porte.ts';
import { habilitationsContrat } from '../contract.ts';
import { listerMesHabilitations } from './lister-mes-habilitations.ts';

export function monterHabilitations(app: FastifyInstance, services: ServicesPorte): void {
  monter(
    app,
    services,
    habilitationsContrat,
    { listerMesHabilitations: ({ ctx, acteur }) => listerMesHabilitations(ctx, acteur) },
    () => ({ titre: 'Cette demande n’est pas possible.' }),
  );
}
