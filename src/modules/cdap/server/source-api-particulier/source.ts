import { type Base, enTransaction } from '../../../../platform/db/base.ts';
import { adulteSchema } from '../../domain/schemas-foyer.ts';
import {
  BLOCS_DISTANTS,
  type BlocDistant,
  type EchecSource,
  estDistant,
  estInterroge,
  parametresDe,
  type ReponseSource,
  ROUTES_SOURCE,
} from '../../domain/source-api-particulier.ts';
import type { SourceDossiers } from '../consulter-dossier.ts';
import { findEtatCivil } from '../store/etat-civil.ts';
import type { DemandeLecture } from '../store.ts';
import { creerAppel, type Minuter, minuter as minuterReel } from './client.ts';
import { creerGuichet, type Guichet, type ReglagesGuichet } from './guichet.ts';

export interface ReglagesApiParticulier {
  readonly url: string;
  readonly jeton: string;
  /** SIRET of the body that receives the data; API Particulier refuses a call without it. */
  readonly destinataire: string;
}

export interface OptionsSource extends ReglagesApiParticulier {
  readonly base: Base;
  /** Commits the trace, counts, and reads the blocks that the register alone holds. */
  readonly registre: SourceDossiers;
  /** Told of each failure, for the operator: route and code, never who was asked about. */
  readonly alerter: (faits: {
    readonly route: BlocDistant;
    readonly issue: string;
    readonly ms: number;
  }) => void;
  readonly maintenant?: () => number;
  readonly minuter?: Minuter;
  readonly delais?: { readonly enTetesMs: number; readonly totalMs: number };
  readonly circuit?: ReglagesGuichet['circuit'];
  readonly cadence?: ReglagesGuichet['cadence'];
}

export interface SourceApiParticulier extends SourceDossiers {
  /** For the metrics: calls by route and outcome since the start, and the circuit of each route. */
  readonly releverAppels: () => { etiquettes: { route: string; issue: string }; valeur: number }[];
  readonly releverCircuits: () => { etiquettes: { route: string }; valeur: number }[];
}

const DELAIS = { enTetesMs: 3_000, totalMs: 8_000 };
const OCTETS_MAX = 64 * 1024;

/**
 * Files whose figures live behind API Particulier v3 (CDAP-07). The register of this portal keeps numbers, states and
 * the facts that conditions rest on; the blocks that the upstream serves are asked there, at each reading.
 *
 * The order is the rule: ask, then commit the trace and the caps, then answer. When one of the blocks asked cannot be
 * had, the demand is traced as failed, counted once, and nothing of the file is shown: a half file would be read as a
 * whole one.
 */
export function sourceApiParticulier(options: OptionsSource): SourceApiParticulier {
  const { registre, minuter = minuterReel, delais = DELAIS } = options;
  const comptes = new Map<string, { etiquettes: { route: string; issue: string }; valeur: number }>();
  const noter = (route: BlocDistant, issue: string, ms: number) => {
    const compte = comptes.get(`${route} ${issue}`) ?? { etiquettes: { route, issue }, valeur: 0 };
    comptes.set(`${route} ${issue}`, { ...compte, valeur: compte.valeur + 1 });
    if (issue !== 'valeur' && issue !== 'sans-reponse') options.alerter({ route, issue, ms: Math.round(ms) });
  };
  const guichet = creerGuichet({
    appeler: creerAppel({
      url: options.url,
      jeton: options.jeton,
      ...delais,
      octetsMax: OCTETS_MAX,
      minuter,
    }),
    maintenant: options.maintenant ?? (() => performance.now()),
    minuter,
    noter,
    ...(options.circuit === undefined ? {} : { circuit: options.circuit }),
    ...(options.cadence === undefined ? {} : { cadence: options.cadence }),
  });

  return {
    async lireEtTracer(demande) {
      const distants = demande.issue === 'fait' ? demande.ouverts.filter(estDistant) : [];
      if (distants.length === 0) return registre.lireEtTracer(demande);
      const dossier = await lireEtatCivil(options.base, demande);
      if (dossier === undefined || !estInterroge(dossier.etat)) return registre.lireEtTracer(demande);

      const adulte = adulteSchema.safeParse(dossier.adulte);
      const parametres = adulte.success ? parametresDe(adulte.data, options.destinataire) : null;
      const reponses = await interroger(guichet, distants, parametres);
      if ('code' in reponses) {
        const { code } = reponses;
        const echouee = { ...demande, issue: 'echec', code, ouverts: [], categories: [] } as const;
        const lecture = await registre.lireEtTracer(echouee);
        return lecture.resultat === 'echec' ? { ...lecture, echec: reponses } : lecture;
      }
      // Left in, a block would come back as the register last knew it.
      const locaux = demande.ouverts.filter((bloc) => !estDistant(bloc));
      const lecture = await registre.lireEtTracer({ ...demande, ouverts: locaux });
      if (lecture.blocs === null) return lecture;
      const mois = (demande.jour ?? '').slice(0, 7);
      const contenus = reponses.map(([bloc, reponse]) => [bloc, contenuDe(bloc, reponse, mois)]);
      return { ...lecture, blocs: { ...lecture.blocs, ...Object.fromEntries(contenus) } };
    },
    releverAppels: () => [...comptes.values()],
    releverCircuits: () =>
      BLOCS_DISTANTS.map((route) => ({ etiquettes: { route }, valeur: guichet.mesurer(route) })),
  };
}

function lireEtatCivil(base: Base, { habilitation, caf, ...d }: DemandeLecture) {
  if (habilitation === null || caf === null)
    throw new Error('an authorised reading names its right and its Caf');
  const locataire = {
    nature: d.nature,
    cafCode: d.organisme_caf,
    partenaireId: d.partenaire,
    compteId: d.compte,
  };
  return enTransaction(base, locataire, d.instant, (tx) =>
    findEtatCivil(tx, { habilitation, caf, numero: d.numero }),
  );
}

type Reponses = (readonly [BlocDistant, Exclude<ReponseSource, { issue: 'echec' }>])[];

/** All the blocks, or the first failure. */
async function interroger(
  guichet: Guichet,
  blocs: readonly BlocDistant[],
  parametres: URLSearchParams | null,
): Promise<Reponses | EchecSource> {
  if (parametres === null) {
    const sansReponse = { issue: 'sans-reponse', motif: 'etat-civil-insuffisant' } as const;
    return blocs.map((bloc) => [bloc, sansReponse]);
  }
  const lues = await Promise.all(
    blocs.map(async (bloc) => [bloc, await guichet.demander(bloc, parametres)] as const),
  );
  const reponses: Reponses = [];
  for (const [bloc, reponse] of lues) {
    if (reponse.issue === 'echec') return reponse.echec;
    reponses.push([bloc, reponse]);
  }
  return reponses;
}

const contenuDe = (bloc: BlocDistant, reponse: Reponses[number][1], mois: string): unknown =>
  reponse.issue === 'valeur' ? reponse.contenu : ROUTES_SOURCE[bloc].sansReponse(reponse.motif, mois);
