import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { empreinteDeJeton, type Requete } from '../../../platform/http/porte.ts';
import type { DepartAttendu, IdentiteOidc } from '../../../platform/oidc/fournisseur-identite.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { appareilDe, type Entree, poursuivre } from './entrer.ts';
import type { ReglesIdentite } from './regles.ts';
import { nouveauJeton } from './secrets.ts';
import { poserCookieSession } from './session.ts';
import {
  type CompteLie,
  findCompteLie,
  findSiret,
  insertDepart,
  insertRetour,
  marquerLiaison,
  setPreuveDuFournisseur,
  setSessionOidc,
  takeDepart,
} from './store/oidc.ts';
import { lockFaitsEntree } from './store/parcours.ts';
import { insertSession } from './store.ts';

type C = typeof identiteContrat;
type Redirection = Resultat<{ vers: string }>;

const ATTENTE_MS = 10 * 60_000;
const ATTENTE_CODE_MS = 5 * 60_000;

/** Comes back with a navigation that another site began: Strict would keep it at home. */
const NOM_COOKIE_DEPART = '__Host-passerelle-oidc';
const ATTRIBUTS_DEPART = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;
/** Only the page's own calls send it. */
export const NOM_COOKIE_LIAISON = '__Host-passerelle-liaison';
export const ATTRIBUTS_LIAISON = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

/** Apart from sessions and from each other: one of these cookies given as another is none. */
const empreinteDeDepart = (jeton: string): Buffer => empreinteDeJeton(`depart-oidc:${jeton}`);
export const empreinteDeRetour = (jeton: string): Buffer => empreinteDeJeton(`retour-oidc:${jeton}`);

export const lireCookie = (cookie: (nom: string) => string | undefined, nom: string): string | null => {
  const jeton = cookie(nom);
  return jeton === undefined || jeton.length > 100 ? null : jeton;
};

/** This portal has no provider: its routes are not there. */
export async function refuserSansFournisseur(
  ctx: Contexte,
  action: string,
  acteur?: Acteur,
): Promise<{ ok: false; refus: Refus }> {
  await ctx.enTransaction(acteur ? locataireDe(acteur) : null, (tx) =>
    inscrireTrace(tx, ctx, {
      action,
      issue: 'refuse',
      codeIssue: 'oidc-absent',
      compteId: acteur?.compteId ?? null,
      sessionId: acteur?.sessionId ?? null,
    }),
  );
  return refuse<Refus>({ code: 'oidc-absent', nature: 'introuvable' });
}

/**
 * Back to the sign-in page with a code that it knows how to say. Never straight to a page of the portal: the session's
 * cookie is strict, and does not go with a navigation that comes from the provider.
 */
function versConnexion(code: string, suite: string | null): { ok: true; valeur: { vers: string } } {
  const recherche = new URLSearchParams({ oidc: code, ...(suite === null ? {} : { vers: suite }) });
  return accepte({ vers: `/connexion?${recherche}` });
}

/** Sends the browser to the provider, with a cookie by which its return will be known (ACC-05). */
export async function partirOidc(
  { oidc, trousseau }: ReglesIdentite,
  { ctx, entree: { suite }, reponse }: Requete<C['partirOidc']>,
): Promise<Redirection> {
  const action = 'depart-oidc';
  if (oidc === null) return refuserSansFournisseur(ctx, action);
  const depart = await oidc.preparerDepart();
  if (!depart.ok) {
    const { code, details } = depart.refus;
    ctx.journal.warn({ oidc: details.motif }, 'identity provider');
    await ctx.enTransaction(null, (tx) =>
      inscrireTrace(tx, ctx, { action, issue: 'refuse', codeIssue: code, compteId: null }),
    );
    return versConnexion(code, suite);
  }
  const { adresse, etat, nonce, verificateur } = depart.valeur;
  const jeton = nouveauJeton();
  const empreinte = empreinteDeDepart(jeton);
  const attendu: DepartAttendu = { etat, nonce, verificateur };
  await ctx.enTransaction(null, async (tx) => {
    await insertDepart(tx, {
      empreinte,
      ...trousseau.sceller('oidc', JSON.stringify(attendu), empreinte.toString('hex')),
      suite,
      instant: ctx.instant,
      expireLe: new Date(ctx.instant.getTime() + ATTENTE_MS),
    });
    await inscrireTrace(tx, ctx, { action, issue: 'fait', compteId: null });
  });
  reponse.setCookie(NOM_COOKIE_DEPART, jeton, { ...ATTRIBUTS_DEPART, maxAge: ATTENTE_MS / 1000 });
  return accepte({ vers: adresse });
}

/**
 * The browser comes back from the provider (ACC-05). Its departure is taken out before anything is asked: a code or a
 * state sent again, or sent by another browser, finds nothing.
 */
export async function revenirOidc(
  regles: ReglesIdentite,
  requete: Requete<C['revenirOidc']>,
): Promise<Redirection> {
  const { ctx, entree: parametres, cookie, reponse } = requete;
  if (regles.oidc === null) return refuserSansFournisseur(ctx, ACTION);
  reponse.clearCookie(NOM_COOKIE_DEPART, ATTRIBUTS_DEPART);
  const jeton = lireCookie(cookie, NOM_COOKIE_DEPART);
  const empreinte = jeton === null ? null : empreinteDeDepart(jeton);
  const depart = empreinte && (await ctx.enTransaction(null, (tx) => takeDepart(tx, empreinte, ctx.instant)));
  if (!depart) return refuserRetour(ctx, 'oidc-depart-absent', null);
  const { scelle, cle, suite } = depart;
  const clair = regles.trousseau.desceller('oidc', cle, scelle, empreinte.toString('hex'));
  const echange = await regles.oidc.echanger(parametres, JSON.parse(clair) as DepartAttendu);
  if (!echange.ok) {
    ctx.journal.warn({ oidc: echange.refus.details.motif }, 'identity provider');
    return refuserRetour(ctx, echange.refus.code, suite);
  }
  const identite = echange.valeur;
  const { siret } = identite;
  if (siret === null) return refuserRetour(ctx, 'oidc-siret-absent', suite);
  const compte = await ctx.enTransaction(null, (tx) =>
    findCompteLie(tx, { ...identite, siret }, appareilDe(cookie), ctx.instant),
  );
  if (compte === undefined) return garderPourLiaison(ctx, { ...identite, siret }, suite, reponse);
  return entrerParOidc(regles, requete, compte, identite, suite);
}

const ACTION = 'connexion-oidc';

async function refuserRetour(
  ctx: Contexte,
  code: string,
  suite: string | null,
  compte?: CompteLie,
): Promise<Redirection> {
  await ctx.enTransaction(compte ? locataireDuCompte(compte) : null, (tx) =>
    inscrireTrace(tx, ctx, {
      action: ACTION,
      issue: 'refuse',
      codeIssue: code,
      compteId: compte?.compte_id ?? null,
    }),
  );
  return versConnexion(code, suite);
}

const locataireDuCompte = (compte: CompteLie) => ({
  nature: compte.nature,
  cafCode: compte.caf_code,
  partenaireId: compte.partenaire_id,
  compteId: compte.compte_id,
});

/** Nobody is signed in: the identity waits in this browser for its person to come in with their own account. */
async function garderPourLiaison(
  ctx: Contexte,
  identite: IdentiteOidc & { readonly siret: string },
  suite: string | null,
  reponse: Requete<C['revenirOidc']>['reponse'],
): Promise<Redirection> {
  const jeton = nouveauJeton();
  await ctx.enTransaction(null, async (tx) => {
    const expireLe = new Date(ctx.instant.getTime() + ATTENTE_MS);
    await insertRetour(tx, { ...identite, empreinte: empreinteDeRetour(jeton), expireLe });
    await inscrireTrace(tx, ctx, {
      action: ACTION,
      issue: 'fait',
      codeIssue: 'oidc-liaison-attendue',
      compteId: null,
    });
  });
  reponse.setCookie(NOM_COOKIE_LIAISON, jeton, { ...ATTRIBUTS_LIAISON, maxAge: ATTENTE_MS / 1000 });
  return versConnexion('liaison', suite);
}

/** Why a linked account does not open; a first access comes before any other way in (ACC-01). */
function empechementDe(compte: CompteLie): string | null {
  if (compte.etat === 'suspendu') return 'compte-suspendu';
  if (compte.etat === 'clos' || !compte.ouvert) return 'compte-ferme';
  if (!compte.premier_acces_fait) return 'oidc-premier-acces';
  // The provider's second factor does not make up for the one that the account must have here (ACC-04).
  if (compte.second_facteur_exige && !compte.totp && !compte.cles) return 'second-facteur-absent';
  return null;
}

async function entrerParOidc(
  regles: ReglesIdentite,
  { ctx, reponse }: Pick<Requete<C['revenirOidc']>, 'ctx' | 'reponse'>,
  compte: CompteLie,
  identite: IdentiteOidc,
  suite: string | null,
): Promise<Redirection> {
  const empechement = empechementDe(compte);
  if (empechement !== null) return refuserRetour(ctx, empechement, suite, compte);
  const { compte_id: compteId, liaison_id: liaisonId } = compte;
  const { compteId: _, ...organisation } = locataireDuCompte(compte);
  const sessionId = ctx.nouvelId();
  const jeton = nouveauJeton();
  const issue = await ctx.enTransaction({ ...organisation, compteId }, async (tx): Promise<Issue> => {
    // Read anew at each sign-in: the account may belong to a body that has changed its SIRET, or come to another one.
    if ((await findSiret(tx, compte.partenaire_id)) !== identite.siret) return 'oidc-siret-autre';
    if (!(await marquerLiaison(tx, liaisonId, ctx.instant))) return 'oidc-non-lie';
    await insertSession(tx, {
      id: sessionId,
      compteId,
      organisation,
      empreinte: empreinteDeJeton(jeton),
      niveau: 'mot-de-passe',
      instant: ctx.instant,
      inactiviteMs: ATTENTE_CODE_MS,
      expireLe: new Date(ctx.instant.getTime() + ATTENTE_CODE_MS),
      adresse: ctx.adresse,
      navigateur: ctx.navigateur,
      origine: 'oidc',
      appareilId: compte.appareil_id,
    });
    await setSessionOidc(tx, sessionId, identite);
    const tracer = (codeIssue: string | null) =>
      inscrireTrace(tx, ctx, { action: ACTION, issue: 'fait', codeIssue, compteId, sessionId });
    if ((compte.totp || compte.cles) && !identite.deuxFacteurs) {
      await tracer('second-facteur-attendu');
      return { code: 'second-facteur', poserCookies: (r) => poserCookieSession(r, jeton) };
    }
    const entree = await poursuivre(
      regles,
      tx,
      ctx,
      { ...organisation, compteId, sessionId },
      identite.deuxFacteurs,
    );
    if (entree === null) throw new Error('a session opened in this transaction was moved by another one');
    await setPreuveDuFournisseur(tx, sessionId, identite.authLe);
    await tracer(entree.etape.etape === 'parcours' ? 'parcours-attendu' : null);
    return { code: entree.etape.etape, poserCookies: entree.poserCookies };
  });
  if (typeof issue === 'string') return refuserRetour(ctx, issue, suite, compte);
  issue.poserCookies(reponse);
  return versConnexion(issue.code, suite);
}

/** A refusal's code, or how far the person has come. */
type Issue = string | { readonly code: string; readonly poserCookies: Entree['poserCookies'] };

/** What the page asks of a sign-in that waits for its second factor, and that it did not begin itself. */
export const lireFacteurs = ({ ctx, acteur }: Requete<C['lireFacteurs']>) =>
  ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const { totp, cles, codes } = await lockFaitsEntree(tx, acteur.compteId, ctx.instant);
    return accepte({ facteurs: { application: totp, cles: cles > 0, recuperation: codes > 0 } });
  });
