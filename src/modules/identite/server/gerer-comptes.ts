import type { z } from 'zod';
import type { Acteur, Organisation, Role } from '../../../kernel/acteur.ts';
import { instantDe, jourDe } from '../../../kernel/jour.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import type { Requete } from '../../../platform/http/porte.ts';
import { ajouterTravail } from '../../../platform/jobs/travaux.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { fuseauDe } from '../../organismes/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { Compte, identiteContrat } from '../contract.ts';
import {
  type ActeCompte,
  type CibleCompte,
  empechementSurCompte,
  ROLES_ADMINISTRATEUR,
  ROLES_QUI_ADMINISTRENT,
  rolesADonner,
} from '../domain/droits-identite.ts';
import {
  courrielChangementOrdonne,
  courrielFin,
  courrielIdentifiantNouveau,
  courrielNouvelAcces,
  courrielSuspension,
  courrielSuspensionParLaCaf,
} from '../libelles-courriels.ts';
import { toutFermer } from './fermetures.ts';
import { SATURE } from './hachages.ts';
import { CONNEXIONS_SATUREES } from './parcours.ts';
import { envoyerProvisoire, expirationPremierAcces, preparerProvisoire } from './premier-acces.ts';
import type { ReglesIdentite } from './regles.ts';
import { nouvelIdentifiant } from './secrets.ts';
import { relireSession } from './session.ts';
import {
  addRole,
  type CompteGere,
  clearMotDePasse,
  countPorteurs,
  endCompte,
  endRole,
  findDoublons,
  findOrganisationDe,
  isRoleTenu,
  listComptes,
  listOrganismes,
  lockCompteGere,
  lockOrganisme,
  orderMotDePasse,
  reopenCompte,
  setAccesRedonnePar,
  setIdentiteCompte,
  suspendCompte,
} from './store/comptes.ts';
import { deleteFacteurs } from './store/facteurs.ts';
import { insertCompte, listPorteursDeRole } from './store.ts';

type C = typeof identiteContrat;
type Fait = Resultat<{ fait: true }>;

/** Left when an account ends: who holds rights of it closes them (HAB-08). */
export const COMPTE_CLOS = 'identite.compte-clos';
const PAR_PAGE = 50;

type OrganismeSaisi = { partenaire: string } | { caf: string } | { cnaf: true };

/** The tenant that an input names, for this reader; a partner's own when it names the partner. */
const organismeDe = (acteur: Acteur, saisi: OrganismeSaisi): Organisation =>
  'partenaire' in saisi
    ? { nature: 'partenaire', cafCode: acteur.cafCode, partenaireId: saisi.partenaire }
    : 'caf' in saisi
      ? { nature: 'caf', cafCode: saisi.caf, partenaireId: null }
      : { nature: 'cnaf', cafCode: null, partenaireId: null };

const organisationDe = (c: Pick<CompteGere, 'nature' | 'caf_code' | 'partenaire_id'>): Organisation => ({
  nature: c.nature,
  cafCode: c.caf_code,
  partenaireId: c.partenaire_id,
});

const cibleDe = (c: CompteGere): CibleCompte => ({
  ...organisationDe(c),
  id: c.id,
  roles: c.roles,
  etat: c.etat,
  suspenduPar: c.etat === 'suspendu' ? c.etat_par_nature : null,
});

/** `objet`: the account that was acted on; the traces name it. */
const tracer = (
  tx: Tx,
  ctx: Contexte,
  acteur: Acteur,
  action: string,
  codeIssue: string | null,
  plus: { readonly objet?: string | null; readonly motif?: string | null } = {},
) =>
  inscrireTrace(tx, ctx, {
    action,
    issue: codeIssue === null ? 'fait' : 'refuse',
    codeIssue,
    compteId: acteur.compteId,
    sessionId: acteur.sessionId,
    role: acteur.roles.join(','),
    objet: plus.objet ?? null,
    motif: plus.motif ?? null,
  });

const ABSENT: Refus = { code: 'compte-inconnu', nature: 'introuvable', champ: 'compte' };

const SESSION_ABSENTE: Refus = { code: 'session-absente', nature: 'interdit' };

/** Who acts, and the digest by which their session is read again. */
type Demandeur = Pick<Requete<C['suspendreCompte']>, 'ctx' | 'acteur' | 'empreinte'>;

/**
 * The actor as they are once it is their turn: two managers who end each other wait for one another, and hashing waits
 * too. Null when their session has ended meanwhile (ACC-06).
 */
async function relireActeur(tx: Tx, { ctx, empreinte }: Demandeur): Promise<Acteur | null> {
  const session = empreinte && (await relireSession(tx, empreinte, ctx.instant));
  return session === null ? null : session.acteur;
}

/**
 * An act on one account: locked with its organisation, judged by the rule that the screen applies too, done and traced
 * as one. An account of another tenant is absent (SEC-01).
 */
async function agir<T>(
  demandeur: Demandeur,
  demande: { readonly compte: string; readonly motif?: string },
  action: string,
  acte: ActeCompte,
  faire: (tx: Tx, compte: CompteGere, acteur: Acteur) => Promise<Resultat<T>>,
): Promise<Resultat<T>> {
  const { ctx } = demandeur;
  const plus = { objet: demande.compte, motif: demande.motif ?? null };
  return ctx.enTransaction(locataireDe(demandeur.acteur), async (tx) => {
    // The organisation before the account, always: two acts cannot wait for each other.
    const organisme = await findOrganisationDe(tx, demande.compte);
    if (organisme !== undefined) await lockOrganisme(tx, organisme);
    const acteur = await relireActeur(tx, demandeur);
    if (acteur === null) {
      await tracer(tx, ctx, demandeur.acteur, action, SESSION_ABSENTE.code, plus);
      return refuse(SESSION_ABSENTE);
    }
    const compte = await lockCompteGere(tx, demande.compte, ctx.instant);
    const code = compte === undefined ? null : empechementSurCompte(acteur, acte, cibleDe(compte));
    // Outside one's field, an account is no more there than one that does not exist.
    if (compte === undefined || code === 'compte-hors-champ') {
      await tracer(
        tx,
        ctx,
        acteur,
        action,
        compte === undefined ? 'compte-inconnu' : 'compte-hors-champ',
        plus,
      );
      return refuse(ABSENT);
    }
    if (code !== null) {
      await tracer(tx, ctx, acteur, action, code, plus);
      return refuse({ code, nature: code === 'compte-de-soi' ? 'interdit' : 'conflit', champ: 'compte' });
    }
    const fait = await faire(tx, compte, acteur);
    await tracer(tx, ctx, acteur, action, fait.ok ? null : fait.refus.code, plus);
    return fait;
  });
}

const FAIT = accepte({ fait: true as const });

/** Counted among those who administer, as `countPorteurs` does. */
const estEnCours = ({ etat, acces_fin }: CompteGere, instant: Date): boolean =>
  etat === 'actif' && (acces_fin === null || acces_fin > instant);

/** ACC-14: what is about to be taken away must leave somebody who administers. */
async function resteAdministre(tx: Tx, compte: CompteGere, instant: Date): Promise<boolean> {
  const roles = ROLES_QUI_ADMINISTRENT[compte.nature];
  if (!estEnCours(compte, instant) || !roles.some((role) => compte.roles.includes(role))) return true;
  return (await countPorteurs(tx, organisationDe(compte), roles, compte.id, instant)) > 0;
}
const DERNIER: Refus = { code: 'dernier-administrateur', nature: 'conflit', champ: 'compte' };

export async function suspendreCompte(requete: Requete<C['suspendreCompte']>): Promise<Fait> {
  const { ctx, entree } = requete;
  return agir(requete, entree, 'suspension-compte', 'suspendre', async (tx, compte, acteur) => {
    // A precaution on a partner's account never waits for its successor; a Caf's or the Cnaf's last one stays.
    if (compte.nature !== 'partenaire' && !(await resteAdministre(tx, compte, ctx.instant)))
      return refuse(DERNIER);
    await suspendCompte(tx, {
      id: compte.id,
      motif: entree.motif,
      par: acteur.compteId,
      parNature: acteur.nature,
      instant: ctx.instant,
    });
    await toutFermer(tx, compte.id, ctx.instant, 'suspension');
    const { prenom, courriel } = compte;
    await deposerCourriel(tx, ctx, organisationDe(compte), {
      destinataire: courriel,
      ...courrielSuspension(prenom, entree.motif),
    });
    if (compte.partenaire_id !== null && acteur.nature === 'caf')
      await prevenirAdministrateurs(tx, ctx, compte, compte.partenaire_id, entree.motif);
    return FAIT;
  });
}

/** The partner is told why, by its administrators (HAB-44). */
async function prevenirAdministrateurs(
  tx: Tx,
  ctx: Contexte,
  compte: CompteGere,
  partenaireId: string,
  motif: string,
): Promise<void> {
  const administrateurs = await listPorteursDeRole(tx, ROLES_ADMINISTRATEUR, { partenaireId }, ctx.instant);
  for (const { id, prenom, courriel } of administrateurs) {
    if (id === compte.id) continue;
    await deposerCourriel(tx, ctx, organisationDe(compte), {
      destinataire: courriel,
      ...courrielSuspensionParLaCaf(prenom, `${compte.prenom} ${compte.nom}`, motif),
    });
  }
}

export async function leverSuspension(requete: Requete<C['leverSuspension']>): Promise<Fait> {
  const { ctx, entree } = requete;
  return agir(requete, entree, 'levee-suspension-compte', 'lever', async (tx, compte, acteur) => {
    await reopenCompte(tx, {
      id: compte.id,
      motif: entree.motif,
      par: acteur.compteId,
      parNature: acteur.nature,
      instant: ctx.instant,
    });
    return FAIT;
  });
}

/** Departure (HAB-08): the account, its roles, sessions and tokens end now; its rights by the job that is left. */
export async function cloreCompte(requete: Requete<C['cloreCompte']>): Promise<Fait> {
  const { ctx, entree } = requete;
  return agir(requete, entree, 'fin-compte', 'clore', async (tx, compte, acteur) => {
    if (!(await resteAdministre(tx, compte, ctx.instant))) return refuse(DERNIER);
    const fuseau = await fuseauDe(tx, compte.caf_code);
    const aujourdHui = jourDe(instantDe(ctx.instant), fuseau).toString();
    const departLe = entree.departLe ?? aujourdHui;
    if (departLe > aujourdHui)
      return refuse({ code: 'depart-a-venir', nature: 'invalide', champ: 'departLe' });
    await toutFermer(tx, compte.id, ctx.instant, 'fin-compte');
    await deleteFacteurs(tx, compte.id);
    await endCompte(tx, {
      id: compte.id,
      motif: entree.motif,
      par: acteur.compteId,
      parNature: acteur.nature,
      instant: ctx.instant,
      departLe,
    });
    const { nature, cafCode, partenaireId } = organisationDe(compte);
    await ajouterTravail(tx, COMPTE_CLOS, {
      compte: compte.id,
      nature,
      caf: cafCode,
      partenaire: partenaireId,
    });
    const { prenom, courriel } = compte;
    await deposerCourriel(tx, ctx, organisationDe(compte), {
      destinataire: courriel,
      ...courrielFin(prenom),
    });
    return FAIT;
  });
}

/**
 * A loss that nothing else repairs (ACC-07): password, factors, sessions and tokens end, and the person starts again from a
 * first password sent to their own address. Whoever gives it never sees it, and cannot give it to themselves.
 */
export async function redonnerAcces(
  regles: ReglesIdentite,
  requete: Requete<C['redonnerAcces']>,
): Promise<Resultat<{ expireLe: string }>> {
  const { ctx, acteur, entree } = requete;
  if (entree.voie === 'courrier' && acteur.nature === 'partenaire')
    return refuserVoie(ctx, acteur, 'nouveau-premier-acces', entree.compte);
  const provisoire = await preparerProvisoire(regles);
  return agir(requete, entree, 'nouveau-premier-acces', 'redonner-acces', async (tx, compte) => {
    if (provisoire === SATURE) return refuse(CONNEXIONS_SATUREES);
    const organisation = organisationDe(compte);
    await toutFermer(tx, compte.id, ctx.instant, 'nouvel-acces');
    await deleteFacteurs(tx, compte.id);
    await setAccesRedonnePar(tx, compte.id, acteur.compteId);
    await deposerCourriel(tx, ctx, organisation, {
      destinataire: compte.courriel,
      ...courrielNouvelAcces(compte.prenom),
    });
    if (entree.voie === 'courrier') {
      await clearMotDePasse(tx, compte.id);
      return accepte({ expireLe: expirationPremierAcces(ctx.instant, 'courrier').toISOString() });
    }
    const expireLe = await envoyerProvisoire(regles, tx, ctx, { ...organisation, ...compte }, provisoire);
    return accepte({ expireLe: expireLe.toISOString() });
  });
}

async function refuserVoie(ctx: Contexte, acteur: Acteur, action: string, objet: string | null) {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    await tracer(tx, ctx, acteur, action, 'voie-reservee', { objet });
    return refuse<Refus>({ code: 'voie-reservee', nature: 'interdit', champ: 'voie' });
  });
}

/** Orders a change of password (HAB-44): sessions and tokens end now, the next sign-in asks for a new one. */
export async function forcerMotDePasse(
  requete: Requete<C['forcerMotDePasse']>,
): Promise<Resultat<{ comptes: number }>> {
  const { ctx, acteur, entree } = requete;
  const ordonner = async (tx: Tx, ou: { compte: string } | { partenaire: string }) => {
    const vises = await orderMotDePasse(tx, ou, entree.motif, ctx.instant);
    for (const vise of vises) {
      await toutFermer(tx, vise.id, ctx.instant, 'changement-ordonne');
      await deposerCourriel(tx, ctx, organisationDe(vise), {
        destinataire: vise.courriel,
        ...courrielChangementOrdonne(vise.prenom, entree.motif),
      });
    }
    return accepte({ comptes: vises.length });
  };
  if ('compte' in entree) {
    const { compte } = entree;
    return agir(requete, entree, 'ordre-mot-de-passe', 'forcer-mot-de-passe', (tx) =>
      ordonner(tx, { compte }),
    );
  }
  const { partenaire, motif } = entree;
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    await lockOrganisme(tx, organismeDe(acteur, { partenaire }));
    if ((await relireActeur(tx, requete)) === null)
      return refuse<Refus>({ code: 'session-absente', nature: 'interdit' });
    const vu = (await listOrganismes(tx, ctx.instant)).some(
      ({ partenaireId }) => partenaireId === partenaire,
    );
    const permis =
      vu && rolesADonner(acteur, organismeDe(acteur, { partenaire })).length > 0 && acteur.nature === 'caf';
    const plus = { objet: partenaire, motif };
    if (!permis) {
      await tracer(tx, ctx, acteur, 'ordre-mot-de-passe', 'partenaire-inconnu', plus);
      return refuse<Refus>({ code: 'partenaire-inconnu', nature: 'introuvable', champ: 'partenaire' });
    }
    const fait = await ordonner(tx, { partenaire });
    await tracer(tx, ctx, acteur, 'ordre-mot-de-passe', null, plus);
    return fait;
  });
}

/** One principal and one deputy at a time (ROL-02), a suspended one included. */
async function estOccupe(tx: Tx, organisme: Organisation, role: Role, instant: Date): Promise<boolean> {
  return (
    (ROLES_ADMINISTRATEUR as readonly Role[]).includes(role) &&
    (await isRoleTenu(tx, organisme, role, instant))
  );
}

export async function changerRole(requete: Requete<C['changerRole']>): Promise<Fait> {
  const { ctx, entree } = requete;
  const { role, donner } = entree;
  return agir(requete, entree, 'changement-role', 'nommer', async (tx, compte, acteur) => {
    const organisme = organisationDe(compte);
    if (!rolesADonner(acteur, organisme).includes(role))
      return refuse({ code: 'role-hors-champ', nature: 'interdit', champ: 'role' });
    if (compte.roles.includes(role) === donner)
      return refuse({ code: donner ? 'role-deja-tenu' : 'role-non-tenu', nature: 'conflit', champ: 'role' });
    if (donner) {
      if (await estOccupe(tx, organisme, role, ctx.instant))
        return refuse({ code: 'role-occupe', nature: 'conflit', champ: 'role' });
      await addRole(tx, compte.id, role, ctx.instant);
      return FAIT;
    }
    const administre = ROLES_QUI_ADMINISTRENT[compte.nature];
    if (
      administre.includes(role) &&
      estEnCours(compte, ctx.instant) &&
      (await countPorteurs(tx, organisme, administre, compte.id, ctx.instant)) === 0 &&
      !administre.some((autre) => autre !== role && compte.roles.includes(autre))
    )
      return refuse({ ...DERNIER, champ: 'role' });
    await endRole(tx, compte.id, role, ctx.instant);
    return FAIT;
  });
}

/** Corrects what was mistyped. The address is the person's to change once the first access has served (ACC-07). */
export async function corrigerCompte(requete: Requete<C['corrigerCompte']>): Promise<Fait> {
  const { ctx, entree } = requete;
  return agir(requete, entree, 'correction-compte', 'corriger', async (tx, compte) => {
    const change = compte.courriel.toLowerCase() !== entree.courriel.toLowerCase();
    if (change && compte.premier_acces_le !== null)
      return refuse({ code: 'courriel-a-la-personne', nature: 'conflit', champ: 'courriel' });
    const { courriel } = await findDoublons(tx, organisationDe(compte), entree, compte.id);
    if (courriel) return refuse({ code: 'courriel-pris', nature: 'conflit', champ: 'courriel' });
    // What was sent to the wrong address must open nothing: a new first access has to be given.
    if (change) {
      await toutFermer(tx, compte.id, ctx.instant, 'adresse-corrigee');
      await clearMotDePasse(tx, compte.id);
    }
    await setIdentiteCompte(tx, compte.id, entree);
    return FAIT;
  });
}

/** Makes an account; identifier and first password leave in two messages, or are printed on two letters (ACC-01, HAB-20). */
export async function creerCompte(
  regles: ReglesIdentite,
  requete: Requete<C['creerCompte']>,
): Promise<Resultat<{ compte: string; identifiant: string; expireLe: string }>> {
  const { ctx, acteur, entree } = requete;
  const organisme = organismeDe(acteur, entree.organisme);
  const action = 'creation-compte';
  if (entree.voie === 'courrier' && acteur.nature === 'partenaire')
    return refuserVoie(ctx, acteur, action, null);
  const provisoire = await preparerProvisoire(regles);
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const id = ctx.nouvelId();
    const refuser = async (refus: Refus) => {
      await tracer(tx, ctx, acteur, action, refus.code);
      return refuse(refus);
    };
    await lockOrganisme(tx, organisme);
    const present = await relireActeur(tx, requete);
    if (present === null) return refuser(SESSION_ABSENTE);
    const connus = await listOrganismes(tx, ctx.instant);
    const vu = connus.find(
      (o) =>
        o.nature === organisme.nature &&
        o.cafCode === organisme.cafCode &&
        o.partenaireId === organisme.partenaireId,
    );
    const permis = rolesADonner(present, organisme);
    if (vu === undefined || permis.length === 0)
      return refuser({ code: 'organisme-inconnu', nature: 'introuvable', champ: 'organisme' });
    const roles = [...new Set(entree.roles)];
    if (roles.some((role) => !permis.includes(role)))
      return refuser({ code: 'role-hors-champ', nature: 'interdit', champ: 'roles' });
    if (provisoire === SATURE) return refuser(CONNEXIONS_SATUREES);
    for (const role of roles)
      if (await estOccupe(tx, organisme, role, ctx.instant))
        return refuser({ code: 'role-occupe', nature: 'conflit', champ: 'roles' });
    const doublons = await findDoublons(tx, organisme, entree, null);
    if (doublons.courriel) return refuser({ code: 'courriel-pris', nature: 'conflit', champ: 'courriel' });
    if (doublons.homonymes > 0 && !entree.homonymeVu)
      return refuser({ code: 'homonyme', nature: 'conflit', details: { homonymes: doublons.homonymes } });
    const identifiant = nouvelIdentifiant();
    const { prenom, nom, fonction, courriel, telephone } = entree;
    await insertCompte(tx, {
      id,
      organisation: organisme,
      identifiant,
      prenom,
      nom,
      fonction,
      courriel,
      telephone,
      motDePasse: null,
      motDePasseLe: null,
      provisoireExpireLe: null,
      // ACC-04: whoever is issued from here proves two factors, since a right to read can be given at any time.
      secondFacteurExige: true,
      etat: 'actif',
      etatMotif: null,
      confidentialite: null,
      creePar: acteur.compteId,
      creeLe: ctx.instant,
      du: ctx.instant,
      au: null,
      roles,
      totp: null,
    });
    await tracer(tx, ctx, acteur, action, null, { objet: id });
    if (entree.voie === 'courrier')
      return accepte({
        compte: id,
        identifiant,
        expireLe: expirationPremierAcces(ctx.instant, 'courrier').toISOString(),
      });
    await deposerCourriel(tx, ctx, organisme, {
      destinataire: courriel,
      ...courrielIdentifiantNouveau(prenom, vu.nom, identifiant, regles.origine()),
    });
    const expireLe = await envoyerProvisoire(
      regles,
      tx,
      ctx,
      { ...organisme, id, prenom, courriel },
      provisoire,
    );
    return accepte({ compte: id, identifiant, expireLe: expireLe.toISOString() });
  });
}

/** Organisations whose accounts the reader manages, with what is missing there (ROL-02). */
export const listerOrganismes = ({ ctx, acteur }: Requete<C['listerOrganismes']>) =>
  ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const organismes = (await listOrganismes(tx, ctx.instant)).filter((o) => estDeSonRessort(acteur, o));
    return accepte({
      organismes: organismes.map((o) => ({
        organisme: saisieDe(o),
        nom: o.nom,
        precision: o.precision,
        comptes: o.comptes,
        sansPrincipal: o.sans_principal,
        sansSuppleant: o.sans_suppleant,
        rolesADonner: [...rolesADonner(acteur, o)],
      })),
    });
  });

const saisieDe = (o: Organisation): OrganismeSaisi =>
  o.partenaireId !== null
    ? { partenaire: o.partenaireId }
    : o.cafCode !== null
      ? { caf: o.cafCode }
      : { cnaf: true };

/** Whose accounts somebody may look at: their own organisation's, a Caf its partners', the Cnaf each Caf's. */
function estDeSonRessort(acteur: Acteur, o: Organisation): boolean {
  if (o.nature === 'partenaire')
    return acteur.nature === 'caf' ? acteur.cafCode === o.cafCode : acteur.partenaireId === o.partenaireId;
  return rolesADonner(acteur, o).length > 0;
}

export async function chercherComptes({
  ctx,
  acteur,
  entree,
}: Requete<C['chercherComptes']>): Promise<Resultat<z.input<C['chercherComptes']['sortie']>>> {
  const organisme = organismeDe(acteur, entree.organisme);
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    if (!estDeSonRessort(acteur, organisme)) {
      await tracer(tx, ctx, acteur, 'lecture-comptes', 'organisme-inconnu');
      return refuse<Refus>({ code: 'organisme-inconnu', nature: 'introuvable', champ: 'organisme' });
    }
    const critere = {
      organisme,
      recherche: entree.recherche ?? '',
      etat: entree.compte === undefined ? entree.etat : ('tous' as const),
      compte: entree.compte ?? null,
      tri: entree.tri,
      // Of a Caf the Cnaf sees the managers that it answers for, and nobody else.
      roles: acteur.nature === 'cnaf' && organisme.nature === 'caf' ? ROLES_QUI_ADMINISTRENT.caf : null,
      page: entree.page,
      parPage: PAR_PAGE,
    };
    const { comptes, total } = await listComptes(tx, critere, ctx.instant);
    await tracer(tx, ctx, acteur, 'lecture-comptes', null);
    return accepte({
      comptes: comptes.map((c) => decrire(acteur, c, ctx.instant)),
      total,
      pages: Math.max(1, Math.ceil(total / PAR_PAGE)),
    });
  });
}

const ACTES: readonly ActeCompte[] = [
  'suspendre',
  'lever',
  'clore',
  'redonner-acces',
  'forcer-mot-de-passe',
  'nommer',
  'corriger',
];

function decrire(acteur: Acteur, c: CompteGere, instant: Date): Compte {
  const attente = c.etat === 'actif' && c.sans_mot_de_passe;
  // Ended by somebody, or by the end of a mission.
  const fini = c.etat === 'clos' || (c.acces_fin !== null && c.acces_fin <= instant);
  return {
    id: c.id,
    identifiant: c.identifiant,
    prenom: c.prenom,
    nom: c.nom,
    fonction: c.fonction,
    courriel: c.courriel,
    telephone: c.telephone,
    roles: c.roles,
    etat: fini ? 'clos' : attente ? 'attente' : c.etat,
    etatMotif: c.etat_motif,
    etatLe: c.etat_le?.toISOString() ?? null,
    suspenduPar: c.etat === 'suspendu' ? c.etat_par_nature : null,
    creeLe: c.cree_le?.toISOString() ?? null,
    accesJusquau: c.acces_fin?.toISOString() ?? null,
    derniereConnexion: c.derniere_connexion_le?.toISOString() ?? null,
    secondFacteur: c.second_facteur,
    premierAccesExpireLe: c.provisoire_expire_le?.toISOString() ?? null,
    changementOrdonne: c.changement_ordonne_le !== null,
    homonyme: c.homonyme,
    actes: ACTES.filter((acte) => empechementSurCompte(acteur, acte, cibleDe(c)) === null),
  };
}
