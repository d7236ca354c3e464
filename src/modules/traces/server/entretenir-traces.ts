import { Temporal } from 'temporal-polyfill';
import { instantDe } from '../../../kernel/jour.ts';
import type { Base } from '../../../platform/db/base.ts';
import { estEffacable } from '../domain/conservation.ts';
import { creerPartitions, dropPartition, listPartitions } from './store.ts';

const JOURS_D_AVANCE = 60;

/**
 * Makes the partitions of the coming sixty days and erases the days whose traces all are over six months old
 * (TRA-04). Runs at start and every hour; running twice, or in two processes, changes nothing.
 */
export async function entretenirTraces(
  entretien: Base,
  instant: Date,
): Promise<{ creees: number; effacees: readonly string[] }> {
  const maintenant = instantDe(instant);
  const aujourdHui = maintenant.toZonedDateTimeISO('UTC').toPlainDate();
  const creees = await creerPartitions(
    entretien,
    aujourdHui.subtract({ days: 1 }).toString(),
    aujourdHui.add({ days: JOURS_D_AVANCE }).toString(),
  );
  const effacees: string[] = [];
  for (const { nom, jour } of await listPartitions(entretien)) {
    if (!estEffacable(Temporal.PlainDate.from(jour), maintenant)) continue;
    await dropPartition(entretien, nom, jour, instant);
    effacees.push(jour);
  }
  return { creees, effacees };
}
