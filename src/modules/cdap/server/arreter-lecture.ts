import type { Contexte } from '../../../platform/http/contexte.ts';
import { ajouterTravail, type Travail } from '../../../platform/jobs/travaux.ts';
import { nommerComptes, trouverPorteurs } from '../../identite/index.ts';
import { deposerCourriel } from '../../notifications/index.ts';
import { nommerPartenaires } from '../../organismes/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import { type CauseAlerte, courrielAlerte } from '../libelles-alertes.ts';
import { markRecherchesSignalees } from './store/recherche.ts';
import { insertArret, markPrevenu, type Preparation } from './store.ts';

export const PREVENIR = 'cdap.prevenir';

/** Whose count met a cap: the reader's, or the whole partner's. */
export type PorteeLecture = 'compte' | 'partenaire';

const locataire = (p: Preparation) => ({
  nature: p.nature,
  cafCode: p.caf_code,
  partenaireId: p.partenaire_id,
  compteId: p.compte_id,
});

/** Tells the managers, once an hour per account and once a day per partner, that a first cap was met. */
export async function prevenirSeuil(ctx: Contexte, p: Preparation, portee: PorteeLecture): Promise<void> {
  const { partenaire_id: partenaireId, caf_code: cafCode } = p;
  if (partenaireId === null || cafCode === null) return;
  await ctx.enTransaction(locataire(p), async (tx) => {
    const parCompte = portee === 'compte';
    const premiere = await markPrevenu(
      tx,
      parCompte ? { compteId: p.compte_id } : { partenaireId, jour: p.jour },
      ctx.instant,
    );
    if (!premiere) return;
    const cause: CauseAlerte = parCompte ? 'seuil-compte' : 'seuil-partenaire';
    await ajouterTravail(tx, PREVENIR, {
      cause,
      caf: cafCode,
      partenaire: partenaireId,
      compte: p.compte_id,
    });
  });
}

/** Tells the managers, once an hour per account, of many searches or of many files shown (CDAP-20, CDAP-32). */
export async function prevenirRecherches(ctx: Contexte, p: Preparation): Promise<void> {
  const { partenaire_id: partenaireId, caf_code: cafCode } = p;
  if (partenaireId === null || cafCode === null) return;
  await ctx.enTransaction(locataire(p), async (tx) => {
    if (!(await markRecherchesSignalees(tx, p.compte_id, ctx.instant))) return;
    await ajouterTravail(tx, PREVENIR, {
      cause: 'recherches-nombreuses' satisfies CauseAlerte,
      caf: cafCode,
      partenaire: partenaireId,
      compte: p.compte_id,
    });
  });
}

/**
 * Stops reading until someone lifts it (CDAP-32): the stop, its trace and the word to the managers are one.
 * `nombre`: what met the cap when it was not readings but files shown by searches.
 */
export async function arreterLecture(
  ctx: Contexte,
  p: Preparation,
  portee: PorteeLecture,
  nombre?: number,
): Promise<void> {
  const { partenaire_id: partenaireId, caf_code: cafCode } = p;
  if (partenaireId === null || cafCode === null) return;
  const compteId = portee === 'compte' ? p.compte_id : null;
  const cause = `plafond-${portee}` as const;
  await ctx.enTransaction(locataire(p), async (tx) => {
    const lectures = nombre ?? (portee === 'compte' ? p.lectures_heure : p.lectures_jour);
    const id = ctx.nouvelId();
    if (
      !(await insertArret(tx, { id, cafCode, partenaireId, compteId, cause, lectures, instant: ctx.instant }))
    )
      return;
    await inscrireTrace(tx, ctx, {
      action: 'pose-arret',
      issue: 'fait',
      codeIssue: cause,
      compteId: p.compte_id,
      sessionId: p.session_id,
      objet: id,
    });
    await ajouterTravail(tx, PREVENIR, {
      cause,
      caf: cafCode,
      partenaire: partenaireId,
      compte: p.compte_id,
    });
  });
}

/**
 * Writes to who can act: the partner's administrators, and the Caf's manager of rights when the whole partner
 * is stopped or an administrator is the reader. Runs under the Caf's tenant, which sees both sides.
 */
export const prevenirGestionnaires: Travail = async (ctx, charge) => {
  const cafCode = String(charge.caf);
  const partenaireId = String(charge.partenaire);
  const compteId = String(charge.compte);
  const cause = String(charge.cause) as CauseAlerte;
  const caf = { nature: 'caf' as const, cafCode, partenaireId: null };
  await ctx.enTransaction({ ...caf, compteId: null }, async (tx) => {
    const administrateurs = await trouverPorteurs(
      tx,
      ['administrateur-principal', 'administrateur-suppleant'],
      { partenaireId },
      ctx.instant,
    );
    const auxCaf = cause === 'plafond-partenaire' || administrateurs.some(({ id }) => id === compteId);
    const deLaCaf = auxCaf
      ? await trouverPorteurs(tx, ['gestionnaire-habilitations'], { cafCode }, ctx.instant)
      : [];
    const personne = (await nommerComptes(tx, [compteId])).get(compteId)?.nom ?? 'Une personne';
    const organisme = (await nommerPartenaires(tx, [partenaireId])).get(partenaireId) ?? 'un partenaire';
    // Nobody is told of their own stop as if they were to judge it.
    for (const { courriel, prenom } of [...administrateurs.filter(({ id }) => id !== compteId), ...deLaCaf]) {
      await deposerCourriel(tx, ctx, caf, {
        destinataire: courriel,
        ...courrielAlerte(cause, { prenom, personne, organisme }),
      });
    }
  });
};
