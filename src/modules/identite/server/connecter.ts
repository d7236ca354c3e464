import type { Organisation } from '../../../kernel/acteur.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import { empreinteDeJeton, type Requete } from '../../../platform/http/porte.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { Etape, identiteContrat } from '../contract.ts';
import { estPremierAccesRecent } from '../domain/premier-acces.ts';
import { appareilDe, poursuivre } from './entrer.ts';
import { SATURE, verifierOuSaturer } from './hachages.ts';
import { demanderPrevenance } from './prevenir-verrouillage.ts';
import type { ReglesIdentite } from './regles.ts';
import { EMPREINTE_LEURRE, nouveauJeton } from './secrets.ts';
import { poserCookieSession } from './session.ts';
import { consumeProvisoire, lockFaitsEntree } from './store/parcours.ts';
import { type CompteDeConnexion, findCompteDeConnexion, insertSession } from './store.ts';
import {
  annulerTentative,
  type ClesTentative,
  clesDe,
  engagerTentative,
  rendreTentative,
  type TentativeEngagee,
} from './tentatives.ts';

const ATTENTE_CODE_MS = 5 * 60_000;

type RequeteConnexion = Requete<typeof identiteContrat.connecter>;

/**
 * First step of signing in: identifier and password (ACC-03, ACC-06).
 *
 * The answer and its cost are the same for an unknown identifier, a wrong password and a key that must wait: each
 * reads the same, hashes once, and writes one trace. Only who proved the password learns that the account is
 * suspended, or that the first password came too late.
 */
export async function connecter(
  regles: ReglesIdentite,
  { ctx, entree, cookie, reponse }: RequeteConnexion,
): Promise<Resultat<Etape>> {
  const { compte, cles, permission } = await ctx.enTransaction(null, async (tx) => {
    const trouve = await findCompteDeConnexion(tx, entree.identifiant, appareilDe(cookie), ctx.instant);
    const aCompter = clesDe(regles.trousseau, entree.identifiant, ctx.adresse, trouve?.appareil_id ?? null);
    return {
      compte: trouve,
      cles: aCompter,
      permission: await engagerTentative(tx, aCompter, ctx.instant),
    };
  });
  const bon = await verifierOuSaturer(
    regles.hacheur,
    compte?.mot_de_passe ?? EMPREINTE_LEURRE,
    entree.motDePasse,
  );
  if (bon === SATURE) {
    if (permission.permis) await ctx.enTransaction(null, (tx) => annulerTentative(tx, cles, permission));
    return refuserEnTracant(ctx, compte, refusSature);
  }
  if (!permission.permis)
    return refuserEnTracant(ctx, compte, refusTropDEssais(permission.attendreJusqua, ctx.instant));
  if (compte === undefined || compte.mot_de_passe === null || !bon)
    return refuserEnTracant(ctx, compte, IDENTIFIANTS_REFUSES, permission.verrouille);
  const empechement = empechementDe(compte, ctx.instant);
  if (empechement !== null) return refuserEnTracant(ctx, compte, { code: empechement, nature: 'interdit' });
  const essai = { cles, permission };
  return ouvrirSession(regles, ctx, { ...compte, mot_de_passe: compte.mot_de_passe }, essai, reponse);
}

const IDENTIFIANTS_REFUSES: Refus = { code: 'identifiants-refuses', nature: 'interdit' };
/** Too many sign-ins wait already: consultations come first (PERF-06). */
const refusSature: Refus = { code: 'connexions-saturees', nature: 'indisponible', details: { reprise: 5 } };

function empechementDe(compte: CompteDeConnexion, instant: Date): string | null {
  if (compte.etat === 'suspendu') return 'compte-suspendu';
  if (compte.etat === 'clos' || !compte.ouvert) return 'compte-ferme';
  if (compte.provisoire && (compte.provisoire_expire_le === null || compte.provisoire_expire_le <= instant))
    return 'premier-acces-expire';
  if (compte.second_facteur_exige && !compte.totp && !compte.cles && !enrolementOuvert(compte, instant))
    return 'second-facteur-absent';
  return null;
}

/**
 * A first factor is enrolled during the first access, or soon after for who was called away in the middle. Later, a
 * password alone, stolen or reset, must not be enough to enrol one: a new first access has to be given (SEC-05).
 */
const enrolementOuvert = (
  { provisoire, premier_acces_le }: Pick<CompteDeConnexion, 'provisoire' | 'premier_acces_le'>,
  instant: Date,
): boolean => provisoire || estPremierAccesRecent(premier_acces_le, instant);

async function ouvrirSession(
  regles: ReglesIdentite,
  ctx: Contexte,
  compte: CompteDeConnexion & { readonly mot_de_passe: string },
  { cles, permission }: { readonly cles: ClesTentative; readonly permission: TentativeEngagee },
  reponse: RequeteConnexion['reponse'],
): Promise<Resultat<Etape>> {
  const organisation = organisationDe(compte);
  const { compte_id: compteId } = compte;
  const sessionId = ctx.nouvelId();
  const jeton = nouveauJeton();
  const entree = await ctx.enTransaction({ ...organisation, compteId }, async (tx) => {
    const tracer = (codeIssue: string | null, issue: 'fait' | 'refuse' = 'fait') =>
      inscrireTrace(tx, ctx, { action: 'connexion', issue, codeIssue, compteId, sessionId });
    // Anew, under the lock: while the password waited for its turn to be judged, another one may have replaced it, the
    // account may have been ended or its factors wiped.
    const faits = await lockFaitsEntree(tx, compteId, ctx.instant);
    // ACC-01: a first password is used once, whatever comes of it; a second use finds it gone.
    const garde = compte.provisoire
      ? await consumeProvisoire(tx, compteId, compte.mot_de_passe)
      : faits.mot_de_passe === compte.mot_de_passe;
    if (!garde || !faits.ouvert) {
      await tracer('identifiants-refuses', 'refuse');
      return null;
    }
    await rendreTentative(tx, cles, permission);
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
      appareilId: compte.appareil_id,
    });
    if (faits.totp || faits.cles > 0) {
      await tracer('second-facteur-attendu');
      const facteurs = { application: faits.totp, cles: faits.cles > 0, recuperation: faits.codes > 0 };
      return {
        etape: { etape: 'second-facteur' as const, facteurs },
        poserCookies: (r: RequeteConnexion['reponse']) => poserCookieSession(r, jeton),
      };
    }
    const suite = await poursuivre(regles, tx, ctx, { ...organisation, compteId, sessionId }, false);
    await tracer(suite?.etape.etape === 'parcours' ? 'parcours-attendu' : null);
    return suite;
  });
  if (entree === null) return refuse(IDENTIFIANTS_REFUSES);
  entree.poserCookies(reponse);
  return accepte(entree.etape);
}

async function refuserEnTracant(
  ctx: Contexte,
  compte: CompteDeConnexion | undefined,
  refus: Refus,
  prevenir = false,
): Promise<Resultat<never>> {
  const organisation = compte && organisationDe(compte);
  await ctx.enTransaction(
    organisation && compte ? { ...organisation, compteId: compte.compte_id } : null,
    async (tx) => {
      await inscrireTrace(tx, ctx, {
        action: 'connexion',
        issue: 'refuse',
        codeIssue: refus.code,
        compteId: compte?.compte_id ?? null,
      });
      if (prevenir) await demanderPrevenance(tx, compte);
    },
  );
  return refuse(refus);
}

const organisationDe = (compte: CompteDeConnexion): Organisation => ({
  nature: compte.nature,
  cafCode: compte.caf_code,
  partenaireId: compte.partenaire_id,
});

/** The wait is told in whole minutes: precise enough to come back, useless to time an attack. */
export const refusTropDEssais = (jusqua: Date, instant: Date): Refus => ({
  code: 'trop-d-essais',
  nature: 'interdit',
  details: { minutes: Math.ceil((jusqua.getTime() - instant.getTime()) / 60_000) },
});
