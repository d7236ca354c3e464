import { accepte, type NatureRefus, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { locataireDe } from '../../../platform/http/contexte.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { courrielLiaison } from '../libelles-courriels.ts';
import {
  ATTRIBUTS_LIAISON,
  empreinteDeRetour,
  lireCookie,
  NOM_COOKIE_LIAISON,
  refuserSansFournisseur,
} from './oidc.ts';
import type { ReglesIdentite } from './regles.ts';
import {
  closeSessionsLiees,
  findSiret,
  insertLiaison,
  isSessionLocale,
  listLiaisons,
  retireLiaison,
  takeRetour,
} from './store/oidc.ts';
import { lockFaitsEnSession } from './store/parcours.ts';

type C = typeof identiteContrat;

const NATURES = {
  'oidc-partenaires-seuls': 'interdit',
  'oidc-session-locale': 'interdit',
  'oidc-retour-absent': 'conflit',
  'oidc-siret-autre': 'interdit',
  'oidc-deja-lie': 'conflit',
  'oidc-liee-ailleurs': 'conflit',
} as const satisfies Record<string, NatureRefus>;

/**
 * Links the identity that waits in this browser to the account of who is signed in here with its own password. Nothing
 * that the provider tells makes a link by itself, an e-mail address least of all (ACC-05).
 */
export async function lierOidc(
  regles: ReglesIdentite,
  { ctx, acteur, cookie, reponse }: Requete<C['lierOidc']>,
): Promise<Resultat<{ fait: true }>> {
  const action = 'liaison-oidc';
  const { oidc, nomOidc } = regles;
  if (oidc === null || nomOidc === null) return refuserSansFournisseur(ctx, action, acteur);
  const { compteId, sessionId, nature, cafCode, partenaireId } = acteur;
  const jeton = lireCookie(cookie, NOM_COOKIE_LIAISON);
  oublierLiaisonEnAttente(reponse);
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const conclure = (codeIssue: string | null) =>
      inscrireTrace(tx, ctx, {
        action,
        issue: codeIssue === null ? 'fait' : 'refuse',
        codeIssue,
        compteId,
        sessionId,
      });
    const refuser = async (code: keyof typeof NATURES) => {
      await conclure(code);
      return refuse<Refus>({ code, nature: NATURES[code] });
    };
    if (nature !== 'partenaire') return refuser('oidc-partenaires-seuls');
    if (!(await isSessionLocale(tx, sessionId))) return refuser('oidc-session-locale');
    const retour = jeton === null ? undefined : await takeRetour(tx, empreinteDeRetour(jeton), ctx.instant);
    if (retour === undefined) return refuser('oidc-retour-absent');
    // Two links of one account at once are judged one after the other.
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (faits === null) {
      await conclure('session-absente');
      return refuse<Refus>({ code: 'session-absente', nature: 'interdit' });
    }
    const { prenom, courriel } = faits;
    if ((await findSiret(tx, partenaireId)) !== retour.siret) return refuser('oidc-siret-autre');
    const siennes = await listLiaisons(tx, compteId);
    if (siennes.some(({ emetteur }) => emetteur === retour.emetteur)) return refuser('oidc-deja-lie');
    if (!(await insertLiaison(tx, { ...retour, id: ctx.nouvelId(), compteId, instant: ctx.instant })))
      return refuser('oidc-liee-ailleurs');
    const organisation = { nature, cafCode, partenaireId };
    await deposerCourriel(tx, ctx, organisation, {
      destinataire: courriel,
      ...courrielLiaison(prenom, nomOidc),
    });
    await conclure(null);
    return accepte({ fait: true as const });
  });
}

/** What waits in this browser to be linked is forgotten. */
export const oublierLiaisonEnAttente = (reponse: Requete<C['lierOidc']>['reponse']): void => {
  reponse.clearCookie(NOM_COOKIE_LIAISON, ATTRIBUTS_LIAISON);
};

/** One's own links; the subject is the provider's business and is not shown. */
export const listerLiaisonsOidc = (
  { nomOidc }: Pick<ReglesIdentite, 'nomOidc'>,
  { ctx, acteur }: Requete<C['listerLiaisonsOidc']>,
) =>
  ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const liaisons = await listLiaisons(tx, acteur.compteId);
    return accepte({
      fournisseur: nomOidc,
      liaisons: liaisons.map((l) => ({
        id: l.id,
        emetteur: l.emetteur,
        siret: l.siret,
        lieeLe: l.liee_le.toISOString(),
        utiliseeLe: l.utilisee_le?.toISOString() ?? null,
      })),
    });
  });

/** Takes a link back; the sessions that it opened elsewhere end with it. */
export const retirerLiaisonOidc = ({ ctx, acteur, entree }: Requete<C['retirerLiaisonOidc']>) =>
  ctx.enTransaction(locataireDe(acteur), async (tx): Promise<Resultat<{ fait: true }>> => {
    const { compteId, sessionId } = acteur;
    const action = 'retrait-liaison-oidc';
    const sienne = (await listLiaisons(tx, compteId)).find(({ id }) => id === entree.liaison);
    if (sienne === undefined) {
      const code = 'liaison-absente';
      await inscrireTrace(tx, ctx, { action, issue: 'refuse', codeIssue: code, compteId, sessionId });
      return refuse<Refus>({ code, nature: 'introuvable', champ: 'liaison' });
    }
    await retireLiaison(tx, sienne.id, ctx.instant);
    await closeSessionsLiees(tx, compteId, sienne, ctx.instant, sessionId);
    await inscrireTrace(tx, ctx, { action, issue: 'fait', compteId, sessionId });
    return accepte({ fait: true as const });
  });
