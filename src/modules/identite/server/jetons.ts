import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { DEBUT_JETON_API, empreinteDePorteur, type Requete } from '../../../platform/http/porte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { courrielJetonCree } from '../libelles-courriels.ts';
import { nouveauJeton } from './secrets.ts';
import {
  countJetonsOuverts,
  findSessionDuJeton,
  insertJeton,
  type JetonApi,
  listJetons,
} from './store/jetons.ts';
import { lockFaitsEnSession } from './store/parcours.ts';
import { closeSession, insertSession } from './store.ts';

type C = typeof identiteContrat;
type Acteur = Requete<C['creerJeton']>['acteur'];

const JOUR_MS = 86_400_000;
const JETONS_MAX = 10;

const tracer = (
  tx: Tx,
  ctx: Contexte,
  acteur: Acteur,
  action: string,
  codeIssue: string | null,
  objet?: string,
) =>
  inscrireTrace(tx, ctx, {
    action,
    issue: codeIssue === null ? 'fait' : 'refuse',
    codeIssue,
    compteId: acteur.compteId,
    sessionId: acteur.sessionId,
    objet: objet ?? null,
  });

const decrire = (j: JetonApi, instant: Date) => ({
  id: j.id,
  nom: j.nom,
  debut: j.debut,
  portees: j.portees,
  creeLe: j.cree_le.toISOString(),
  expireLe: j.expire_le.toISOString(),
  utiliseLe: j.utilise_le?.toISOString() ?? null,
  etat: j.revoque ? ('revoque' as const) : j.expire_le <= instant ? ('echu' as const) : ('ouvert' as const),
});

export const listerJetons = ({ ctx, acteur }: Requete<C['listerJetons']>) =>
  ctx.enTransaction(locataireDe(acteur), async (tx) =>
    accepte({ jetons: (await listJetons(tx, acteur.compteId)).map((j) => decrire(j, ctx.instant)) }),
  );

/**
 * A token of the person for programs (ACC-09): made after a fresh proof of identity, shown once, kept as a digest. It is
 * a session of the account, so that all that ends or narrows the person's rights ends or narrows it at the next call.
 * Only who has proved a second factor makes one: it reads files as they do.
 */
export async function creerJeton({
  ctx,
  acteur,
  entree,
}: Requete<C['creerJeton']>): Promise<Resultat<{ jeton: string; detail: ReturnType<typeof decrire> }>> {
  const { compteId, sessionId: _, ...organisation } = acteur;
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const refuser = async (refus: Refus) => {
      await tracer(tx, ctx, acteur, 'creation-jeton', refus.code);
      return refuse(refus);
    };
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (faits === null) return refuser({ code: 'session-absente', nature: 'interdit' });
    if (!faits.totp && faits.cles === 0) return refuser({ code: 'aucun-facteur', nature: 'conflit' });
    if ((await countJetonsOuverts(tx, compteId, ctx.instant)) >= JETONS_MAX)
      return refuser({ code: 'trop-de-jetons', nature: 'conflit', details: { maximum: JETONS_MAX } });
    const jeton = `${DEBUT_JETON_API}${nouveauJeton()}`;
    const dureeMs = entree.jours * JOUR_MS;
    const sessionDuJeton = ctx.nouvelId();
    const nouveau = {
      id: ctx.nouvelId(),
      nom: entree.nom,
      debut: jeton.slice(0, DEBUT_JETON_API.length + 4),
      portees: [...new Set(entree.portees)],
      creeLe: ctx.instant,
      expireLe: new Date(ctx.instant.getTime() + dureeMs),
    };
    await insertSession(tx, {
      id: sessionDuJeton,
      compteId,
      organisation,
      empreinte: empreinteDePorteur(jeton),
      niveau: 'complet',
      instant: ctx.instant,
      inactiviteMs: dureeMs,
      expireLe: nouveau.expireLe,
      adresse: ctx.adresse,
      navigateur: ctx.navigateur,
      genre: 'jeton',
      secondFacteurLe: ctx.instant,
    });
    await insertJeton(tx, { ...nouveau, compteId, sessionId: sessionDuJeton });
    await deposerCourriel(tx, ctx, organisation, {
      destinataire: faits.courriel,
      ...courrielJetonCree(faits.prenom, entree.nom),
    });
    await tracer(tx, ctx, acteur, 'creation-jeton', null, nouveau.id);
    const { creeLe: cree_le, expireLe: expire_le, ...reste } = nouveau;
    return accepte({
      jeton,
      detail: decrire({ ...reste, cree_le, expire_le, utilise_le: null, revoque: false }, ctx.instant),
    });
  });
}

/** Ends a token; the call that follows is refused (ACC-09). */
export async function revoquerJeton({
  ctx,
  acteur,
  entree,
}: Requete<C['revoquerJeton']>): Promise<Resultat<{ fait: true }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const session = await findSessionDuJeton(tx, acteur.compteId, entree.jeton);
    if (session === undefined) {
      await tracer(tx, ctx, acteur, 'revocation-jeton', 'jeton-absent');
      return refuse<Refus>({ code: 'jeton-absent', nature: 'introuvable', champ: 'jeton' });
    }
    await closeSession(tx, session, ctx.instant, 'revocation');
    await tracer(tx, ctx, acteur, 'revocation-jeton', null, entree.jeton);
    return accepte({ fait: true as const });
  });
}
