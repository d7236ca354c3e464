import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of the process (EXP-01). Labels hold routes and codes, never a person or a file. */
export interface Mesures {
  readonly compterRequete: (route: string, methode: string, statut: number, secondes: number) => void;
  /** Watched values are asked at each scrape. */
  readonly observer: (nom: string, aide: string, lire: () => number) => void;
  readonly exposer: () => Promise<string>;
}

export function creerMesures(): Mesures {
  const registre = new Registry();
  collectDefaultMetrics({ register: registre });
  const requetes = new Counter({
    name: 'passerelle_requetes_total',
    help: 'Requêtes servies.',
    labelNames: ['route', 'methode', 'statut'],
    registers: [registre],
  });
  const durees = new Histogram({
    name: 'passerelle_requete_secondes',
    help: 'Durée des requêtes.',
    labelNames: ['route'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registre],
  });
  return {
    compterRequete(route, methode, statut, secondes) {
      requetes.inc({ route, methode, statut: String(statut) });
      durees.observe({ route }, secondes);
    },
    observer(name, help, lire) {
      new Gauge({
        name,
        help,
        registers: [registre],
        collect() {
          this.set(lire());
        },
      });
    },
    exposer: () => registre.metrics(),
  };
}
