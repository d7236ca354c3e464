import { direFinPrevue } from './mots-maintenance.ts';
import type { AnnonceMaintenance } from './portail.ts';

/** Over the pages read without signing in, which stay open during a maintenance (ACC-12, ACC-15). */
export function BandeauMaintenance({ annonce }: { readonly annonce: AnnonceMaintenance }) {
  return (
    <p>
      <strong>Maintenance en cours</strong> : {annonce.message} {direFinPrevue(annonce.finPrevue)}
    </p>
  );
}
