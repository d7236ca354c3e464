import type { Acteur } from '../../../kernel/acteur.ts';
import { instantDe, jourDe } from '../../../kernel/jour.ts';
import { accepte, type Resultat, refuse } from '../../../kernel/resultat.ts';
import { type Contexte, locataireDe } from '../../../platform/http/contexte.ts';
import { nommerMissions } from '../../conventions/index.ts';
import { type DroitLu, listerDroits } from '../../habilitations/index.ts';
import { findHabilitationChoisie, setHabilitationChoisie } from '../../identite/index.ts';
import { findCaf } from '../../organismes/index.ts';
import { inscrireTrace } from '../../traces/index.ts';
import type { ProfilCdap } from '../contract.ts';
import type { FaitsDroit } from '../domain/faits.ts';
import { blocsOuverts, type LigneMatrice, manquementsDuDroit } from '../domain/matrice.ts';
import { faitsDuDroit } from './faits-droit.ts';
import type { Matrices } from './matrices.ts';
import { listVersionsEnVigueur } from './store.ts';

export interface ProfilsCdap {
  caf: { code: string; nom: string } | null;
  motifExige: boolean;
  choisi: string | null;
  profils: ProfilCdap[];
}

/**
 * The Cdap profiles of a person with what each opens now, and the one chosen for the session (CDAP-18). A
 * choice that can no longer be used is not proposed again.
 */
export async function listerProfils(
  matrices: Matrices,
  ctx: Contexte,
  acteur: Acteur,
): Promise<Resultat<ProfilsCdap>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const caf = acteur.cafCode === null ? undefined : await findCaf(tx, acteur.cafCode);
    if (caf === undefined || acteur.nature !== 'partenaire') {
      return accepte({ caf: null, motifExige: false, choisi: null, profils: [] });
    }
    const missions = await nommerMissions(tx);
    const versions = new Map(
      (await listVersionsEnVigueur(tx, ctx.instant)).map((v) => [v.catalogue, v.version]),
    );
    const profils: ProfilCdap[] = [];
    for (const droit of (await listerDroits(tx, acteur.compteId, ctx.instant)).filter(
      (d) => d.service === 'cdap',
    )) {
      const ligne = await matrices.ligne(versions.get(droit.catalogue ?? '') ?? null, droit.profil);
      profils.push({ ...decrireProfil(droit, ligne, ctx, caf.fuseau), missions: missions(droit.missions) });
    }
    const choisi = await findHabilitationChoisie(tx, acteur.sessionId);
    const utilisables = profils.filter((p) => p.utilisable);
    return accepte({
      caf: { code: caf.code, nom: caf.nom },
      motifExige: caf.motif_exige,
      choisi: (utilisables.find((p) => p.habilitation === choisi) ?? utilisables[0])?.habilitation ?? null,
      profils,
    });
  });
}

function decrireProfil(droit: DroitLu, ligne: LigneMatrice | null, ctx: Contexte, fuseau: string) {
  const quand = { instant: instantDe(ctx.instant), fuseau };
  const faits = faitsDe(droit, fuseau);
  const manquements =
    ligne === null
      ? ['profil-non-servi']
      : manquementsDuDroit(ligne, faits, quand).map(({ manquement }) => manquement);
  const empechements = [...droit.empechements, ...(droit.empechements.length === 0 ? manquements : [])];
  return {
    habilitation: droit.habilitation_id,
    profil: droit.profil,
    libelle: ligne?.libelleCourt ?? droit.profil,
    utilisable: empechements.length === 0,
    empechements,
    usages: droit.usages,
    equipement: droit.equipement_libelle,
    rubriques:
      ligne === null || empechements.length > 0
        ? []
        : blocsOuverts(ligne, faits, quand, null).map(({ bloc, variante }) => ({ bloc, variante })),
    conditions: ligne?.conditionsLecture.map(({ code }) => code) ?? [],
  };
}

/** The funding's period is half-open in time; conditions speak of its first and last days. */
function faitsDe(droit: DroitLu, fuseau: string): FaitsDroit {
  const jourCivil = (instant: Date) => jourDe(instantDe(instant), fuseau).toString();
  const { subvention_debut: debut, subvention_fin: fin } = droit;
  return faitsDuDroit(droit, {
    du: debut === null ? null : jourCivil(debut),
    au: fin === null ? null : jourCivil(new Date(fin.getTime() - 1)),
  });
}

/** Remembers the profile chosen for the session (CDAP-18); a right of someone else is told as absent. */
export async function choisirProfil(
  ctx: Contexte,
  acteur: Acteur,
  habilitation: string,
): Promise<Resultat<{ choisi: string }>> {
  return ctx.enTransaction(locataireDe(acteur), async (tx) => {
    const droit = (await listerDroits(tx, acteur.compteId, ctx.instant)).find(
      (d) => d.habilitation_id === habilitation && d.service === 'cdap',
    );
    const trace = {
      action: 'choix-profil-cdap',
      compteId: acteur.compteId,
      sessionId: acteur.sessionId,
      profil: droit?.profil ?? null,
      habilitationId: droit ? habilitation : null,
    };
    if (droit === undefined) {
      await inscrireTrace(tx, ctx, { ...trace, issue: 'refuse', codeIssue: 'droit-absent' });
      return refuse({ code: 'droit-absent', nature: 'introuvable', champ: 'habilitation' });
    }
    await setHabilitationChoisie(tx, acteur.sessionId, habilitation);
    await inscrireTrace(tx, ctx, { ...trace, issue: 'fait' });
    return accepte({ choisi: habilitation });
  });
}
