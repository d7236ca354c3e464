import { lireConditions } from '../domain/conditions-enregistrees.ts';
import type { FaitsDroit, UsageT2 } from '../domain/faits.ts';

/** What a right is read as, whichever statement read it. */
interface LigneDroit {
  readonly partenaire_type: string;
  readonly partenaire_organisme: string | null;
  readonly partenaire_siret: string;
  readonly usages: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly equipement_id: string | null;
  readonly equipement_ferme_le: string | null;
}

/** Facts of a right that conditions name; `subvention` gives the first and last civil days of the funding. */
export const faitsDuDroit = (
  droit: LigneDroit,
  subvention: { readonly du: string | null; readonly au: string | null },
): FaitsDroit => ({
  typePartenaire:
    droit.partenaire_organisme === null ? droit.partenaire_type : `organisme:${droit.partenaire_organisme}`,
  siret: droit.partenaire_siret,
  usages: droit.usages as UsageT2[],
  equipement:
    droit.equipement_id === null || subvention.du === null
      ? null
      : {
          equipementId: droit.equipement_id,
          subventionDu: subvention.du,
          subventionAu: plusTot(subvention.au, droit.equipement_ferme_le),
        },
  conditions: lireConditions(droit.conditions),
});

/** The earlier of two civil days, an absent one being later than all. */
const plusTot = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || a < b ? a : b;
