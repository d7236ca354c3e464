import { setTimeout as attendre } from 'node:timers/promises';
import { ouvrirPrise, type Prise } from './prise.ts';

export interface ResultatsOuverts {
  readonly envoyees: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  /** How late the client itself sent, at the 99th centile: what of the latency is not the portal's. */
  readonly retard_client_p99_ms: number;
  readonly statuts: Readonly<Record<string, number>>;
}

/**
 * An open-loop client: a request is due every 1/`parSeconde` s whether or not the ones before were answered, and its
 * latency counts from the instant it was due, so that a stall of the portal is seen by all those it made wait.
 */
export async function envoyerEnCadence(options: {
  readonly port: number;
  readonly parSeconde: number;
  readonly secondes: number;
  readonly chauffe: number;
  readonly connexions: number;
  readonly requete: (n: number) => string;
}): Promise<ResultatsOuverts> {
  const { port, parSeconde, secondes, chauffe, connexions } = options;
  const prises = await Promise.all(Array.from({ length: connexions }, () => ouvrirPrise(port)));
  const libres = [...prises];
  const dues: number[] = [];
  const latences: number[] = [];
  const retards: number[] = [];
  const statuts: Record<string, number> = {};
  const debut = performance.now();
  const mesureDes = debut + chauffe * 1000;
  const total = Math.round(parSeconde * (secondes + chauffe));
  let envoyees = 0;
  let finies = 0;
  let defaut: Error | null = null;

  const servir = async (prise: Prise, due: number, rang: number) => {
    const { statut } = await prise.demander(options.requete(rang));
    finies += 1;
    if (due >= mesureDes) {
      latences.push(performance.now() - due);
      statuts[statut] = (statuts[statut] ?? 0) + 1;
    }
    libres.push(prise);
    partir();
  };
  const partir = () => {
    while (dues.length > 0) {
      const prise = libres.pop();
      if (prise === undefined) return;
      const due = dues.shift() ?? 0;
      envoyees += 1;
      servir(prise, due, envoyees).catch((erreur: Error) => {
        defaut = erreur;
      });
    }
  };
  for (let i = 0; i < total; i += 1) {
    const due = debut + (i * 1000) / parSeconde;
    const reste = due - performance.now();
    if (reste > 0) await attendre(reste);
    if (due >= mesureDes) retards.push(performance.now() - due);
    dues.push(due);
    partir();
    if (defaut !== null) throw defaut;
  }
  while (finies < total && defaut === null) await attendre(5);
  for (const prise of prises) prise.fermer();
  if (defaut !== null) throw defaut;
  return {
    envoyees: latences.length,
    p50_ms: centile(latences, 0.5),
    p99_ms: centile(latences, 0.99),
    max_ms: centile(latences, 1),
    retard_client_p99_ms: centile(retards, 0.99),
    statuts,
  };
}

export function centile(valeurs: readonly number[], p: number): number {
  const triees = Float64Array.from(valeurs).sort();
  return Math.round((triees[Math.min(triees.length - 1, Math.floor(triees.length * p))] ?? 0) * 100) / 100;
}
