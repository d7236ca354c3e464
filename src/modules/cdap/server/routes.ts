import type { FastifyInstance } from 'fastify';
import { refuse } from '../../../kernel/resultat.ts';
import { monter, type ServicesPorte } from '../../../platform/http/porte.ts';
import { cdapContrat } from '../contract.ts';
import { direRefusCdap } from '../libelles-refus.ts';
import { leverArret, listerArrets } from './arrets.ts';
import { creerConsultation, type SourceDossiers } from './consulter-dossier.ts';
import { creerMatrices } from './matrices.ts';
import { choisirProfil, listerProfils } from './profils.ts';

export function monterCdap(app: FastifyInstance, services: ServicesPorte, source: SourceDossiers): void {
  const matrices = creerMatrices(services.base);
  const consulter = creerConsultation(services.base, source, matrices);
  monter(
    app,
    services,
    cdapContrat,
    {
      listerProfils: ({ ctx, acteur }) => listerProfils(matrices, ctx, acteur),
      choisirProfil: ({ ctx, acteur, entree }) => choisirProfil(ctx, acteur, entree.habilitation),
      consulter: async ({ ctx, empreinte, entree }) =>
        empreinte === null
          ? refuse({ code: 'session-absente', nature: 'interdit' })
          : consulter(ctx, empreinte, entree),
      listerArrets: ({ ctx, acteur }) => listerArrets(ctx, acteur),
      leverArret: ({ ctx, acteur, entree }) => leverArret(ctx, acteur, entree),
    },
    direRefusCdap,
  );
}
