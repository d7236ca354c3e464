import os from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Acteur } from '../kernel/acteur.ts';
import {
  type DepotImports,
  monterCdap,
  type SourceDossiers,
  sourceEmbarquee,
} from '../modules/cdap/index.ts';
import { monterHabilitations } from '../modules/habilitations/index.ts';
import { monterIdentite, nommerComptes, resoudreSession } from '../modules/identite/index.ts';
import { fuseauDe, nommerPartenaires } from '../modules/organismes/index.ts';
import { type Annuaire, inscrireTrace, monterTraces } from '../modules/traces/index.ts';
import type { Horloge } from '../platform/clock/horloge.ts';
import type { Trousseau } from '../platform/config/trousseau.ts';
import type { Base } from '../platform/db/base.ts';
import { type Contexte, locataireDe } from '../platform/http/contexte.ts';
import { creerFrein, DEMANDES_ANONYMES_PAR_MINUTE } from '../platform/http/frein.ts';
import type { ServicesPorte } from '../platform/http/porte.ts';
import { creerServeur } from '../platform/http/serveur.ts';
import type { Mesures } from '../platform/log/mesures.ts';
import { creerRendu, type Rendu } from '../platform/pdf/rendu.ts';
import { libellesTraces } from './libelles-traces.ts';

/** What the portal needs to serve; everything else is built from it. */
export interface Dependances {
  readonly base: Base;
  readonly lecture: Base;
  readonly trousseau: Trousseau;
  readonly horloge: Horloge;
  readonly journal: Logger;
  readonly mesures: Mesures;
  readonly session: { readonly inactiviteMs: number; readonly dureeMs: number };
  readonly mandataires: readonly string[];
  /** Demonstration: nothing that a proxy forwards is answered. */
  readonly local?: boolean;
  readonly origines: () => readonly string[];
  /** By network; the default is what a whole town hall needs. */
  readonly demandesAnonymesParMinute?: number;
  /** Where files live; the portal's own database unless told otherwise (CDAP-07). */
  readonly source?: SourceDossiers;
  /** Where files to import are received, and how large; the system's temporary folder unless told. */
  readonly imports?: DepotImports;
  /** What sets documents on paper; a child process of the portal unless told otherwise. */
  readonly rendu?: Rendu;
}

const DEPOT_PAR_DEFAUT: DepotImports = {
  dossier: path.join(os.tmpdir(), `passerelle-imports-${process.pid}`),
  octetsMax: 1024 * 1024 * 1024,
};

/** The HTTP application with every module's routes, ready to listen or to be injected. */
export async function creerApplication(d: Dependances): Promise<FastifyInstance> {
  const app = await creerServeur({
    journal: d.journal,
    mandataires: d.mandataires,
    origines: d.origines,
    local: d.local ?? false,
    compter: d.mesures.compterRequete,
  });
  const services: ServicesPorte = {
    base: d.base,
    horloge: d.horloge,
    freiner: creerFrein(d.demandesAnonymesParMinute ?? DEMANDES_ANONYMES_PAR_MINUTE),
    resoudreSession,
    tracer: (ctx, locataire, { action, issue, codeIssue, acteur }) =>
      ctx.enTransaction(locataire, (tx) =>
        inscrireTrace(tx, ctx, {
          action,
          issue,
          codeIssue,
          compteId: acteur?.compteId ?? null,
          sessionId: acteur?.sessionId ?? null,
          role: acteur === null ? null : acteur.roles.join(','),
        }),
      ),
  };
  monterIdentite(app, services, { trousseau: d.trousseau, ...d.session });
  monterTraces(app, services, { lecture: d.lecture, annuaire, libelles: libellesTraces });
  monterHabilitations(app, services);
  const rendu = d.rendu ?? creerRendu();
  app.addHook('onClose', rendu.fermer);
  monterCdap(app, services, d.source ?? sourceEmbarquee(d.base), rendu, d.imports ?? DEPOT_PAR_DEFAUT);
  return app;
}

/** Names for the traces, looked up under the tenant of who reads them. */
const annuaire: Annuaire = {
  fuseau: (ctx: Contexte, acteur: Acteur) =>
    ctx.enTransaction(locataireDe(acteur), (tx) => fuseauDe(tx, acteur.cafCode)),
  nommer: (ctx, acteur, { comptes, partenaires }) =>
    ctx.enTransaction(locataireDe(acteur), async (tx) => ({
      comptes: await nommerComptes(tx, comptes),
      partenaires: await nommerPartenaires(tx, partenaires),
    })),
};
