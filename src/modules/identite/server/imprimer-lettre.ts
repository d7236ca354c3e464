import { Readable } from 'node:stream';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { locataireDe } from '../../../platform/http/contexte.ts';
import { decrireDefaut } from '../../../platform/http/erreurs.ts';
import type { Flux, Requete } from '../../../platform/http/porte.ts';
import { ErreurRendu } from '../../../platform/pdf/rendu.ts';
import { FUSEAU_NATIONAL, findCaf, loadAdressePostale } from '../../organismes/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { empechementSurCompte } from '../domain/droits-identite.ts';
import { SATURE } from './hachages.ts';
import { composerLettre } from './lettres.ts';
import { expirationPremierAcces, preparerProvisoire } from './premier-acces.ts';
import type { ReglesIdentite } from './regles.ts';
import { relireSession } from './session.ts';
import { type CompteGere, lockCompteGere, setProvisoire } from './store/comptes.ts';

const ACTION = 'impression-lettre';

type Demande = Requete<typeof identiteContrat.imprimerLettre>;

const enRefus = (refus: Refus, code: string = refus.code) => ({ refus, code });

/** The account, locked, when it may have a letter from this person now; else what is answered, and what is traced. */
async function juger(
  tx: Tx,
  { ctx, entree, empreinte }: Demande,
): Promise<{ readonly compte: CompteGere } | { readonly refus: Refus; readonly code: string }> {
  const session = empreinte && (await relireSession(tx, empreinte, ctx.instant));
  if (!session) return enRefus({ code: 'session-absente', nature: 'interdit' });
  const absent: Refus = { code: 'compte-inconnu', nature: 'introuvable', champ: 'compte' };
  const compte = await lockCompteGere(tx, entree.compte, ctx.instant);
  if (compte === undefined) return enRefus(absent);
  const code = empechementSurCompte(session.acteur, 'redonner-acces', {
    nature: compte.nature,
    cafCode: compte.caf_code,
    partenaireId: compte.partenaire_id,
    id: compte.id,
    roles: compte.roles,
    etat: compte.etat,
    suspenduPar: compte.etat === 'suspendu' ? compte.etat_par_nature : null,
  });
  // Outside one's field, an account is no more there than one that does not exist (SEC-01).
  if (code === 'compte-hors-champ') return enRefus(absent, code);
  if (code !== null)
    return enRefus({ code, nature: code === 'compte-de-soi' ? 'interdit' : 'conflit', champ: 'compte' });
  if (!compte.sans_mot_de_passe)
    return enRefus({ code: 'premier-acces-servi', nature: 'conflit', champ: 'compte' });
  // Four eyes: whoever takes an account back from its person does not also hold its password.
  if (entree.genre === 'mot-de-passe' && compte.acces_redonne_par === session.acteur.compteId)
    return enRefus({ code: 'lettre-par-un-autre', nature: 'interdit', champ: 'compte' });
  return { compte };
}

/**
 * One of the two letters of a first access, for a Caf or the Cnaf that prefers post (ACC-01). The password is drawn for
 * this very sheet and kept as a hash: printing again draws another one, and the sheet before opens nothing. Only an
 * account whose first access is awaited has letters; the others are given a new one first,
 * by somebody else than who prints its password.
 */
export async function imprimerLettre(regles: ReglesIdentite, requete: Demande): Promise<Resultat<Flux>> {
  const { ctx, acteur, entree } = requete;
  const { compteId, sessionId } = acteur;
  const locataire = locataireDe(acteur);
  const tracer = (codeIssue: string | null, issue: 'fait' | 'refuse' | 'echec') =>
    ctx.enTransaction(locataire, (tx) =>
      inscrireTrace(tx, ctx, { action: ACTION, issue, codeIssue, compteId, sessionId, objet: entree.compte }),
    );
  const refuser = async (refus: Refus) => {
    await tracer(refus.code, 'refuse');
    return refuse(refus);
  };
  if (acteur.nature === 'partenaire') return refuser({ code: 'voie-reservee', nature: 'interdit' });
  const provisoire = entree.genre === 'mot-de-passe' ? await preparerProvisoire(regles) : null;
  if (provisoire === SATURE)
    return refuser({ code: 'connexions-saturees', nature: 'indisponible', details: { reprise: 5 } });
  const expireLe = expirationPremierAcces(ctx.instant, 'courrier');
  const lu = await ctx.enTransaction(locataire, async (tx) => {
    const juge = await juger(tx, requete);
    if ('refus' in juge) return juge;
    const { compte } = juge;
    const organisation = {
      nature: compte.nature,
      cafCode: compte.caf_code,
      partenaireId: compte.partenaire_id,
    };
    return {
      compte,
      organisme: await loadAdressePostale(tx, organisation),
      caf: compte.caf_code === null ? null : await findCaf(tx, compte.caf_code),
    };
  });
  if ('refus' in lu) {
    await tracer(lu.code, 'refuse');
    return refuse(lu.refus);
  }
  const { compte, organisme, caf } = lu;
  try {
    const pdf = await composerLettre(regles.rendu, {
      expediteur: caf ? { nom: caf.nom, adresse: [caf.adresse] } : { nom: 'Cnaf', adresse: [] },
      destinataire: {
        nom: `${compte.prenom} ${compte.nom}`,
        fonction: compte.fonction,
        organisme: organisme.nom,
        adresse: organisme.adresse,
      },
      portail: regles.origine(),
      genre: entree.genre,
      valeur: provisoire?.clair ?? compte.identifiant,
      expireLe: provisoire === null ? null : expireLe,
      fuseau: caf?.fuseau ?? FUSEAU_NATIONAL,
      instant: ctx.instant,
    });
    // Once the sheet exists, and before it leaves: a letter that could not be made voids nothing. Judged again, since
    // making it took its time: a password chosen meanwhile stays, and who has lost the right to print gets nothing.
    const refus = await ctx.enTransaction(locataire, async (tx) => {
      const encore = await juger(tx, requete);
      if ('refus' in encore) return encore;
      if (provisoire !== null) await setProvisoire(tx, compte.id, provisoire.hache, expireLe);
      await inscrireTrace(tx, ctx, {
        action: ACTION,
        issue: 'fait',
        codeIssue: entree.genre,
        compteId,
        sessionId,
        objet: entree.compte,
      });
      return null;
    });
    if (refus !== null) {
      await tracer(refus.code, 'refuse');
      return refuse(refus.refus);
    }
    return accepte({
      type: 'application/pdf',
      nom: `lettre-${entree.genre}.pdf`,
      contenu: Readable.from([pdf]),
    });
  } catch (erreur) {
    if (!(erreur instanceof ErreurRendu)) throw erreur;
    ctx.journal.error({ defaut: decrireDefaut(erreur) }, 'letter not made');
    await tracer('lettre-non-faite', 'echec');
    return refuse({ code: 'lettre-non-faite', nature: 'indisponible', details: { reprise: 10 } });
  }
}
