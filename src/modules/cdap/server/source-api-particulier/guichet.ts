import {
  type BlocDistant,
  comprendreReponse,
  ECHECS_SANS_REPONSE,
  type EchecSource,
  type ReponseSource,
  ROUTES_SOURCE,
} from '../../domain/source-api-particulier.ts';
import {
  CADENCE,
  type Cadence,
  CIRCUIT_FERME,
  conclureAppel,
  demanderPassage,
  type EtatCircuit,
  type IssueAppel,
  mesurerCircuit,
  REGLAGES_CIRCUIT,
  type ReglagesCircuit,
  reserverDepart,
} from '../../domain/source-api-particulier-circuit.ts';
import type { Appel, Minuter } from './client.ts';

export interface ReglagesGuichet {
  readonly appeler: Appel;
  /** Milliseconds that never go back; not the business clock. */
  readonly maintenant: () => number;
  readonly minuter: Minuter;
  readonly circuit?: ReglagesCircuit;
  readonly cadence?: Cadence;
  /** Told of each call, by route and outcome: no parameter, no answer. */
  readonly noter: (route: BlocDistant, issue: string, ms: number) => void;
}

/** One question to the upstream, guarded by the circuit of its route and by the pace of the token. */
export interface Guichet {
  readonly demander: <B extends BlocDistant>(
    bloc: B,
    parametres: URLSearchParams,
  ) => Promise<ReponseSource<B>>;
  /** 0 closed, 1 on probe, 2 open. */
  readonly mesurer: (bloc: BlocDistant) => 0 | 1 | 2;
}

export function creerGuichet(reglages: ReglagesGuichet): Guichet {
  const { appeler, maintenant, minuter, circuit = REGLAGES_CIRCUIT, cadence = CADENCE, noter } = reglages;
  const circuits = new Map<BlocDistant, EtatCircuit>();
  const etatDe = (bloc: BlocDistant) => circuits.get(bloc) ?? CIRCUIT_FERME;
  let departs: readonly number[] = [];

  const attendreSonTour = async (): Promise<boolean> => {
    const instant = maintenant();
    const place = reserverDepart(departs, instant, cadence);
    if (place === null) return false;
    departs = place.departs;
    if (place.depart > instant)
      await new Promise<void>((resoudre) => {
        minuter(place.depart - instant, resoudre);
      });
    return true;
  };

  return {
    mesurer: (bloc) => mesurerCircuit(etatDe(bloc), maintenant()),
    async demander(bloc, parametres) {
      const debut = maintenant();
      const passage = demanderPassage(etatDe(bloc), debut);
      if (!passage.passe) {
        noter(bloc, 'circuit-ouvert', 0);
        return echec({ code: passage.code, reprise: Math.ceil(passage.repriseMs / 1000) });
      }
      circuits.set(bloc, passage.etat);
      // A defect must not leave a probe out for ever: nobody would ever ask again.
      let issue: IssueAppel = { genre: 'sans-objet' };
      try {
        if (!(await attendreSonTour())) {
          noter(bloc, 'file-pleine', 0);
          return echec({ code: 'source-saturee', reprise: Math.ceil(cadence.attenteMaxMs / 1000) });
        }
        const depart = maintenant();
        const reponse = await appeler(ROUTES_SOURCE[bloc].chemin, parametres);
        const lue =
          typeof reponse === 'string' ? ECHECS_SANS_REPONSE[reponse] : comprendreReponse(bloc, reponse);
        noter(bloc, lue.issue === 'echec' ? lue.echec.code : lue.issue, maintenant() - depart);
        issue = issueDe(lue);
        return lue;
      } finally {
        circuits.set(bloc, conclureAppel(etatDe(bloc), passage.tour, issue, maintenant(), circuit));
      }
    },
  };
}

const echec = (quoi: EchecSource) => ({ issue: 'echec', echec: quoi }) as const;

/** An upstream that refuses us or changed its shape does answer: asking less would mend nothing and hide why. */
function issueDe(reponse: ReponseSource): IssueAppel {
  if (reponse.issue !== 'echec') return { genre: 'repond' };
  const { code, reprise, propre } = reponse.echec;
  if (propre) return { genre: 'repond' };
  if (code === 'source-saturee') return { genre: 'sature', pauseMs: (reprise ?? 1) * 1000 };
  return { genre: code === 'source-indisponible' || code === 'source-lente' ? 'panne' : 'repond' };
}
