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
import {
  monterIdentite,
  nommerComptes,
  nommerJetons,
  REGLES_PAR_DEFAUT,
  type ReglesIdentite,
  resoudreSession,
} from '../modules/identite/index.ts';
import { fuseauDe, nommerPartenaires } from '../modules/organismes/index.ts';
import { type Annuaire, inscrireTrace, monterTraces } from '../modules/traces/index.ts';
import type { Horloge } from '../platform/clock/horloge.ts';
import type { Trousseau } from '../platform/config/trousseau.ts';
import type { Base } from '../platform/db/base.ts';
import { creerHacheur, type Hacheur } from '../platform/hachage/hacheur.ts';
import { type Contexte, locataireDe } from '../platform/http/contexte.ts';
import { creerFrein, DEMANDES_ANONYMES_PAR_MINUTE } from '../platform/http/frein.ts';
import type { LecteurMaintenance } from '../platform/http/maintenance.ts';
import { creerPlaces, PLACES_SANS_SESSION } from '../platform/http/places.ts';
import type { ServicesPorte } from '../platform/http/porte.ts';
import { creerServeur } from '../platform/http/serveur.ts';
import type { Mesures } from '../platform/log/mesures.ts';
import {
  type ConfigurationOidc,
  creerFournisseurIdentite,
  type FournisseurIdentite,
} from '../platform/oidc/fournisseur-identite.ts';
import { creerRendu, type Rendu } from '../platform/pdf/rendu.ts';
import { lecteurMaintenance } from './exploitation/maintenance.ts';
import { monterPageExploitation } from './exploitation/routes.ts';
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
  /** Whether a maintenance is under way (ACC-12); this database's own word unless told otherwise. */
  readonly maintenance?: LecteurMaintenance;
  /** By network; the default is what a whole town hall needs. */
  readonly demandesAnonymesParMinute?: number;
  /** Where files live; the portal's own database unless told otherwise (CDAP-07). */
  readonly source?: SourceDossiers;
  /** Where files to import are received, and how large; the system's temporary folder unless told. */
  readonly imports?: DepotImports;
  /** Passwords and sessions, where they differ from the defaults. */
  readonly identite?: Partial<Pick<ReglesIdentite, 'motDePasse' | 'renouvellement' | 'sessionUnique'>>;
  /** Provider of public agents' identities; without it one signs in by password alone (ACC-05). */
  readonly oidc?: ConfigurationOidc | null;
  /** What hashes passwords; a child process of the portal unless told otherwise. */
  readonly hacheur?: Hacheur;
  /** What sets documents on paper; a child process of the portal unless told otherwise. */
  readonly rendu?: Rendu;
}

const DEPOT_PAR_DEFAUT: DepotImports = {
  dossier: path.join(os.tmpdir(), `passerelle-imports-${process.pid}`),
  octetsMax: 1024 * 1024 * 1024,
};

/** The HTTP application with every module's routes, ready to listen or to be injected. */
export async function creerApplication(d: Dependances): Promise<FastifyInstance> {
  const maintenance = d.maintenance ?? lecteurMaintenance(d.base, d.horloge);
  const app = await creerServeur({
    journal: d.journal,
    maintenance,
    mandataires: d.mandataires,
    origines: d.origines,
    local: d.local ?? false,
    compter: d.mesures.compterRequete,
  });
  const rendu = d.rendu ?? creerRendu();
  const hacheur = d.hacheur ?? creerHacheur();
  const services: ServicesPorte = {
    base: d.base,
    horloge: d.horloge,
    freiner: creerFrein(d.demandesAnonymesParMinute ?? DEMANDES_ANONYMES_PAR_MINUTE),
    places: creerPlaces(PLACES_SANS_SESSION),
    faireCeder: hacheur.ceder,
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
  app.addHook('onClose', rendu.fermer);
  app.addHook('onClose', hacheur.fermer);
  monterIdentite(app, services, {
    ...REGLES_PAR_DEFAUT,
    ...d.identite,
    trousseau: d.trousseau,
    hacheur,
    rendu,
    ...d.session,
    origine: () => d.origines()[0] ?? '',
    oidc: d.oidc ? fournisseurOidc(d.oidc, () => d.origines()[0] ?? '') : null,
    nomOidc: d.oidc?.nom ?? null,
  });
  monterTraces(app, services, { lecture: d.lecture, annuaire, libelles: libellesTraces });
  monterHabilitations(app, services);
  monterCdap(app, services, d.source ?? sourceEmbarquee(d.base), rendu, d.imports ?? DEPOT_PAR_DEFAUT);
  monterPageExploitation(app, services, maintenance);
  return app;
}

/** Made at its first use: the address that browsers come back to may only be known once the portal listens. */
function fournisseurOidc(config: ConfigurationOidc, origine: () => string): FournisseurIdentite {
  let fait: FournisseurIdentite | undefined;
  const fournisseur = () => {
    fait ??= creerFournisseurIdentite(config, { adresseRetour: `${origine()}/api/oidc/retour` });
    return fait;
  };
  return {
    preparerDepart: () => fournisseur().preparerDepart(),
    echanger: (parametres, attendu) => fournisseur().echanger(parametres, attendu),
    lireDeconnexion: (jeton) => fournisseur().lireDeconnexion(jeton),
  };
}

/** Names for the traces, looked up under the tenant of who reads them. */
const annuaire: Annuaire = {
  fuseau: (ctx: Contexte, acteur: Acteur) =>
    ctx.enTransaction(locataireDe(acteur), (tx) => fuseauDe(tx, acteur.cafCode)),
  nommer: (ctx, acteur, { comptes, partenaires, sessions }) =>
    ctx.enTransaction(locataireDe(acteur), async (tx) => ({
      comptes: await nommerComptes(tx, comptes),
      partenaires: await nommerPartenaires(tx, partenaires),
      jetons: await nommerJetons(tx, sessions),
    })),
};
