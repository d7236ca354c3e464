import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One value of a measure, with its labels. */
export interface Releve {
  readonly etiquettes: Readonly<Record<string, string>>;
  readonly valeur: number;
}

/** Prometheus metrics of the process (EXP-01). Labels hold routes and codes, never a person or a file. */
export interface Mesures {
  readonly compterRequete: (route: string, methode: string, statut: number, secondes: number) => void;
  /** Watched values are asked at each scrape. */
  readonly observer: (nom: string, aide: string, lire: () => number) => void;
  /** The same by labels: counts that only grow (`compteur`), or values that move (`jauge`). */
  readonly suivre: (
    genre: 'compteur' | 'jauge',
    nom: string,
    aide: string,
    etiquettes: readonly string[],
    lire: () => readonly Releve[],
  ) => void;
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
    suivre(genre, name, help, etiquettes, lire) {
      const commun = { name, help, labelNames: [...etiquettes], registers: [registre] };
      if (genre === 'jauge') {
        new Gauge({
          ...commun,
          collect() {
            for (const { etiquettes: valeurs, valeur } of lire()) this.set(valeurs, valeur);
          },
        });
        return;
      }
      new Counter({
        ...commun,
        collect() {
          this.reset();
          for (const { etiquettes: valeurs, valeur } of lire()) this.inc(valeurs, valeur);
        },
      });
    },
    exposer: () => registre.metrics(),
  };
}
