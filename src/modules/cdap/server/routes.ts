import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../../../kernel/resultat.ts';
import { monter, type ServicesPorte } from '../../../platform/http/porte.ts';
import type { Rendu } from '../../../platform/pdf/rendu.ts';
import { cdapContrat } from '../contract.ts';
import { direRefusCdap } from '../libelles-refus.ts';
import { leverArret, listerArrets } from './arrets.ts';
import { annulerVersionMatrice, apercevoirMatrice, changerMatrice } from './changer-matrice.ts';
import { creerConsultation, type SourceDossiers } from './consulter-dossier.ts';
import { creerExtraction } from './extraire-dossier.ts';
import { type DepotImports, deposerImport } from './imports/deposer-import.ts';
import { abandonnerImport, listerImports, listerRefusImport } from './imports/suivre-imports.ts';
import { lireVersionMatrice, listerVersionsMatrice } from './lire-matrice.ts';
import { creerMatrices } from './matrices.ts';
import { choisirProfil, listerProfils } from './profils.ts';
import { creerRecherche } from './rechercher-dossiers.ts';
import { verifierExtrait } from './verifier-extrait.ts';

export function monterCdap(
  app: FastifyInstance,
  services: ServicesPorte,
  source: SourceDossiers,
  rendu: Rendu,
  depot: DepotImports,
): void {
  const matrices = creerMatrices(services.base);
  const consulter = creerConsultation(services.base, source, matrices);
  const rechercher = creerRecherche(services.base, matrices);
  const extraire = creerExtraction(consulter, rendu);
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
      rechercher: async ({ ctx, empreinte, entree }) =>
        empreinte === null
          ? refuse({ code: 'session-absente', nature: 'interdit' })
          : rechercher(ctx, empreinte, entree),
      extraire: async ({ ctx, acteur, empreinte, entree }) =>
        empreinte === null
          ? refuse({ code: 'session-absente', nature: 'interdit' })
          : extraire(ctx, acteur, empreinte, entree),
      verifierExtrait: ({ ctx, acteur, entree }) => verifierExtrait(ctx, acteur, entree),
      listerArrets: ({ ctx, acteur }) => listerArrets(ctx, acteur),
      leverArret: ({ ctx, acteur, entree }) => leverArret(ctx, acteur, entree),
      listerVersionsMatrice: ({ ctx, acteur }) => listerVersionsMatrice(ctx, acteur),
      lireVersionMatrice: ({ ctx, acteur, entree }) => lireVersionMatrice(ctx, acteur, entree.version),
      apercevoirMatrice: ({ ctx, acteur, entree }) => apercevoirMatrice(ctx, acteur, entree),
      changerMatrice: ({ ctx, acteur, entree }) => changerMatrice(ctx, acteur, entree),
      annulerVersionMatrice: ({ ctx, acteur, entree }) => annulerVersionMatrice(ctx, acteur, entree),
      deposerImport: ({ ctx, acteur, empreinte, entree, depot: recu }) =>
        deposerImport(depot, ctx, acteur, {
          fichier: entree.fichier,
          corps: recu?.corps ?? Readable.from([]),
          type: recu?.type ?? '',
          octets: recu?.octets ?? null,
          empreinte,
          horloge: services.horloge,
        }),
      listerImports: ({ ctx, acteur }) => listerImports(ctx, acteur),
      listerRefusImport: ({ ctx, acteur, entree }) => listerRefusImport(ctx, acteur, entree),
      abandonnerImport: ({ ctx, acteur, entree }) => abandonnerImport(ctx, acteur, entree),
    },
    direRefusCdap,
  );
}
