import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { Etape, identiteContrat, Parcours } from '../contract.ts';
import { jugerMotDePasse } from '../domain/mot-de-passe.ts';
import { VERSION_CONFIDENTIALITE } from '../domain/parcours.ts';
import { courrielMotDePasseChange } from '../libelles-courriels.ts';
import { decrire, poursuivre, restantes } from './entrer.ts';
import { hacherOuSaturer, SATURE, verifierOuSaturer } from './hachages.ts';
import { estMotDePasseCourant } from './mots-de-passe-courants.ts';
import type { ReglesIdentite } from './regles.ts';
import { annulerJetonsCourriel } from './store/oublis.ts';
import {
  type FaitsEntree,
  insertEngagement,
  lockFaitsEnSession,
  lockFaitsEntree,
  setMotDePasse,
} from './store/parcours.ts';
import { closeSessionsDe, loadEtatSession } from './store.ts';

type C = typeof identiteContrat;

/** What is left to do in this session; null once the portal is open. */
export async function lireParcours(
  regles: ReglesIdentite,
  { ctx, acteur }: Requete<C['lireParcours']>,
): Promise<Resultat<{ parcours: Parcours | null }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const session = await loadEtatSession(tx, acteur.sessionId);
    if (session.niveau === 'complet') return accepte({ parcours: null });
    const faits = await lockFaitsEntree(tx, acteur.compteId, ctx.instant);
    const aFaire = restantes(regles, faits, ctx.instant);
    // All was done in another tab, whose cookie this one does not hold yet.
    return accepte({
      parcours: aFaire.length === 0 ? null : decrire(regles, faits, aFaire, session.expire_le, ctx.instant),
    });
  });
}

export const CONNEXIONS_SATUREES: Refus = {
  code: 'connexions-saturees',
  nature: 'indisponible',
  details: { reprise: 5 },
};

/**
 * Hashes a new password once it has been judged (ACC-02): strength, common lists, words of its owner, and not the one
 * before, be it the first one, which whoever read its mail or its letter knows (ACC-01). Outside any transaction: hashing waits for its turn.
 */
export async function preparerMotDePasse(
  regles: ReglesIdentite,
  faits: FaitsEntree,
  saisi: string,
  champ: string,
): Promise<Resultat<string>> {
  const { prenom, nom, courriel, organisme, identifiant } = faits;
  const contexte = { prenom, nom, courriel, organisme, identifiant };
  const avecFacteur = faits.totp || faits.cles > 0;
  const [ecueil] = jugerMotDePasse(saisi, contexte, regles.motDePasse, avecFacteur).ecueils;
  if (ecueil !== undefined)
    return refuse({ code: 'mot-de-passe-faible', nature: 'invalide', champ, details: { ecueil } });
  if (estMotDePasseCourant(saisi)) return refuse({ code: 'mot-de-passe-courant', nature: 'invalide', champ });
  const avant = faits.mot_de_passe ?? faits.premier_mot_de_passe;
  if (avant !== null) {
    const meme = await verifierOuSaturer(regles.hacheur, avant, saisi);
    if (meme === SATURE) return refuse(CONNEXIONS_SATUREES);
    if (meme) return refuse({ code: 'mot-de-passe-identique', nature: 'invalide', champ });
  }
  const hache = await hacherOuSaturer(regles.hacheur, saisi);
  return hache === SATURE ? refuse(CONNEXIONS_SATUREES) : accepte(hache);
}

/** Step « mot de passe »: the first one, or the one that is due (ACC-01, ACC-02). */
export async function choisirMotDePasse(
  regles: ReglesIdentite,
  { ctx, acteur, entree, reponse, niveau }: Requete<C['choisirMotDePasse']>,
): Promise<Resultat<Etape>> {
  const { compteId, sessionId } = acteur;
  const faits = await ctx.enTransaction(locataireDe(acteur), (tx) =>
    lockFaitsEntree(tx, compteId, ctx.instant),
  );
  // Inside the portal a password is changed by showing the present one, due or not.
  const du = niveau === 'parcours' && restantes(regles, faits, ctx.instant).includes('mot-de-passe');
  const prepare = du
    ? await preparerMotDePasse(regles, faits, entree.motDePasse, 'motDePasse')
    : refuse<Refus>({ code: 'etape-inutile', nature: 'conflit' });
  const entrant = await ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const tracer = (codeIssue: string | null) =>
      inscrireTrace(tx, ctx, {
        action: 'choix-mot-de-passe',
        issue: codeIssue === null ? 'fait' : 'refuse',
        codeIssue,
        compteId,
        sessionId,
      });
    if (!prepare.ok) {
      await tracer(prepare.refus.code);
      return prepare;
    }
    // Two tabs: the second one finds the step taken.
    const present = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (present === null) {
      await tracer('session-absente');
      return refuse<Refus>({ code: 'session-absente', nature: 'interdit' });
    }
    if (!restantes(regles, present, ctx.instant).includes('mot-de-passe')) {
      await tracer('etape-inutile');
      return refuse<Refus>({ code: 'etape-inutile', nature: 'conflit' });
    }
    await remplacerMotDePasse(tx, ctx, acteur, present, prepare.valeur);
    await tracer(null);
    const suite = await poursuivre(regles, tx, ctx, acteur, false);
    return suite === null ? refuse<Refus>({ code: 'session-absente', nature: 'interdit' }) : accepte(suite);
  });
  if (!entrant.ok) return entrant;
  entrant.valeur.poserCookies(reponse);
  return accepte(entrant.valeur.etape);
}

/** Keeps the new password, ends the other browser sessions and tells the person by mail (ACC-02, ACC-06). */
export async function remplacerMotDePasse(
  tx: Tx,
  ctx: Contexte,
  { compteId, sessionId, ...organisation }: Requete<C['choisirMotDePasse']>['acteur'],
  { prenom, courriel }: FaitsEntree,
  hache: string,
): Promise<number> {
  await setMotDePasse(tx, compteId, hache, ctx.instant);
  await annulerJetonsCourriel(tx, compteId, ['reinitialisation'], ctx.instant);
  await deposerCourriel(tx, ctx, organisation, {
    destinataire: courriel,
    ...courrielMotDePasseChange(prenom),
  });
  return closeSessionsDe(tx, compteId, ctx.instant, 'mot-de-passe-change', {
    genre: 'navigateur',
    sauf: sessionId,
  });
}

/** Step « confidentialité »: the rules were read, in the version in force (ACC-13). */
export async function reconnaitreConfidentialite(
  regles: ReglesIdentite,
  { ctx, acteur, entree, reponse }: Requete<C['reconnaitreConfidentialite']>,
): Promise<Resultat<Etape>> {
  const { compteId, sessionId } = acteur;
  const entrant = await ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const tracer = (codeIssue: string | null) =>
      inscrireTrace(tx, ctx, {
        action: 'engagement-confidentialite',
        issue: codeIssue === null ? 'fait' : 'refuse',
        codeIssue,
        compteId,
        sessionId,
      });
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (faits === null) {
      await tracer('session-absente');
      return refuse<Refus>({ code: 'session-absente', nature: 'interdit' });
    }
    if (entree.version !== VERSION_CONFIDENTIALITE) {
      await tracer('version-depassee');
      return refuse<Refus>({ code: 'version-depassee', nature: 'conflit', champ: 'version' });
    }
    if (!restantes(regles, faits, ctx.instant).includes('confidentialite')) {
      await tracer('etape-inutile');
      return refuse<Refus>({ code: 'etape-inutile', nature: 'conflit' });
    }
    await insertEngagement(tx, { compteId, sessionId, version: entree.version, le: ctx.instant });
    await tracer(null);
    const suite = await poursuivre(regles, tx, ctx, acteur, false);
    return suite === null ? refuse<Refus>({ code: 'session-absente', nature: 'interdit' }) : accepte(suite);
  });
  if (!entrant.ok) return entrant;
  entrant.valeur.poserCookies(reponse);
  return accepte(entrant.valeur.etape);
}
