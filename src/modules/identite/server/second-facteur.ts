import type { FastifyReply } from 'fastify';
import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { Etape, identiteContrat } from '../contract.ts';
import { courrielRecuperation } from '../libelles-courriels.ts';
import { epreuveDeLaCle } from './cles-acces.ts';
import { refusTropDEssais } from './connecter.ts';
import { type Entree, poursuivre } from './entrer.ts';
import { SATURE, verifierOuSaturer } from './hachages.ts';
import { CONNEXIONS_SATUREES } from './parcours.ts';
import { epreuveDuCode, type Preuve, prouver } from './prouver.ts';
import type { ReglesIdentite } from './regles.ts';
import { EMPREINTE_LEURRE, empreinteCodeRecuperation } from './secrets.ts';
import { consumeCode, summarizeCodes } from './store/facteurs.ts';
import { lockFaitsEnSession, lockFaitsEntree } from './store/parcours.ts';
import { loadIdentite, marquerConfirmation } from './store.ts';
import { annulerTentative, clesDe, engagerTentative, rendreTentative } from './tentatives.ts';

type C = typeof identiteContrat;

/** Second step of signing in: proved, the session goes on to what is left to do, or into the portal. */
async function entrer(
  regles: ReglesIdentite,
  ctx: Contexte,
  acteur: Acteur,
  reponse: FastifyReply,
  preuve: Omit<Preuve, 'pendantConnexion'>,
): Promise<Resultat<Etape>> {
  const verdict = await prouver<Entree>(regles, ctx, acteur, { ...preuve, pendantConnexion: true }, (tx) =>
    poursuivre(regles, tx, ctx, acteur, true),
  );
  if (!verdict.ok) return verdict;
  verdict.valeur.poserCookies(reponse);
  return accepte(verdict.valeur.etape);
}

export const verifierCode = (
  regles: ReglesIdentite,
  { ctx, acteur, entree, reponse }: Requete<C['verifierCode']>,
): Promise<Resultat<Etape>> =>
  entrer(regles, ctx, acteur, reponse, {
    action: 'second-facteur',
    codeRefus: 'code-refuse',
    champ: 'code',
    epreuve: epreuveDuCode(regles, ctx, acteur.compteId, entree.code),
  });

export const verifierCle = (
  regles: ReglesIdentite,
  { ctx, acteur, entree, reponse }: Requete<C['verifierCle']>,
): Promise<Resultat<Etape>> =>
  entrer(regles, ctx, acteur, reponse, {
    action: 'second-facteur-cle',
    codeRefus: 'cle-refusee',
    champ: 'reponse',
    epreuve: epreuveDeLaCle(regles, ctx, acteur, 'connexion', entree.reponse),
  });

/** A recovery code serves once, and its owner is told: whoever found the list cannot use it unseen. */
export async function verifierRecuperation(
  regles: ReglesIdentite,
  { ctx, acteur, entree, reponse }: Requete<C['verifierRecuperation']>,
): Promise<Resultat<{ suite: Etape; restants: number }>> {
  let restants = 0;
  const verdict = await entrer(regles, ctx, acteur, reponse, {
    action: 'second-facteur-recuperation',
    codeRefus: 'recuperation-refusee',
    champ: 'codeRecuperation',
    epreuve: async (tx) => {
      const empreinte = empreinteCodeRecuperation(regles.trousseau, acteur.compteId, entree.codeRecuperation);
      if (!(await consumeCode(tx, acteur.compteId, empreinte, ctx.instant))) return null;
      return async () => {
        ({ restants } = await summarizeCodes(tx, acteur.compteId));
        const { courriel, prenom } = await loadIdentite(tx, acteur.compteId, ctx.instant);
        await deposerCourriel(tx, ctx, acteur, {
          destinataire: courriel,
          ...courrielRecuperation(prenom, restants),
        });
      };
    },
  });
  return verdict.ok ? accepte({ suite: verdict.valeur, restants }) : verdict;
}

/** Proves one's identity again before a sensitive act, or to go on reading past the first cap (CDAP-32). */
async function reconfirmer(
  regles: ReglesIdentite,
  ctx: Contexte,
  acteur: Acteur,
  preuve: Omit<Preuve, 'pendantConnexion'>,
): Promise<Resultat<{ confirmeeLe: string }>> {
  return prouver(regles, ctx, acteur, { ...preuve, pendantConnexion: false }, async (tx) => {
    await marquerConfirmation(tx, acteur.sessionId, ctx.instant);
    return { confirmeeLe: ctx.instant.toISOString() };
  });
}

export const confirmer = (regles: ReglesIdentite, { ctx, acteur, entree }: Requete<C['confirmer']>) =>
  reconfirmer(regles, ctx, acteur, {
    action: 'confirmation',
    codeRefus: 'code-refuse',
    champ: 'code',
    epreuve: epreuveDuCode(regles, ctx, acteur.compteId, entree.code),
  });

export const confirmerParCle = (
  regles: ReglesIdentite,
  { ctx, acteur, entree }: Requete<C['confirmerParCle']>,
) =>
  reconfirmer(regles, ctx, acteur, {
    action: 'confirmation-cle',
    codeRefus: 'cle-refusee',
    champ: 'reponse',
    epreuve: epreuveDeLaCle(regles, ctx, acteur, 'confirmation', entree.reponse),
  });

/**
 * The password proves again who one is only for an account without second factor: with one, a stolen password would be
 * enough for everything that asks for a proof.
 */
export async function confirmerParMotDePasse(
  regles: ReglesIdentite,
  { ctx, acteur, entree }: Requete<C['confirmerParMotDePasse']>,
): Promise<Resultat<{ confirmeeLe: string }>> {
  const locataire = locataireDe(acteur);
  const { compteId, sessionId } = acteur;
  const cles = clesDe(regles.trousseau, `actuel:${compteId}`, ctx.adresse, null);
  const tracer = (tx: Tx, codeIssue: string | null) => {
    const issue = codeIssue === null ? 'fait' : 'refuse';
    return inscrireTrace(tx, ctx, {
      action: 'confirmation-mot-de-passe',
      issue,
      codeIssue,
      compteId,
      sessionId,
    });
  };
  const engage = await ctx.enTransaction(locataire, async (tx) => {
    const refuser = async (refus: Refus) => {
      await tracer(tx, refus.code);
      return refuse(refus);
    };
    const faits = await lockFaitsEntree(tx, compteId, ctx.instant);
    // Before anything is counted: what this refuses must touch no counter.
    if (faits.totp || faits.cles > 0) return refuser({ code: 'preuve-plus-forte', nature: 'interdit' });
    const permission = await engagerTentative(tx, cles, ctx.instant);
    if (!permission.permis) return refuser(refusTropDEssais(permission.attendreJusqua, ctx.instant));
    return accepte({ permission, empreinte: faits.mot_de_passe ?? EMPREINTE_LEURRE });
  });
  if (!engage.ok) return engage;
  const { permission, empreinte } = engage.valeur;
  const bon = await verifierOuSaturer(regles.hacheur, empreinte, entree.motDePasse);
  return ctx.enTransaction(locataire, async (tx) => {
    const refuser = async (refus: Refus) => {
      await tracer(tx, refus.code);
      return refuse(refus);
    };
    if (bon === SATURE) {
      await annulerTentative(tx, cles, permission);
      return refuser(CONNEXIONS_SATUREES);
    }
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (faits === null) return refuser({ code: 'session-absente', nature: 'interdit' });
    if (!bon || faits.mot_de_passe !== empreinte)
      return refuser({ code: 'mot-de-passe-refuse', nature: 'interdit', champ: 'motDePasse' });
    await rendreTentative(tx, cles, permission);
    await marquerConfirmation(tx, sessionId, ctx.instant);
    await tracer(tx, null);
    return accepte({ confirmeeLe: ctx.instant.toISOString() });
  });
}
