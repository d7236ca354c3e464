import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Resultat } from '../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { nommerMissions } from '../../conventions/index.ts';
import { nommerComptes } from '../../identite/index.ts';
import type { Droit } from '../contract.ts';
import { listDroits } from './store.ts';

/** One's own rights, usable ones first, each with the chain of documents and persons that gives it (HAB-01). */
export async function listerMesHabilitations(
  ctx: Contexte,
  acteur: Acteur,
): Promise<Resultat<{ droits: Droit[] }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const droits = await listDroits(tx, acteur.compteId, ctx.instant);
    const missions = await nommerMissions(tx);
    const noms = await nommerComptes(tx, [...new Set(droits.flatMap((d) => d.accordee_par ?? []))]);
    return accepte({
      droits: droits.map(
        (d): Droit => ({
          id: d.habilitation_id,
          service: d.service,
          profil: d.profil,
          perimetre: d.perimetre,
          debut: d.debut.toISOString(),
          fin: d.fin?.toISOString() ?? null,
          etat: d.etat,
          etatMotif: d.etat_motif,
          missions: missions(d.missions),
          usages: d.usages,
          equipement:
            d.equipement_libelle === null
              ? null
              : {
                  libelle: d.equipement_libelle,
                  subvention: d.subvention_reference,
                  subventionAu: d.subvention_fin?.toISOString() ?? null,
                },
          responsableMetier: d.responsable_metier,
          // The Caf's staff who granted a right are not visible to the partner: their Caf is the answer.
          accordeePar: d.accordee_par === null ? null : (noms.get(d.accordee_par)?.nom ?? 'la Caf'),
          accordeeLe: d.accordee_le?.toISOString() ?? null,
          bulletin: { annexe: d.bulletin_annexe, libelle: d.bulletin_libelle, maximum: d.quota },
          convention: { numero: d.convention_numero, finLe: d.convention_fin_le?.toISOString() ?? null },
          utilisable: d.empechements.length === 0,
          empechements: d.empechements,
        }),
      ),
    });
  });
}
