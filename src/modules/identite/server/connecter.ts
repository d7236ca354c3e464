import type { Organisation } from '../../../kernel/acteur.ts';
import { type Refus, refuse } from '../../../kernel/resultat.ts';
import type { Contexte } from '../../../platform/http/contexte.ts';
import { empreinteDeJeton, type Requete } from '../../../platform/http/porte.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { identiteContrat } from '../contract.ts';
import { courrielVerrouillage } from '../libelles.ts';
import type { ReglesSession } from './regles-session.ts';
import { EMPREINTE_LEURRE, nouveauJeton, verifierMotDePasse } from './secrets.ts';
import { decrireSession, poserCookie } from './session.ts';
import {
  type CompteDeConnexion,
  findCompteDeConnexion,
  insertSession,
  loadIdentite,
  marquerConnexion,
} from './store.ts';
import { type ClesTentative, clesDe, engagerTentative, rendreTentative } from './tentatives.ts';

const ATTENTE_CODE_MS = 5 * 60_000;

/**
 * First step of signing in: identifier and password (ACC-03, ACC-06).
 *
 * The answer and its cost are the same for an unknown identifier and a wrong password: each counts the try,
 * hashes once, and writes one trace. An identifier that must wait, known or not, is answered before any hash.
 * Only who proved the password learns that the account is suspended or has no second factor.
 */
export async function connecter(
  regles: ReglesSession,
  { ctx, entree, reponse }: Requete<typeof identiteContrat.connecter>,
) {
  const cles = clesDe(regles.trousseau, entree.identifiant, ctx.adresse);
  const { compte, permission } = await ctx.enTransaction(null, async (tx) => ({
    compte: await findCompteDeConnexion(tx, entree.identifiant, ctx.instant),
    permission: await engagerTentative(tx, cles, ctx.instant),
  }));
  if (!permission.permis) {
    await tracerRefus(ctx, compte, 'trop-d-essais');
    return refuse(refusTropDEssais(permission.attendreJusqua, ctx.instant));
  }
  const bon = await verifierMotDePasse(compte?.mot_de_passe ?? EMPREINTE_LEURRE, entree.motDePasse);
  if (compte === undefined || !bon) {
    await tracerRefus(ctx, compte, 'identifiants-refuses', permission.verrouille);
    return refuse({ code: 'identifiants-refuses', nature: 'interdit' });
  }
  const empechement = empechementDe(compte);
  if (empechement !== null) {
    await tracerRefus(ctx, compte, empechement);
    return refuse({ code: empechement, nature: 'interdit' });
  }
  return ouvrirSession(regles, ctx, compte, cles, reponse);
}

function empechementDe(compte: CompteDeConnexion): string | null {
  if (compte.etat === 'suspendu') return 'compte-suspendu';
  if (compte.etat === 'clos' || !compte.ouvert) return 'compte-ferme';
  // ACC-04: an account that must have a second factor does not enter without one.
  if (compte.second_facteur_exige && !compte.second_facteur_enrole) return 'second-facteur-absent';
  return null;
}

async function ouvrirSession(
  regles: ReglesSession,
  ctx: Contexte,
  compte: CompteDeConnexion,
  cles: ClesTentative,
  reponse: Requete<typeof identiteContrat.connecter>['reponse'],
) {
  const organisation = organisationDe(compte);
  const complete = !compte.second_facteur_enrole;
  const jeton = nouveauJeton();
  const sessionId = ctx.nouvelId();
  const session = await ctx.enTransaction({ ...organisation, compteId: compte.compte_id }, async (tx) => {
    await rendreTentative(tx, cles);
    await insertSession(tx, {
      id: sessionId,
      compteId: compte.compte_id,
      organisation,
      empreinte: empreinteDeJeton(jeton),
      niveau: complete ? 'complet' : 'mot-de-passe',
      instant: ctx.instant,
      inactiviteMs: complete ? regles.inactiviteMs : ATTENTE_CODE_MS,
      expireLe: new Date(ctx.instant.getTime() + (complete ? regles.dureeMs : ATTENTE_CODE_MS)),
      adresse: ctx.adresse,
      navigateur: ctx.navigateur,
    });
    await inscrireTrace(tx, ctx, {
      action: 'connexion',
      issue: 'fait',
      codeIssue: complete ? null : 'second-facteur-attendu',
      compteId: compte.compte_id,
      sessionId,
    });
    if (!complete) return null;
    await marquerConnexion(tx, compte.compte_id, ctx.instant);
    const { prenom, nom, roles } = await loadIdentite(tx, compte.compte_id, ctx.instant);
    return decrireSession(tx, { ...organisation, compteId: compte.compte_id, sessionId, prenom, nom, roles });
  });
  poserCookie(reponse, jeton);
  return {
    ok: true as const,
    valeur:
      session === null ? ({ etape: 'second-facteur' } as const) : ({ etape: 'ouverte', session } as const),
  };
}

async function tracerRefus(
  ctx: Contexte,
  compte: CompteDeConnexion | undefined,
  code: string,
  prevenir = false,
): Promise<void> {
  const organisation = compte && organisationDe(compte);
  await ctx.enTransaction(
    organisation && compte ? { ...organisation, compteId: compte.compte_id } : null,
    async (tx) => {
      await inscrireTrace(tx, ctx, {
        action: 'connexion',
        issue: 'refuse',
        codeIssue: code,
        compteId: compte?.compte_id ?? null,
      });
      if (prevenir && compte && organisation) {
        const { courriel, prenom } = await loadIdentite(tx, compte.compte_id, ctx.instant);
        await deposerCourriel(tx, ctx, organisation, {
          destinataire: courriel,
          ...courrielVerrouillage(prenom),
        });
      }
    },
  );
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
