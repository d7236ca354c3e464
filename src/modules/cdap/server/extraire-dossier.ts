import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Acteur } from '../../../kernel/acteur.ts';
import { accepte, type Refus, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { decrireDefaut } from '../../../platform/http/erreurs.ts';
import type { Flux } from '../../../platform/http/porte.ts';
import { estBaseIndisponible } from '../../../platform/http/probleme.ts';
import { ErreurRendu, type Rendu } from '../../../platform/pdf/rendu.ts';
import { nommerMissions } from '../../conventions/index.ts';
import { listerDroits } from '../../habilitations/index.ts';
import { loadIdentite } from '../../identite/index.ts';
import { findCaf, nommerPartenaires } from '../../organismes/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import { type Consultation, type cdapContrat, consultationSchema } from '../contract.ts';
import {
  afficherCodeExtrait,
  type CodeExtrait,
  codeDesOctets,
  OCTETS_DU_CODE,
} from '../domain/code-extrait.ts';
import { composerExtrait, type DonneesExtrait } from './composer-extrait.ts';
import type { Consulter } from './consulter-dossier.ts';
import { insertExtrait } from './store/extraits.ts';

type Entree = z.output<typeof cdapContrat.extraire.entree>;
export type Extraire = (
  ctx: Contexte,
  acteur: Acteur,
  empreinte: Buffer,
  entree: Entree,
) => Promise<Resultat<Flux>>;

const GABARIT = readFileSync(path.join(import.meta.dirname, 'extrait.typ'), 'utf8');
export const ACTION_EXTRAIT = 'extrait-dossier';

/**
 * An extract of a file (CDAP-23): a consultation in every respect, judged, cut, counted and traced as one, whose
 * answer is set on paper. It leaves once the register knows it; when it cannot be made, nothing is shown and that too
 * is traced.
 */
export function creerExtraction(consulter: Consulter, rendu: Rendu): Extraire {
  /** Accounts with an extract being made: one person asking for twenty at once must not make all the others wait. */
  const enCours = new Set<string>();
  return async (ctx, acteur, empreinte, entree) => {
    if (enCours.has(acteur.compteId)) return refuserDejaDemande(ctx, acteur);
    enCours.add(acteur.compteId);
    const lu = await consulter(ctx, empreinte, entree, ACTION_EXTRAIT).catch((erreur: unknown) => {
      enCours.delete(acteur.compteId);
      throw erreur;
    });
    if (!lu.ok) {
      enCours.delete(acteur.compteId);
      return lu;
    }
    const id = ctx.nouvelId();
    try {
      // As the door does for the screen: a field that no form names fails rather than leaves (CDAP-11).
      const consultation = consultationSchema.parse(lu.valeur);
      const code = codeDesOctets(randomBytes(OCTETS_DU_CODE));
      const donnees = await composer(ctx, acteur, entree, consultation, code);
      const pdf = await rendu.rendre({ gabarit: GABARIT, donnees, instant: ctx.instant });
      await enregistrer(ctx, acteur, { id, code, consultation, pdf });
      const nom = `extrait-${afficherCodeExtrait(code)}.pdf`;
      return accepte({ type: 'application/pdf', nom, contenu: Readable.from([pdf]) });
    } catch (erreur) {
      if (estBaseIndisponible(erreur)) throw erreur;
      ctx.journal.error({ defaut: decrireDefaut(erreur) }, 'extract not made');
      const refus = refusDe(erreur);
      await tracerEchec(ctx, acteur, lu.valeur, id, refus.code);
      return refuse(refus);
    } finally {
      enCours.delete(acteur.compteId);
    }
  };
}

/** Before any reading: nothing of the file is looked at nor counted. */
async function refuserDejaDemande(ctx: Contexte, acteur: Acteur): Promise<{ ok: false; refus: Refus }> {
  const code = 'extrait-deja-demande';
  await ctx.enTransaction(locataireDe(acteur), (tx) =>
    inscrireTrace(tx, ctx, {
      action: ACTION_EXTRAIT,
      issue: 'refuse',
      codeIssue: code,
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
    }),
  );
  return refuse({ code, nature: 'conflit' });
}

/** What a failure of the renderer is told as. The reading took place: it is counted, and its trace stays. */
function refusDe(erreur: unknown): Refus {
  const code = erreur instanceof ErreurRendu ? erreur.code : 'defaut';
  const nature = 'indisponible' as const;
  if (code === 'file-pleine' || code === 'delai' || code === 'arret')
    return { code: 'extraits-en-attente', nature };
  return code === 'absent' ? { code: 'extraits-absents', nature } : { code: 'extrait-impossible', nature };
}

async function composer(
  ctx: Contexte,
  acteur: Acteur,
  entree: Entree,
  consultation: Consultation,
  code: CodeExtrait,
): Promise<DonneesExtrait> {
  const lecture = await ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const caf = await findCaf(tx, consultation.caf);
    const droit = (await listerDroits(tx, acteur.compteId, ctx.instant)).find(
      (d) => d.habilitation_id === entree.habilitation,
    );
    if (caf === undefined || droit === undefined)
      throw new Error('a right that was just used is not visible');
    const partenaires = await nommerPartenaires(tx, [droit.partenaire_id]);
    const [mission] = (await nommerMissions(tx))([consultation.mission]);
    return {
      fonction: (await loadIdentite(tx, acteur.compteId, ctx.instant)).fonction,
      organisme: partenaires.get(droit.partenaire_id) ?? '',
      caf: caf.nom,
      fuseau: caf.fuseau,
      usages: droit.usages,
      equipement: droit.equipement_libelle,
      mission: mission?.libelle ?? consultation.mission,
    };
  });
  return composerExtrait(consultation, {
    ...lecture,
    lecteur: `${acteur.prenom} ${acteur.nom}`,
    motif: entree.motif ?? null,
    instructeur: entree.instructeur ?? null,
    instant: ctx.instant,
    code: afficherCodeExtrait(code),
  });
}

interface ExtraitFait {
  readonly id: string;
  readonly code: CodeExtrait;
  readonly consultation: Consultation;
  readonly pdf: Buffer;
}

/** Recorded before its first byte leaves: an extract that the register does not know would be taken for a forged one. */
async function enregistrer(
  ctx: Contexte,
  acteur: Acteur,
  { id, code, consultation, pdf }: ExtraitFait,
): Promise<void> {
  const { partenaireId } = acteur;
  if (partenaireId === null) throw new Error('a file was read by somebody who belongs to no partner');
  await ctx.enTransaction(locataireDe(acteur), (tx) =>
    insertExtrait(tx, {
      id,
      cafCode: consultation.caf,
      partenaireId,
      compteId: acteur.compteId,
      codeEmpreinte: empreinteDeCode(code),
      empreinte: createHash('sha256').update(pdf).digest(),
      numero: Number(consultation.numero),
      profil: consultation.profil,
      mission: consultation.mission,
      donneesLe: consultation.donneesLe,
      faitLe: ctx.instant,
      categories: consultation.rubriques.map(({ bloc, variante }) =>
        variante === 'complet' ? bloc : `${bloc}:${variante}`,
      ),
      traceId: consultation.trace,
    }),
  );
}

export const empreinteDeCode = (code: CodeExtrait): Buffer => createHash('sha256').update(code).digest();

const tracerEchec = (
  ctx: Contexte,
  acteur: Acteur,
  lu: { caf: string; numero: string; profil: string; mission: string },
  id: string,
  code: string,
): Promise<void> =>
  ctx.enTransaction(locataireDe(acteur), (tx) =>
    inscrireTrace(tx, ctx, {
      action: ACTION_EXTRAIT,
      issue: 'echec',
      codeIssue: code,
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
      role: acteur.roles.join(','),
      profil: lu.profil,
      dossier: { caf: lu.caf, numero: Number(lu.numero) },
      mission: lu.mission,
      objet: id,
    }),
  );
