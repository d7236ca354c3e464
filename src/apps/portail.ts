import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import {
  creerExecutionImports,
  installerMatrice,
  reprendreImports,
  type SourceApiParticulier,
  sourceApiParticulier,
  sourceEmbarquee,
} from '../modules/cdap/index.ts';
import { horlogeSysteme } from '../platform/clock/horloge.ts';
import type { Configuration } from '../platform/config/configuration.ts';
import { ouvrirTrousseau, type Trousseau } from '../platform/config/trousseau.ts';
import { type Base, enTransaction } from '../platform/db/base.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';
import { lireNavigateursAcceptes } from '../platform/http/navigateurs.ts';
import { servirPages } from '../platform/http/statique.ts';
import { tenirTravaux } from '../platform/jobs/pause.ts';
import { demarrerTravaux } from '../platform/jobs/travaux.ts';
import { creerJournal } from '../platform/log/journal.ts';
import { creerMesures, type Mesures } from '../platform/log/mesures.ts';
import { creerApplication } from './application.ts';
import { ouvrirBases } from './bases.ts';
import { envoiDesCourriels, mesurerLesCourriels } from './courriels.ts';
import { lecteurMaintenance } from './exploitation/maintenance.ts';
import { monterExploitation, reglesAffichees } from './exploitation.ts';
import { ecrireMode, lireMode } from './installation.ts';
import { assemblerTravaux } from './travaux.ts';

export interface PortailOuvert {
  /** Origin to type in a browser. */
  readonly adresse: string;
  readonly fermer: () => Promise<void>;
}

export interface OptionsPortail {
  readonly config: Configuration;
  readonly version: string;
  readonly dossierPages: string;
  /** Lines for the person who starts the portal. */
  readonly dire: (ligne: string) => void;
  /** Called when the portal cannot go on, e.g. the embedded database was lost. */
  readonly surPerte: (cause: Error) => void;
}

/**
 * Starts everything in order: keys, database, data, routes, jobs, then the port. What was started is stopped
 * again when a later step fails.
 *
 * Errors: ErreurDemarrage, one sentence.
 */
export async function ouvrirPortail({
  config,
  version,
  dossierPages,
  dire,
  surPerte,
}: OptionsPortail): Promise<PortailOuvert> {
  const horloge = horlogeSysteme;
  const journal = creerJournal(config.niveauJournal);
  const navigateurs = lireNavigateursAcceptes(config.navigateursAcceptes);
  const trousseau = await ouvrirTrousseau(config.trousseau);
  const bases = await ouvrirBases(config, trousseau, horloge(), dire, surPerte);
  const fermetures: (() => Promise<unknown>)[] = [bases.fermer];
  const fermer = async () => {
    for (const fermeture of fermetures.reverse()) await fermeture();
    fermetures.length = 0;
  };
  try {
    await refuserTrousseauPerdu(config, trousseau, bases.service, horloge());
    if (config.demonstration) {
      const { chargerDemonstration } = await import('./demo/charger.ts');
      await chargerDemonstration(bases.service, trousseau, horloge(), dire, bases.preparerHistorique);
    } else await verifierInstallationReelle(bases.service, horloge());
    await enTransaction(bases.service, CNAF, horloge(), installerMatrice);

    const mesures = creerMesures();
    const { pool } = bases.service;
    mesures.observer('passerelle_connexions_base', 'Connexions ouvertes à la base.', () => pool.totalCount);
    mesures.observer(
      'passerelle_attente_base',
      'Demandes qui attendent une connexion.',
      () => pool.waitingCount,
    );
    fermetures.push(await mesurerLesCourriels({ base: bases.service, mesures, horloge }));
    const source = ouvrirSource(config, bases.service, journal, mesures);
    const dossierImports = path.join(config.dossierDonnees, 'imports');
    const maintenance = lecteurMaintenance(bases.service, horloge);
    mesures.observer('passerelle_maintenance', 'Le portail est en maintenance : 1, sinon 0.', () =>
      maintenance.connue() === null ? 0 : 1,
    );
    let origines: string[] = [];
    let enArret = false;
    const app = await creerApplication({
      base: bases.service,
      lecture: bases.lecture,
      trousseau,
      horloge,
      journal,
      mesures,
      session: config.session,
      identite: config.identite,
      oidc: config.oidc,
      mandataires: config.mandataires,
      local: config.demonstration,
      origines: () => origines,
      maintenance,
      ...(source === null ? {} : { source }),
      imports: { dossier: dossierImports, octetsMax: config.importOctetsMax },
    });
    const { jetonMetriques, demonstration } = config;
    monterExploitation(app, {
      base: bases.service,
      mesures,
      jetonMetriques,
      maintenance,
      demonstration,
      regles: reglesAffichees(config),
      nomOidc: config.oidc?.nom ?? null,
      version,
      enArret: () => enArret,
    });
    if (demonstration) await monterDemonstration(app, bases.service, horloge);
    await servirPages(app, dossierPages, navigateurs);

    if (config.travaux) {
      const envoi = await envoiDesCourriels(config, trousseau, dire);
      const demarrer = async () => {
        const imports = creerExecutionImports({
          alimentation: bases.alimentation,
          dossier: dossierImports,
          horloge,
        });
        await reprendreImports(bases.service, dossierImports, horloge());
        const executant = await demarrerTravaux({
          base: bases.travaux,
          ...assemblerTravaux(
            bases.entretien,
            { trousseau, origine: () => config.adressePublique ?? origines[0] ?? '' },
            envoi,
            imports.travail,
          ),
          horloge,
          journal,
        });
        return {
          arreter: () => {
            imports.arreter();
            return executant.arreter();
          },
        };
      };
      const travaux = await tenirTravaux({
        demarrer,
        enMaintenance: async () => (await maintenance.lire()) !== null,
        surErreur: (erreur) => journal.error({ type: (erreur as Error).name }, 'job worker'),
      });
      fermetures.push(travaux.arreter);
    }
    await app.listen({ port: config.port, host: config.adresse }).catch((erreur: NodeJS.ErrnoException) => {
      throw traduireEcoute(erreur, config);
    });
    fermetures.push(() => {
      enArret = true;
      return app.close();
    });
    const { port } = app.server.address() as AddressInfo;
    const adresse = config.adressePublique ?? `http://localhost:${port}`;
    origines = [adresse];
    return { adresse, fermer };
  } catch (erreur) {
    await fermer();
    throw erreur;
  }
}

/** CDAP-07: another place than this database to read files from, with what one watches it by. */
function ouvrirSource(
  config: Configuration,
  base: Base,
  journal: Logger,
  mesures: Mesures,
): SourceApiParticulier | null {
  if (config.apiParticulier === null) return null;
  const source = sourceApiParticulier({
    ...config.apiParticulier,
    base,
    registre: sourceEmbarquee(base),
    alerter: (faits) => journal.warn({ source: faits }, 'upstream call failed'),
  });
  mesures.suivre(
    'compteur',
    'passerelle_source_appels_total',
    'Appels à la source des dossiers.',
    ['route', 'issue'],
    source.releverAppels,
  );
  mesures.suivre(
    'jauge',
    'passerelle_source_circuit',
    'Circuit de la source : 0 fermé, 1 à l’essai, 2 ouvert.',
    ['route'],
    source.releverCircuits,
  );
  return source;
}

async function monterDemonstration(
  app: Awaited<ReturnType<typeof creerApplication>>,
  base: Parameters<typeof enTransaction>[0],
  horloge: typeof horlogeSysteme,
): Promise<void> {
  const { monterDemonstration: monter } = await import('./demo/routes.ts');
  // Its routes are public and write nothing: no session to find, no trace to keep.
  monter(app, {
    base,
    horloge,
    freiner: () => true,
    places: { prendre: async () => () => {} },
    faireCeder: () => () => {},
    resoudreSession: async () => null,
    tracer: async () => {},
  });
}

/** EXP-07: data sealed with lost keys cannot be opened again; a new key ring beside them would only hide it. */
async function refuserTrousseauPerdu(
  config: Configuration,
  trousseau: Trousseau,
  base: Parameters<typeof enTransaction>[0],
  instant: Date,
): Promise<void> {
  if (!trousseau.neuf || (await enTransaction(base, CNAF, instant, lireMode)) === null) return;
  // Made a moment ago and used for nothing: left there, the next start would take it for the true one.
  if ('fichier' in config.trousseau) await rm(config.trousseau.fichier);
  throw new ErreurDemarrage(
    'Le trousseau de clés de cette base a disparu : restaurez-le de la sauvegarde, sinon aucun second facteur ne peut être vérifié.',
  );
}

const CNAF = { nature: 'cnaf' as const, cafCode: null, partenaireId: null, compteId: null };

async function verifierInstallationReelle(
  base: Parameters<typeof enTransaction>[0],
  instant: Date,
): Promise<void> {
  const mode = await enTransaction(base, CNAF, instant, async (tx) => {
    await ecrireMode(tx, 'reelle', instant);
    return lireMode(tx);
  });
  if (mode === 'demonstration') {
    throw new ErreurDemarrage(
      'Cette base contient la démonstration : donnez une base vide au portail réel, par DOSSIER_DONNEES ou DATABASE_URL.',
    );
  }
}

function traduireEcoute(erreur: NodeJS.ErrnoException, config: Configuration): Error {
  if (erreur.code === 'EADDRINUSE') {
    return new ErreurDemarrage(
      `Le port ${config.port} est déjà pris : arrêtez l’autre programme, ou choisissez-en un autre avec PORT.`,
    );
  }
  if (erreur.code === 'EACCES')
    return new ErreurDemarrage(
      `Le port ${config.port} est réservé : choisissez-en un au-dessus de 1023 avec PORT.`,
    );
  if (erreur.code === 'EADDRNOTAVAIL')
    return new ErreurDemarrage(
      `L’adresse ${config.adresse} n’est pas celle de cette machine : vérifiez ADRESSE.`,
    );
  return erreur;
}

export const DOSSIER_PAGES = path.resolve(import.meta.dirname, '../../dist/web');
