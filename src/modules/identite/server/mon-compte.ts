import type { z } from 'zod';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { decrireNavigateur } from '../domain/navigateur.ts';
import { echeanceMotDePasse } from '../domain/parcours.ts';
import { courrielAncienneAdresse, courrielNouvelleAdresse } from '../libelles-courriels.ts';
import { refusTropDEssais } from './connecter.ts';
import { SATURE, verifierOuSaturer } from './hachages.ts';
import { CONNEXIONS_SATUREES, preparerMotDePasse, remplacerMotDePasse } from './parcours.ts';
import type { ReglesIdentite } from './regles.ts';
import { EMPREINTE_LEURRE, empreinteDeLien, nouveauJeton } from './secrets.ts';
import { loadDatesCompte, lockOrganisme } from './store/comptes.ts';
import { countAppareils, deleteAppareils, findTotp, listCles, summarizeCodes } from './store/facteurs.ts';
import {
  annulerJetonsCourriel,
  consumeJetonCourriel,
  findDemandeCourriel,
  findJetonCourriel,
  insertJetonCourriel,
  setCourriel,
} from './store/oublis.ts';
import { lockFaitsEnSession, lockFaitsEntree } from './store/parcours.ts';
import { closeSession, closeSessionsDe, listSessionsDe } from './store.ts';
import { annulerTentative, clesDe, engagerTentative, REGLES_OUBLI, rendreTentative } from './tentatives.ts';

type C = typeof identiteContrat;
type Acteur = Requete<C['lireMonCompte']>['acteur'];

/** Both addresses have two days to confirm. */
const CHANGEMENT_MS = 48 * 3_600_000;

const tracer = (tx: Tx, ctx: Contexte, acteur: Acteur, action: string, codeIssue: string | null) =>
  inscrireTrace(tx, ctx, {
    action,
    issue: codeIssue === null ? 'fait' : 'refuse',
    codeIssue,
    compteId: acteur.compteId,
    sessionId: acteur.sessionId,
  });

/** One's own account, without any secret of it. */
export async function lireMonCompte(
  regles: ReglesIdentite,
  { ctx, acteur }: Requete<C['lireMonCompte']>,
): Promise<Resultat<z.input<C['lireMonCompte']['sortie']>>> {
  const { compteId } = acteur;
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const faits = await lockFaitsEntree(tx, compteId, ctx.instant);
    const dates = await loadDatesCompte(tx, compteId);
    const totp = await findTotp(tx, compteId);
    const codes = await summarizeCodes(tx, compteId);
    const demande = await findDemandeCourriel(tx, compteId, ctx.instant);
    const echeance = echeanceMotDePasse(
      { nature: faits.nature, roles: faits.roles, motDePasseLe: faits.mot_de_passe_le },
      regles.renouvellement,
    );
    return accepte({
      identifiant: faits.identifiant,
      prenom: faits.prenom,
      nom: faits.nom,
      fonction: dates.fonction,
      courriel: faits.courriel,
      courrielDemande: demande
        ? {
            nouveau: demande.nouveau,
            ancienConfirme: demande.ancien_confirme,
            nouveauConfirme: demande.nouveau_confirme,
            expireLe: demande.expire_le.toISOString(),
          }
        : null,
      organisme: faits.organisme,
      roles: faits.roles,
      accesJusquau: dates.acces_fin?.toISOString() ?? null,
      motDePasse: {
        le: faits.mot_de_passe_le?.toISOString() ?? null,
        echeance: echeance?.toISOString() ?? null,
        regle: regles.motDePasse,
      },
      application: totp === null ? null : { enregistreeLe: totp.toISOString() },
      cles: (await listCles(tx, compteId)).map((cle) => ({
        id: cle.id,
        nom: cle.nom,
        creeeLe: cle.creee_le.toISOString(),
        utiliseeLe: cle.utilisee_le?.toISOString() ?? null,
        synchronisee: cle.synchronisee,
      })),
      codesRecuperation: { restants: codes.restants, faitsLe: codes.faits_le?.toISOString() ?? null },
      secondFacteurExige: faits.second_facteur_exige,
      engagementLe: faits.confidentialite_le?.toISOString() ?? null,
      engagementAvant:
        faits.confidentialite_le === null
          ? null
          : new Date(faits.confidentialite_le.getTime() + 365 * 86_400_000).toISOString(),
    });
  });
}

/** A new password in place of the present one, which is asked again and counted as a sign-in is (ACC-02). */
export async function changerMotDePasse(
  regles: ReglesIdentite,
  { ctx, acteur, entree }: Requete<C['changerMotDePasse']>,
): Promise<Resultat<{ sessionsFermees: number }>> {
  const { compteId } = acteur;
  const locataire = locataireDe(acteur);
  const refuser = (refus: Refus, annuler = false) =>
    ctx.enTransaction(locataire, async (tx) => {
      if (annuler && permission.permis) await annulerTentative(tx, cles, permission);
      await tracer(tx, ctx, acteur, 'changement-mot-de-passe', refus.code);
      return refuse(refus);
    });
  const cles = clesDe(regles.trousseau, `actuel:${compteId}`, ctx.adresse, null);
  const { faits, permission } = await ctx.enTransaction(locataire, async (tx) => ({
    permission: await engagerTentative(tx, cles, ctx.instant),
    faits: await lockFaitsEntree(tx, compteId, ctx.instant),
  }));
  if (!permission.permis) return refuser(refusTropDEssais(permission.attendreJusqua, ctx.instant));
  const bon = await verifierOuSaturer(regles.hacheur, faits.mot_de_passe ?? EMPREINTE_LEURRE, entree.actuel);
  if (bon === SATURE) return refuser(CONNEXIONS_SATUREES, true);
  if (!bon) return refuser({ code: 'mot-de-passe-refuse', nature: 'interdit', champ: 'actuel' });
  const prepare = await preparerMotDePasse(regles, faits, entree.nouveau, 'nouveau');
  if (!prepare.ok) return refuser(prepare.refus, true);
  return ctx.enTransaction(locataire, async (tx) => {
    const present = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (present === null) {
      await tracer(tx, ctx, acteur, 'changement-mot-de-passe', 'session-absente');
      return refuse<Refus>({ code: 'session-absente', nature: 'interdit' });
    }
    await rendreTentative(tx, cles, permission);
    // Another tab changed it meanwhile: the password that was proved is no longer the one.
    if (present.mot_de_passe !== faits.mot_de_passe) {
      await tracer(tx, ctx, acteur, 'changement-mot-de-passe', 'mot-de-passe-refuse');
      return refuse<Refus>({ code: 'mot-de-passe-refuse', nature: 'interdit', champ: 'actuel' });
    }
    const sessionsFermees = await remplacerMotDePasse(tx, ctx, acteur, present, prepare.valeur);
    await tracer(tx, ctx, acteur, 'changement-mot-de-passe', null);
    return accepte({ sessionsFermees });
  });
}

/** Asks for another address: a link to the old one, a link to the new one, and both have to be followed (ACC-07). */
export async function demanderCourriel(
  regles: ReglesIdentite,
  { ctx, acteur, entree }: Requete<C['demanderCourriel']>,
): Promise<Resultat<{ fait: true }>> {
  const { compteId } = acteur;
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const refuser = async (refus: Refus) => {
      await tracer(tx, ctx, acteur, 'demande-courriel', refus.code);
      return refuse(refus);
    };
    // Mails to an address that nobody here has proved: a few a day, whatever becomes of them.
    const cles = clesDe(regles.trousseau, `adresse:${compteId}`, ctx.adresse, compteId);
    const permission = await engagerTentative(tx, cles, ctx.instant, REGLES_OUBLI);
    if (!permission.permis) return refuser(refusTropDEssais(permission.attendreJusqua, ctx.instant));
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (faits === null) return refuser({ code: 'session-absente', nature: 'interdit' });
    if (faits.courriel.toLowerCase() === entree.courriel.toLowerCase())
      return refuser({ code: 'courriel-identique', nature: 'invalide', champ: 'courriel' });
    await annulerJetonsCourriel(tx, compteId, ['courriel-ancien', 'courriel-nouveau'], ctx.instant);
    const expireLe = new Date(ctx.instant.getTime() + CHANGEMENT_MS);
    const { trousseau, origine } = regles;
    for (const [genre, destinataire, redige] of [
      ['courriel-ancien', faits.courriel, courrielAncienneAdresse],
      ['courriel-nouveau', entree.courriel, courrielNouvelleAdresse],
    ] as const) {
      const secret = nouveauJeton();
      await insertJetonCourriel(tx, {
        id: ctx.nouvelId(),
        compteId,
        genre,
        empreinte: empreinteDeLien(secret),
        nouveauCourriel: entree.courriel,
        instant: ctx.instant,
        expireLe,
      });
      await deposerCourriel(
        tx,
        ctx,
        acteur,
        { destinataire, ...redige(faits.prenom, origine()), expireLe },
        { trousseau, secret },
      );
    }
    await tracer(tx, ctx, acteur, 'demande-courriel', null);
    return accepte({ fait: true as const });
  });
}

export const annulerCourriel = ({ ctx, acteur }: Requete<C['annulerCourriel']>) =>
  ctx.enTransaction(locataireDe(acteur), async (tx) => {
    await annulerJetonsCourriel(tx, acteur.compteId, ['courriel-ancien', 'courriel-nouveau'], ctx.instant);
    await tracer(tx, ctx, acteur, 'annulation-courriel', null);
    return accepte({ fait: true as const });
  });

/** One of the two links was followed; the address changes with the second one (ACC-07). */
export async function confirmerCourriel({
  ctx,
  entree,
}: Requete<C['confirmerCourriel']>): Promise<Resultat<{ change: boolean }>> {
  const action = 'confirmation-courriel';
  const jeton = await ctx.enTransaction(null, async (tx) => {
    const trouve = await findJetonCourriel(tx, empreinteDeLien(entree.jeton), ctx.instant);
    if (trouve !== undefined && trouve.genre !== 'reinitialisation') return trouve;
    await inscrireTrace(tx, ctx, { action, issue: 'refuse', codeIssue: 'lien-refuse', compteId: null });
    return undefined;
  });
  const lienRefuse = { code: 'lien-refuse', nature: 'interdit', champ: 'jeton' } as const;
  if (jeton === undefined) return refuse<Refus>(lienRefuse);
  const { compte_id: compteId, nature, caf_code: cafCode, partenaire_id: partenaireId } = jeton;
  return ctx.enTransaction({ nature, cafCode, partenaireId, compteId }, async (tx) => {
    const conclure = async (codeIssue: string | null, issue: 'fait' | 'refuse' = 'fait') =>
      inscrireTrace(tx, ctx, { action, issue, codeIssue, compteId });
    // The organisation first, as all that gives an address does; then the account, which makes of two links followed at
    // once a first and a second.
    await lockOrganisme(tx, { nature, cafCode, partenaireId });
    await lockFaitsEntree(tx, compteId, ctx.instant);
    const demande = await findDemandeCourriel(tx, compteId, ctx.instant);
    if (!demande || !(await consumeJetonCourriel(tx, jeton.jeton_id, ctx.instant))) {
      await conclure('lien-refuse', 'refuse');
      return refuse<Refus>(lienRefuse);
    }
    const complete =
      (demande.ancien_confirme || jeton.genre === 'courriel-ancien') &&
      (demande.nouveau_confirme || jeton.genre === 'courriel-nouveau');
    if (!complete) {
      await conclure('autre-adresse-attendue');
      return accepte({ change: false });
    }
    if (!(await setCourriel(tx, compteId, demande.nouveau))) {
      await annulerJetonsCourriel(tx, compteId, ['courriel-ancien', 'courriel-nouveau'], ctx.instant);
      await conclure('courriel-pris', 'refuse');
      return refuse<Refus>({ code: 'courriel-pris', nature: 'conflit' });
    }
    await annulerJetonsCourriel(
      tx,
      compteId,
      ['courriel-ancien', 'courriel-nouveau', 'reinitialisation'],
      ctx.instant,
    );
    await conclure(null);
    return accepte({ change: true });
  });
}

/** One's own sessions: where one is signed in, and the last times (ACC-06). */
export const listerSessions = ({ ctx, acteur }: Requete<C['listerSessions']>) =>
  ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const sessions = await listSessionsDe(tx, acteur.compteId, ctx.instant);
    return accepte({
      sessions: sessions.map((s) => ({
        id: s.id,
        courante: s.id === acteur.sessionId,
        ouverteLe: s.ouverte_le.toISOString(),
        activiteLe: s.activite_le.toISOString(),
        closeLe: s.close_le?.toISOString() ?? null,
        closeMotif: s.close_motif,
        adresse: s.adresse,
        appareil: decrireNavigateur(s.navigateur),
        origine: s.origine,
      })),
      appareilsConnus: await countAppareils(tx, acteur.compteId, ctx.instant),
    });
  });

/** Ends one of one's sessions, or all the others; devices are then to be proved again too. */
export async function fermerSession({
  ctx,
  acteur,
  entree,
}: Requete<C['fermerSession']>): Promise<Resultat<{ fermees: number }>> {
  const { compteId, sessionId } = acteur;
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    if (entree.session === null) {
      await deleteAppareils(tx, compteId);
      const fermees = await closeSessionsDe(tx, compteId, ctx.instant, 'par-la-personne', {
        genre: 'navigateur',
        sauf: sessionId,
      });
      await tracer(tx, ctx, acteur, 'fermeture-session', null);
      return accepte({ fermees });
    }
    const sienne = (await listSessionsDe(tx, compteId, ctx.instant)).find(({ id }) => id === entree.session);
    if (sienne === undefined || sienne.close_le !== null) {
      await tracer(tx, ctx, acteur, 'fermeture-session', 'session-introuvable');
      return refuse<Refus>({ code: 'session-introuvable', nature: 'introuvable', champ: 'session' });
    }
    await closeSession(tx, sienne.id, ctx.instant, 'par-la-personne');
    await tracer(tx, ctx, acteur, 'fermeture-session', null);
    return accepte({ fermees: 1 });
  });
}
