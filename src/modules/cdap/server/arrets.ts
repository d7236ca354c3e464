import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { nommerComptes, oublierConfirmations, trouverPorteurs } from '../../identite/index.ts';
import { nommerPartenaires } from '../../organismes/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { ArretLecture } from '../contract.ts';
import { peutLeverArret } from '../domain/droits-cdap.ts';
import { resetRecherches } from './store/recherche.ts';
import { type ArretLu, listArrets, listComptesLeves, lockArret, markLeve, resetCompteurs } from './store.ts';

const JOUR_MS = 24 * 3_600_000;

/** Stops that the actor sees: their partner's, or those of all the Caf's partners. */
export async function listerArrets(
  ctx: Contexte,
  acteur: Acteur,
): Promise<Resultat<{ arrets: ArretLecture[] }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const arrets = await listArrets(tx);
    return accepte({ arrets: await decrire(tx, ctx, acteur, arrets) });
  });
}

/**
 * Lifts a stop, with a reason (CDAP-32). Foreign and absent stops answer alike: the database shows neither.
 * Lifting one twice answers a conflict, so that two managers do not both believe to have judged it.
 */
export async function leverArret(
  ctx: Contexte,
  acteur: Acteur,
  entree: { arret: string; motif: string },
): Promise<Resultat<ArretLecture>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const tracer = (issue: 'fait' | 'refuse', codeIssue: string | null) =>
      inscrireTrace(tx, ctx, {
        action: 'levee-arret',
        issue,
        codeIssue,
        compteId: acteur.compteId,
        sessionId: acteur.sessionId,
        role: acteur.roles.join(','),
        motif: entree.motif,
        objet: entree.arret,
      });
    const arret = await lockArret(tx, entree.arret);
    const [decrit] = arret ? await decrire(tx, ctx, acteur, [arret]) : [];
    if (arret === undefined || decrit === undefined) {
      await tracer('refuse', 'arret-introuvable');
      return refuse({ code: 'arret-introuvable', nature: 'introuvable', champ: 'arret' });
    }
    if (arret.leve_le !== null) {
      await tracer('refuse', 'arret-deja-leve');
      return refuse({ code: 'arret-deja-leve', nature: 'conflit' });
    }
    if (!decrit.peutLever) {
      await tracer('refuse', 'levee-interdite');
      return refuse({ code: 'levee-interdite', nature: 'interdit' });
    }
    await markLeve(tx, arret.id, acteur.compteId, entree.motif, ctx.instant);
    await resetCompteurs(tx, arret, ctx.instant);
    await resetRecherches(tx, arret, ctx.instant);
    if (arret.compte_id !== null) await oublierConfirmations(tx, arret.compte_id);
    await tracer('fait', null);
    return accepte({
      ...decrit,
      leveLe: ctx.instant.toISOString(),
      levePar: `${acteur.prenom} ${acteur.nom}`,
      leveMotif: entree.motif,
      peutLever: false,
    });
  });
}

async function decrire(
  tx: Tx,
  ctx: Contexte,
  acteur: Acteur,
  arrets: readonly ArretLu[],
): Promise<ArretLecture[]> {
  const comptes = await nommerComptes(tx, [
    ...new Set(arrets.flatMap((a) => [a.compte_id ?? [], a.leve_par ?? []].flat())),
  ]);
  const partenaires = await nommerPartenaires(tx, [...new Set(arrets.map((a) => a.partenaire_id))]);
  const administrateurs = new Set<string>();
  for (const partenaireId of partenaires.keys()) {
    const roles = ['administrateur-principal', 'administrateur-suppleant'] as const;
    for (const { id } of await trouverPorteurs(tx, roles, { partenaireId }, ctx.instant))
      administrateurs.add(id);
  }
  const leves = new Set(await listComptesLeves(tx, new Date(ctx.instant.getTime() - JOUR_MS)));
  return arrets.map((a) => ({
    id: a.id,
    personne: a.compte_id === null ? null : (comptes.get(a.compte_id) ?? null),
    partenaire: partenaires.get(a.partenaire_id) ?? '',
    cause: a.cause,
    lectures: a.lectures,
    poseLe: a.pose_le.toISOString(),
    leveLe: a.leve_le?.toISOString() ?? null,
    levePar: a.leve_par === null ? null : (comptes.get(a.leve_par)?.nom ?? null),
    leveMotif: a.leve_motif,
    peutLever:
      a.leve_le === null &&
      peutLeverArret(acteur, {
        compteId: a.compte_id,
        viseAdministrateur: a.compte_id !== null && administrateurs.has(a.compte_id),
        dejaLevee: a.compte_id !== null && leves.has(a.compte_id),
      }),
  }));
}
