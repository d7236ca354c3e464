import type { Acteur } from '../../../kernel/acteur.ts';
import { dateDe, instantDe } from '../../../kernel/jour.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import type { Tx } from '../../../platform/db/base.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { inscrireTrace } from '../../traces/index.ts';
import {
  type Changement,
  comparerMatrices,
  elargissements,
  type MatriceBrute,
} from '../domain/comparer-matrices.ts';
import { direInconnus, examinerMatrice } from '../domain/examiner-matrice.ts';
import { instantDEffet } from '../domain/prise-effet.ts';
import type { ApercuMatrice, VersionMatrice } from '../domain/schemas-matrice.ts';
import { contenuDe, decrireAvecContenu, etatDeVersion } from './lire-matrice.ts';
import {
  countDroits,
  insertVersionSuivante,
  listVersionsMatrice,
  lockMatrice,
  markVersionAnnulee,
  setFinVersion,
  type VersionLue,
} from './store/matrice.ts';

interface Proposition {
  readonly versionLue: number;
  readonly contenu: MatriceBrute;
}

/** A proposal judged against the version in force that it was made from. */
interface Jugee {
  readonly versions: readonly VersionLue[];
  readonly enVigueur: VersionLue;
  readonly changements: Changement[];
}

/**
 * What a proposal would change, profile by profile, and on how many active rights it bears. Writes nothing; the same
 * judgement is made again when it is saved.
 */
export async function apercevoirMatrice(
  ctx: Contexte,
  acteur: Acteur,
  proposition: Proposition,
): Promise<Resultat<ApercuMatrice>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const jugee = await juger(tx, ctx.instant, proposition);
    if (!jugee.ok) return jugee;
    const { enVigueur, changements } = jugee.valeur;
    const touches = [...new Set(changements.flatMap(({ profil }) => (profil === null ? [] : [profil])))];
    const comptes = await countDroits(tx, ctx.instant);
    return accepte({
      versionLue: enVigueur.version,
      catalogue: enVigueur.catalogue,
      changements,
      profils: touches.map((profil) => {
        const compte = comptes.find((c) => c.catalogue === enVigueur.catalogue && c.profil === profil);
        return { profil, droits: compte?.droits ?? 0, personnes: compte?.personnes ?? 0 };
      }),
    });
  });
}

/**
 * Gives a catalogue its next version: the content whole, why, and from when. What it widens must be confirmed by name:
 * the list is computed here, so that nothing widens that nobody looked at (CDAP-10).
 */
export async function changerMatrice(
  ctx: Contexte,
  acteur: Acteur,
  entree: Proposition & {
    readonly motif: string;
    readonly jourEffet: string | null;
    readonly elargissements: readonly string[];
  },
): Promise<Resultat<VersionMatrice>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    await lockMatrice(tx);
    const preparee = await preparer(tx, ctx.instant, entree);
    if (!preparee.ok) return tracerRefus(tx, ctx, acteur, 'changement-matrice', preparee.refus);
    const { enVigueur, versions, effet } = preparee.valeur;
    const version = Math.max(...versions.map((v) => v.version)) + 1;
    await setFinVersion(tx, enVigueur.version, effet);
    await insertVersionSuivante(tx, {
      version,
      catalogue: enVigueur.catalogue,
      du: effet,
      motif: entree.motif,
      auteur: `${acteur.prenom} ${acteur.nom}`,
      creeeLe: ctx.instant,
      contenu: entree.contenu,
    });
    await inscrireTrace(tx, ctx, {
      action: 'changement-matrice',
      issue: 'fait',
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
      role: acteur.roles.join(','),
      versionMatrice: version,
      motif: entree.motif,
    });
    const decrite = await decrireAvecContenu(tx, version, ctx.instant);
    return decrite.ok ? accepte(decrite.valeur.version) : decrite;
  });
}

async function preparer(
  tx: Tx,
  instant: Date,
  entree: Proposition & { readonly jourEffet: string | null; readonly elargissements: readonly string[] },
): Promise<Resultat<Jugee & { readonly effet: Date }>> {
  const jugee = await juger(tx, instant, entree);
  if (!jugee.ok) return jugee;
  const { enVigueur, changements } = jugee.valeur;
  if (changements.length === 0)
    return refuse({ code: 'matrice-identique', nature: 'invalide', champ: 'contenu' });
  const oublies = elargissements(changements).filter(({ cle }) => !entree.elargissements.includes(cle));
  if (oublies.length > 0) {
    return refuse({
      code: 'elargissement-non-confirme',
      nature: 'invalide',
      champ: 'elargissements',
      details: { nombre: oublies.length },
    });
  }
  const effet = instantDEffet(entree.jourEffet, instantDe(instant));
  if (!effet.ok) return effet;
  const le = dateDe(effet.valeur);
  // Two changes within one millisecond: the first would have been in force at no instant.
  if (enVigueur.du === null || le <= enVigueur.du) return refuse(DEPASSEE);
  return accepte({ ...jugee.valeur, effet: le });
}

const DEPASSEE: Refus = { code: 'matrice-depassee', nature: 'conflit', champ: 'versionLue' };

/** Codes first, then who was first: a proposal with an unknown code is refused whatever else changed meanwhile. */
async function juger(tx: Tx, instant: Date, { versionLue, contenu }: Proposition): Promise<Resultat<Jugee>> {
  const examen = examinerMatrice(contenu);
  if (!examen.ok) {
    const { code, nature, champ = 'contenu', profils } = examen.refus;
    return refuse({ code, nature, champ, details: { inconnus: direInconnus(profils) } });
  }
  const versions = await listVersionsMatrice(tx);
  const lue = versions.find(({ version }) => version === versionLue);
  if (lue === undefined)
    return refuse({ code: 'version-introuvable', nature: 'introuvable', champ: 'versionLue' });
  if (etatDeVersion(lue, instant) !== 'en-vigueur') return refuse(DEPASSEE);
  if (versions.some((v) => v.catalogue === lue.catalogue && etatDeVersion(v, instant) === 'a-venir'))
    return refuse({ code: 'version-deja-prevue', nature: 'conflit', champ: 'versionLue' });
  return accepte({ versions, enVigueur: lue, changements: comparerMatrices(contenuDe(lue), contenu) });
}

/** Cancels a version that has not begun; the one in force goes on (CDAP-10). */
export async function annulerVersionMatrice(
  ctx: Contexte,
  acteur: Acteur,
  { version, motif }: { readonly version: number; readonly motif: string },
): Promise<Resultat<VersionMatrice>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    await lockMatrice(tx);
    const versions = await listVersionsMatrice(tx);
    const visee = versions.find((v) => v.version === version);
    const refus = refusDAnnulation(visee, ctx.instant);
    if (refus !== null || visee === undefined)
      return tracerRefus(tx, ctx, acteur, 'annulation-matrice', refus ?? INTROUVABLE);
    const enVigueur = versions.find(
      (v) => v.catalogue === visee.catalogue && etatDeVersion(v, ctx.instant) === 'en-vigueur',
    );
    await markVersionAnnulee(tx, { version, le: ctx.instant, par: `${acteur.prenom} ${acteur.nom}`, motif });
    if (enVigueur !== undefined) await setFinVersion(tx, enVigueur.version, null);
    await inscrireTrace(tx, ctx, {
      action: 'annulation-matrice',
      issue: 'fait',
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
      role: acteur.roles.join(','),
      versionMatrice: version,
      motif,
    });
    const decrite = await decrireAvecContenu(tx, version, ctx.instant);
    return decrite.ok ? accepte(decrite.valeur.version) : decrite;
  });
}

const INTROUVABLE: Refus = { code: 'version-introuvable', nature: 'introuvable', champ: 'version' };

function refusDAnnulation(visee: VersionLue | undefined, instant: Date): Refus | null {
  if (visee === undefined) return INTROUVABLE;
  const etat = etatDeVersion(visee, instant);
  if (etat === 'annulee') return { code: 'version-deja-annulee', nature: 'conflit', champ: 'version' };
  return etat === 'a-venir' ? null : { code: 'version-commencee', nature: 'conflit', champ: 'version' };
}

async function tracerRefus(
  tx: Tx,
  ctx: Contexte,
  acteur: Acteur,
  action: string,
  refus: Refus,
): Promise<Resultat<never>> {
  await inscrireTrace(tx, ctx, {
    action,
    issue: 'refuse',
    codeIssue: refus.code,
    compteId: acteur.compteId,
    sessionId: acteur.sessionId,
    role: acteur.roles.join(','),
  });
  return refuse(refus);
}
