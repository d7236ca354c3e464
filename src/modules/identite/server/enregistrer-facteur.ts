import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { Etape, identiteContrat } from '../contract.ts';
import { estPremierAccesRecent } from '../domain/premier-acces.ts';
import { courrielFacteurChange, courrielFacteurRetire } from '../libelles-courriels.ts';
import { lireEnregistrement, preparerEnregistrement } from './cles-acces.ts';
import { refusTropDEssais } from './connecter.ts';
import { type Entree, poursuivre, restantes } from './entrer.ts';
import type { ReglesIdentite } from './regles.ts';
import {
  adresseTotp,
  empreinteCodeRecuperation,
  nouveauSecretTotp,
  nouveauxCodesRecuperation,
  scellerTotp,
  verifierCodeTotp,
} from './secrets.ts';
import {
  adoptTotpPrepare,
  deleteCle,
  deleteFacteurTotp,
  insertCle,
  listCles,
  lockTotpPrepare,
  renameCle,
  replaceCodes,
  saveTotpPrepare,
} from './store/facteurs.ts';
import { type FaitsEntree, lockFaitsEnSession } from './store/parcours.ts';
import { closeSessionsDe, takeDefi } from './store.ts';
import { annulerTentative, clesDe, engagerTentative, rendreTentative } from './tentatives.ts';

type C = typeof identiteContrat;
type Acteur = Requete<C['enregistrerCle']>['acteur'];

const PREPARATION_MS = 15 * 60_000;
const CLES_MAX = 10;

const tracer = (tx: Tx, ctx: Contexte, acteur: Acteur, action: string, codeIssue: string | null) =>
  inscrireTrace(tx, ctx, {
    action,
    issue: codeIssue === null ? 'fait' : 'refuse',
    codeIssue,
    compteId: acteur.compteId,
    sessionId: acteur.sessionId,
  });

/**
 * Why a factor may not be enrolled now; null when it may.
 *
 * While entering, only the first factor of who has none: anything more asks for a fresh proof, which a complete session
 * can give. A first factor belongs to the first access: later, whoever stole the password would enrol their own (SEC-05).
 */
function empechementDEnroler(
  regles: ReglesIdentite,
  faits: FaitsEntree | null,
  niveau: Requete<C['enregistrerCle']>['niveau'],
  instant: Date,
): Refus | null {
  if (faits === null) return { code: 'session-absente', nature: 'interdit' };
  const aucun = !faits.totp && faits.cles === 0;
  if (niveau === 'parcours' && (!aucun || !restantes(regles, faits, instant).includes('second-facteur')))
    return { code: 'etape-inutile', nature: 'conflit' };
  if (aucun && faits.mot_de_passe_le !== null && !estPremierAccesRecent(faits.premier_acces_le, instant))
    return { code: 'enrolement-ferme', nature: 'interdit' };
  return null;
}

/** A secret for an authenticator application; it waits, sealed, for its first code (ACC-04). */
export async function preparerApplication(
  regles: ReglesIdentite,
  { ctx, acteur, niveau }: Requete<C['preparerApplication']>,
): Promise<Resultat<{ secret: string; adresse: string }>> {
  const secret = nouveauSecretTotp();
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    const refus = empechementDEnroler(regles, faits, niveau, ctx.instant);
    if (faits === null || refus !== null) {
      await tracer(tx, ctx, acteur, 'preparation-application', refus?.code ?? 'session-absente');
      return refuse(refus ?? { code: 'session-absente', nature: 'interdit' });
    }
    await saveTotpPrepare(tx, {
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
      ...scellerTotp(regles.trousseau, secret, acteur.compteId),
      expireLe: new Date(ctx.instant.getTime() + PREPARATION_MS),
    });
    await tracer(tx, ctx, acteur, 'preparation-application', null);
    return accepte({ secret, adresse: adresseTotp(faits.identifiant, secret) });
  });
}

type Suite = Resultat<{ suite: Etape | null; codesRecuperation: string[] | null }>;
type Enregistre = Resultat<{ entree: Entree | null; codes: string[] | null }>;

function rendre(enregistre: Enregistre, reponse: Requete<C['enregistrerCle']>['reponse']): Suite {
  if (!enregistre.ok) return enregistre;
  const { entree, codes } = enregistre.valeur;
  entree?.poserCookies(reponse);
  return accepte({ suite: entree?.etape ?? null, codesRecuperation: codes });
}

/** What a browser needs to make a passkey, when one may be enrolled now (ACC-04). */
export async function preparerCle(
  regles: ReglesIdentite,
  { ctx, acteur, niveau }: Requete<C['preparerCle']>,
): Promise<Resultat<{ options: { challenge: string } }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    const refus = empechementDEnroler(regles, faits, niveau, ctx.instant);
    if (refus !== null) {
      await tracer(tx, ctx, acteur, 'preparation-cle', refus.code);
      return refuse(refus);
    }
    return preparerEnregistrement(regles, tx, ctx, acteur);
  });
}

/** Enrols the application on its first code, which is then spent: it is no code to sign in with (ACC-04). */
export async function enregistrerApplication(
  regles: ReglesIdentite,
  { ctx, acteur, entree, reponse, niveau }: Requete<C['enregistrerApplication']>,
): Promise<Suite> {
  const action = 'enregistrement-application';
  const { compteId, sessionId } = acteur;
  const cles = clesDe(regles.trousseau, `code:${compteId}`, ctx.adresse, null);
  const enregistre = await ctx.enTransaction<Enregistre>(locataireDe(acteur), async (tx) => {
    const permission = await engagerTentative(tx, cles, ctx.instant);
    if (!permission.permis) {
      await tracer(tx, ctx, acteur, action, 'trop-d-essais');
      return refuse(refusTropDEssais(permission.attendreJusqua, ctx.instant));
    }
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    const refus = empechementDEnroler(regles, faits, niveau, ctx.instant);
    if (faits === null || refus !== null) {
      await annulerTentative(tx, cles, permission);
      await tracer(tx, ctx, acteur, action, refus?.code ?? 'session-absente');
      return refuse(refus ?? { code: 'session-absente', nature: 'interdit' });
    }
    const prepare = await lockTotpPrepare(tx, compteId, sessionId, ctx.instant);
    const secret =
      prepare && regles.trousseau.desceller('totp', prepare.cle, prepare.secret_scelle, compteId);
    if (secret === undefined) {
      await annulerTentative(tx, cles, permission);
      await tracer(tx, ctx, acteur, action, 'preparation-absente');
      return refuse({ code: 'preparation-absente', nature: 'conflit' });
    }
    const pas = await verifierCodeTotp(secret, entree.code, ctx.instant, 0);
    if (pas === null) {
      await tracer(tx, ctx, acteur, action, 'code-refuse');
      return refuse({ code: 'code-refuse', nature: 'interdit', champ: 'code' });
    }
    await rendreTentative(tx, cles, permission);
    await adoptTotpPrepare(tx, compteId, pas, ctx.instant);
    await tracer(tx, ctx, acteur, action, null);
    return conclure(regles, tx, ctx, acteur, faits, niveau);
  });
  return rendre(enregistre, reponse);
}

/** Enrols a passkey under the name that the person gives it (ACC-04). */
export async function enregistrerCle(
  regles: ReglesIdentite,
  { ctx, acteur, entree, reponse, niveau }: Requete<C['enregistrerCle']>,
): Promise<Suite> {
  const action = 'enregistrement-cle';
  const { compteId, sessionId } = acteur;
  const enregistre = await ctx.enTransaction<Enregistre>(locataireDe(acteur), async (tx) => {
    const refuser = async (refus: Refus) => {
      await tracer(tx, ctx, acteur, action, refus.code);
      return refuse(refus);
    };
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    const empechement = empechementDEnroler(regles, faits, niveau, ctx.instant);
    if (faits === null || empechement !== null)
      return refuser(empechement ?? { code: 'session-absente', nature: 'interdit' });
    const defi = await takeDefi(tx, sessionId, 'enregistrement', ctx.instant);
    if (defi === undefined) return refuser({ code: 'preparation-absente', nature: 'conflit' });
    if (faits.cles >= CLES_MAX)
      return refuser({ code: 'trop-de-cles', nature: 'conflit', details: { maximum: CLES_MAX } });
    if ((await listCles(tx, compteId)).some(({ nom }) => nom === entree.nom))
      return refuser({ code: 'nom-pris', nature: 'conflit', champ: 'nom' });
    const cle = await lireEnregistrement(regles, defi, entree.reponse);
    if (cle === null) return refuser({ code: 'cle-refusee', nature: 'interdit' });
    const id = ctx.nouvelId();
    if (!(await insertCle(tx, { ...cle, id, compteId, nom: entree.nom, creeeLe: ctx.instant })))
      return refuser({ code: 'cle-deja-la', nature: 'conflit' });
    await tracer(tx, ctx, acteur, action, null);
    return conclure(regles, tx, ctx, acteur, faits, niveau);
  });
  return rendre(enregistre, reponse);
}

/** The person is told by mail. First factor: recovery codes, shown once. Then on with the steps of who was entering. */
async function conclure(
  regles: ReglesIdentite,
  tx: Tx,
  ctx: Contexte,
  acteur: Acteur,
  faits: FaitsEntree,
  niveau: Requete<C['enregistrerCle']>['niveau'],
): Promise<Enregistre> {
  const codes = faits.codes === 0 ? await refaireCodesDe(regles, tx, ctx, acteur.compteId) : null;
  const { prenom, courriel } = faits;
  await deposerCourriel(tx, ctx, acteur, { destinataire: courriel, ...courrielFacteurChange(prenom) });
  if (niveau === 'complet') return accepte({ entree: null, codes });
  const entree = await poursuivre(regles, tx, ctx, acteur, true);
  return entree === null
    ? refuse({ code: 'session-absente', nature: 'interdit' })
    : accepte({ entree, codes });
}

async function refaireCodesDe(regles: ReglesIdentite, tx: Tx, ctx: Contexte, compteId: string) {
  const codes = nouveauxCodesRecuperation();
  const empreintes = codes.map((code) => empreinteCodeRecuperation(regles.trousseau, compteId, code));
  await replaceCodes(tx, compteId, empreintes, ctx.instant);
  return codes;
}

/** Ten new recovery codes; those before serve no more. */
export async function refaireCodes(
  regles: ReglesIdentite,
  { ctx, acteur }: Requete<C['refaireCodes']>,
): Promise<Resultat<{ codesRecuperation: string[] }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const refuser = async (refus: Refus) => {
      await tracer(tx, ctx, acteur, 'codes-recuperation', refus.code);
      return refuse(refus);
    };
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (faits === null) return refuser({ code: 'session-absente', nature: 'interdit' });
    if (!faits.totp && faits.cles === 0) return refuser({ code: 'aucun-facteur', nature: 'conflit' });
    const codesRecuperation = await refaireCodesDe(regles, tx, ctx, acteur.compteId);
    await tracer(tx, ctx, acteur, 'codes-recuperation', null);
    return accepte({ codesRecuperation });
  });
}

/** Takes a factor away, never the last one of an account that must have one (ACC-04). */
export async function retirerFacteur({
  ctx,
  acteur,
  entree,
}: Requete<C['retirerFacteur']>): Promise<Resultat<{ fait: true }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const refuser = async (refus: Refus) => {
      await tracer(tx, ctx, acteur, 'retrait-facteur', refus.code);
      return refuse(refus);
    };
    const { compteId } = acteur;
    const faits = await lockFaitsEnSession(tx, acteur, ctx.instant);
    if (faits === null) return refuser({ code: 'session-absente', nature: 'interdit' });
    const visee =
      entree.cle === null ? faits.totp : (await listCles(tx, compteId)).some(({ id }) => id === entree.cle);
    if (!visee) return refuser({ code: 'facteur-absent', nature: 'introuvable' });
    if (faits.second_facteur_exige && faits.cles + (faits.totp ? 1 : 0) === 1)
      return refuser({ code: 'dernier-facteur', nature: 'conflit' });
    if (entree.cle === null) await deleteFacteurTotp(tx, compteId);
    else await deleteCle(tx, compteId, entree.cle);
    // ACC-09: a token rests on the factor that its owner proved.
    if (faits.cles + (faits.totp ? 1 : 0) === 1)
      await closeSessionsDe(tx, compteId, ctx.instant, 'second-facteur-retire', { genre: 'jeton' });
    const { courriel, prenom } = faits;
    await deposerCourriel(tx, ctx, acteur, { destinataire: courriel, ...courrielFacteurRetire(prenom) });
    await tracer(tx, ctx, acteur, 'retrait-facteur', null);
    return accepte({ fait: true as const });
  });
}

export async function renommerCle({
  ctx,
  acteur,
  entree,
}: Requete<C['renommerCle']>): Promise<Resultat<{ fait: true }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const issue = await renameCle(tx, acteur.compteId, entree.cle, entree.nom);
    const code = { fait: null, introuvable: 'facteur-absent', pris: 'nom-pris' }[issue];
    await tracer(tx, ctx, acteur, 'renommage-cle', code);
    if (code === null) return accepte({ fait: true as const });
    return refuse<Refus>(
      issue === 'pris'
        ? { code, nature: 'conflit', champ: 'nom' }
        : { code, nature: 'introuvable', champ: 'cle' },
    );
  });
}
