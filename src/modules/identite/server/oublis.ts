import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { ajouterTravail, type ContexteTravail, type Travail } from '../../../platform/jobs/travaux.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { REGLE_OUBLI } from '../domain/tentatives.ts';
import {
  courrielIdentifiant,
  courrielMotDePasseChange,
  courrielReinitialisation,
  courrielSansPremierAcces,
} from '../libelles-courriels.ts';
import { toutFermer } from './fermetures.ts';
import { preparerMotDePasse } from './parcours.ts';
import type { ReglesIdentite } from './regles.ts';
import { empreinteDeLien, nouveauJeton } from './secrets.ts';
import {
  annulerJetonsCourriel,
  type CompteOublie,
  consumeJetonCourriel,
  type DemandeOubli,
  findComptesOublies,
  findJetonCourriel,
  insertDemandeOubli,
  insertJetonCourriel,
  takeDemandeOubli,
} from './store/oublis.ts';
import { lockFaitsEntree, setMotDePasse } from './store/parcours.ts';
import { clesDOubli, engagerTentative, REGLES_OUBLI } from './tentatives.ts';

type C = typeof identiteContrat;

export const REPONDRE_OUBLI = 'identite.repondre-oubli';
const LIEN_MS = 30 * 60_000;

/**
 * Something was forgotten (ACC-07). The demand is left for a job and answered at once: nothing in the answer nor in its
 * time says whether the account exists. Beyond three a day for one account, nothing more is sent.
 */
async function demander(
  regles: Pick<ReglesIdentite, 'trousseau'>,
  ctx: Contexte,
  genre: DemandeOubli['genre'],
  saisie: string,
): Promise<Resultat<{ fait: true }>> {
  const action = `oubli-${genre}`;
  return ctx.enTransaction(null, async (tx) => {
    const cles = clesDOubli(regles.trousseau, `${genre}:${saisie}`, ctx.adresse);
    const permission = await engagerTentative(tx, cles, ctx.instant, REGLES_OUBLI);
    // Answered as ever, and dropped: a mailbox is not to be filled, nor its owner told that somebody tries.
    if (!permission.permis || permission.comptes.cible > REGLE_OUBLI.gratuits) {
      await inscrireTrace(tx, ctx, { action, issue: 'fait', codeIssue: 'oubli-ecarte', compteId: null });
      return accepte({ fait: true as const });
    }
    const id = ctx.nouvelId();
    const { adresse, navigateur, correlation } = ctx;
    await insertDemandeOubli(tx, id, { genre, saisie, adresse, navigateur, correlation }, ctx.instant);
    await ajouterTravail(tx, REPONDRE_OUBLI, { demande: id });
    await inscrireTrace(tx, ctx, { action, issue: 'fait', compteId: null });
    return accepte({ fait: true as const });
  });
}

export const oublierMotDePasse = (regles: ReglesIdentite, { ctx, entree }: Requete<C['oublierMotDePasse']>) =>
  demander(regles, ctx, 'mot-de-passe', entree.identifiant);

export const oublierIdentifiant = (
  regles: ReglesIdentite,
  { ctx, entree }: Requete<C['oublierIdentifiant']>,
) => demander(regles, ctx, 'identifiant', entree.courriel);

/** First half of an answer: which accounts are meant. Each is written to in a job of its own tenant. */
export const repondreOubli: Travail = async (ctx, charge) => {
  await ctx.enTransaction(null, async (tx) => {
    const demande = await takeDemandeOubli(tx, String(charge.demande));
    if (demande === undefined) return;
    for (const compte of await findComptesOublies(tx, demande, ctx.instant)) {
      await ajouterTravail(tx, ECRIRE_OUBLI, {
        genre: demande.genre,
        compte: compte.compte_id,
        nature: compte.nature,
        caf: compte.caf_code,
        partenaire: compte.partenaire_id,
        correlation: demande.correlation,
      });
    }
  });
};

export const ECRIRE_OUBLI = 'identite.ecrire-oubli';

/**
 * Second half: a mail to the account's own address, and to no other. An account that was never opened gets no link: its
 * first password comes from its manager.
 */
export const creerEcritureOubli =
  (regles: Pick<ReglesIdentite, 'trousseau' | 'origine'>): Travail =>
  async (ctx, charge) => {
    const compte: CompteOublie = {
      compte_id: String(charge.compte),
      nature: charge.nature as CompteOublie['nature'],
      caf_code: charge.caf === null ? null : String(charge.caf),
      partenaire_id: charge.partenaire === null ? null : String(charge.partenaire),
    };
    await ecrire(regles, ctx, compte, String(charge.genre), String(charge.correlation));
  };

async function ecrire(
  { trousseau, origine }: Pick<ReglesIdentite, 'trousseau' | 'origine'>,
  ctx: ContexteTravail,
  compte: CompteOublie,
  genre: string,
  correlation: string,
): Promise<void> {
  const { compte_id: compteId, nature, caf_code: cafCode, partenaire_id: partenaireId } = compte;
  const organisation = { nature, cafCode, partenaireId };
  await ctx.enTransaction({ ...organisation, compteId }, async (tx) => {
    const faits = await lockFaitsEntree(tx, compteId, ctx.instant);
    const { prenom, courriel, identifiant, organisme } = faits;
    // Nor to who has yet to enrol a factor: with the link, a mailbox alone would open the account (SEC-05).
    const inacheve =
      faits.mot_de_passe_le === null || (faits.second_facteur_exige && !faits.totp && faits.cles === 0);
    const trace = { ...ctx, adresse: null, navigateur: null, correlation };
    const tracer = (codeIssue: string) =>
      inscrireTrace(tx, trace, { action: 'reponse-oubli', issue: 'fait', codeIssue, compteId });
    if (genre === 'identifiant') {
      await deposerCourriel(tx, ctx, organisation, {
        destinataire: courriel,
        ...courrielIdentifiant(prenom, organisme, identifiant),
      });
      return tracer('identifiant-envoye');
    }
    if (inacheve) {
      await deposerCourriel(tx, ctx, organisation, {
        destinataire: courriel,
        ...courrielSansPremierAcces(prenom),
      });
      return tracer('premier-acces-attendu');
    }
    const secret = nouveauJeton();
    const expireLe = new Date(ctx.instant.getTime() + LIEN_MS);
    await annulerJetonsCourriel(tx, compteId, ['reinitialisation'], ctx.instant);
    await insertJetonCourriel(tx, {
      id: ctx.nouvelId(),
      compteId,
      genre: 'reinitialisation',
      empreinte: empreinteDeLien(secret),
      nouveauCourriel: null,
      instant: ctx.instant,
      expireLe,
    });
    await deposerCourriel(
      tx,
      ctx,
      organisation,
      { destinataire: courriel, ...courrielReinitialisation(prenom, origine()), expireLe },
      { trousseau, secret },
    );
    return tracer('lien-envoye');
  });
}

const LIEN_REFUSE: Refus = { code: 'lien-refuse', nature: 'interdit', champ: 'jeton' };

/**
 * A new password by the link that was sent (ACC-07). Sessions, tokens and known devices end with the old one; the
 * second factor does not: signing in asks for it as ever.
 */
export async function reinitialiserMotDePasse(
  regles: ReglesIdentite,
  { ctx, entree }: Requete<C['reinitialiserMotDePasse']>,
): Promise<Resultat<{ fait: true }>> {
  const action = 'reinitialisation-mot-de-passe';
  const jeton = await ctx.enTransaction(null, (tx) =>
    findJetonCourriel(tx, empreinteDeLien(entree.jeton), ctx.instant),
  );
  if (jeton?.genre !== 'reinitialisation') {
    await ctx.enTransaction(null, (tx) =>
      inscrireTrace(tx, ctx, { action, issue: 'refuse', codeIssue: 'lien-refuse', compteId: null }),
    );
    return refuse(LIEN_REFUSE);
  }
  const { compte_id: compteId, nature, caf_code: cafCode, partenaire_id: partenaireId } = jeton;
  const organisation = { nature, cafCode, partenaireId };
  const locataire = { ...organisation, compteId };
  const faits = await ctx.enTransaction(locataire, (tx) => lockFaitsEntree(tx, compteId, ctx.instant));
  // Not compared with the present one: a link must not serve to try passwords.
  const aJuger = { ...faits, mot_de_passe: null };
  const prepare = await preparerMotDePasse(regles, aJuger, entree.motDePasse, 'motDePasse');
  return ctx.enTransaction(locataire, async (tx) => {
    const tracer = (codeIssue: string | null) =>
      inscrireTrace(tx, ctx, {
        action,
        issue: codeIssue === null ? 'fait' : 'refuse',
        codeIssue,
        compteId,
      });
    if (!prepare.ok) {
      await tracer(prepare.refus.code);
      return prepare;
    }
    if (!(await consumeJetonCourriel(tx, jeton.jeton_id, ctx.instant))) {
      await tracer('lien-refuse');
      return refuse(LIEN_REFUSE);
    }
    await setMotDePasse(tx, compteId, prepare.valeur, ctx.instant);
    await toutFermer(tx, compteId, ctx.instant, 'mot-de-passe-change');
    await deposerCourriel(tx, ctx, organisation, {
      destinataire: faits.courriel,
      ...courrielMotDePasseChange(faits.prenom),
    });
    await tracer(null);
    return accepte({ fait: true as const });
  });
}
