import type { FastifyInstance } from 'fastify';
import { monter, type ServicesPorte } from '../../../platform/http/porte.ts';
import { tracesContrat } from '../contract.ts';
import { direRefusTraces } from '../libelles.ts';
import { exporterTraces } from './exporter-traces.ts';
import { type DependancesTraces, rechercherTraces } from './rechercher-traces.ts';

export function monterTraces(
  app: FastifyInstance,
  services: ServicesPorte,
  dependances: DependancesTraces,
): void {
  monter(
    app,
    services,
    tracesContrat,
    {
      rechercher: ({ ctx, acteur, entree }) => rechercherTraces(dependances, ctx, acteur, entree),
      exporter: ({ ctx, acteur, entree, empreinte }) =>
        exporterTraces(dependances, ctx, acteur, entree, async () => {
          const maintenant = { ...ctx, instant: services.horloge() };
          const session = empreinte && (await services.resoudreSession(maintenant, empreinte, false));
          return session?.niveau === 'complet' && tracesContrat.exporter.acces.peut(session.acteur);
        }),
    },
    direRefusTraces,
  );
}
