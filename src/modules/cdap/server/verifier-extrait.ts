import type { z } from 'zod';
import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { nommerMissions } from '../../conventions/index.ts';
import { nommerComptes } from '../../identite/index.ts';
import { nommerPartenaires } from '../../organismes/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { cdapContrat, VerificationExtrait } from '../contract.ts';
import { afficherNumero } from '../domain/numero-dossier.ts';
import { empreinteDeCode } from './extraire-dossier.ts';
import { findExtrait } from './store/extraits.ts';

/**
 * What the Caf's register says of an extract that it is shown (CDAP-23): who made it, when, under which right, and
 * whether the file in hand is the very one that left. The code of another Caf's extract answers as an unknown one.
 */
export async function verifierExtrait(
  ctx: Contexte,
  acteur: Acteur,
  { codeExtrait, empreinte }: z.output<typeof cdapContrat.verifierExtrait.entree>,
): Promise<Resultat<VerificationExtrait>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const trace = {
      action: 'verification-extrait',
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
      role: acteur.roles.join(','),
    };
    const extrait = await findExtrait(tx, empreinteDeCode(codeExtrait), ctx.instant);
    if (extrait === undefined) {
      await inscrireTrace(tx, ctx, { ...trace, issue: 'refuse', codeIssue: 'extrait-inconnu' });
      return refuse({ code: 'extrait-inconnu', nature: 'introuvable', champ: 'codeExtrait' });
    }
    const concorde = empreinte === undefined ? null : extrait.empreinte.toString('hex') === empreinte;
    await inscrireTrace(tx, ctx, {
      ...trace,
      issue: 'fait',
      codeIssue: concorde === false ? 'extrait-modifie' : null,
      dossier: { caf: extrait.caf_code, numero: extrait.numero },
      objet: extrait.id,
    });
    const [mission] = (await nommerMissions(tx))([extrait.mission]);
    return accepte({
      faitLe: extrait.fait_le.toISOString(),
      personne: (await nommerComptes(tx, [extrait.compte_id])).get(extrait.compte_id) ?? null,
      organisme: (await nommerPartenaires(tx, [extrait.partenaire_id])).get(extrait.partenaire_id) ?? '',
      dossier: { caf: extrait.caf_code, numero: afficherNumero(extrait.numero) },
      profil: extrait.profil,
      mission: mission?.libelle ?? extrait.mission,
      donneesLe: extrait.donnees_le,
      categories: extrait.categories,
      concorde,
    });
  });
}
