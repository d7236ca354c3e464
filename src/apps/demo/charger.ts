import type { Temporal } from 'temporal-polyfill';
import type { Organisation } from '../../kernel/acteur.ts';
import { dateDe, debutDuJour, finDuJour, instantDe, jourDe } from '../../kernel/jour.ts';
import {
  type DossierGenere,
  dossiersTemoins,
  genererPopulation,
} from '../../modules/cdap/domain/population.ts';
import { amorcerDossiers, amorcerOpposition, installerMatrice } from '../../modules/cdap/index.ts';
import {
  amorcerBulletin,
  amorcerConvention,
  amorcerFinancement,
  amorcerQuota,
  amorcerVersionBulletin,
  amorcerVersionContrat,
  amorcerVersionConvention,
} from '../../modules/conventions/index.ts';
import { amorcerHabilitation } from '../../modules/habilitations/index.ts';
import { amorcerCompte, hacherMotDePasse } from '../../modules/identite/index.ts';
import {
  amorcerCaf,
  amorcerEquipement,
  amorcerPartenaire,
  countCafs,
  nommerPartenaires,
} from '../../modules/organismes/index.ts';
import type { Trousseau } from '../../platform/config/trousseau.ts';
import { type Base, enTransaction, poserLocataire, type Tx } from '../../platform/db/base.ts';
import { ErreurDemarrage } from '../../platform/erreur-demarrage.ts';
import { ecrireMode, lireMode } from '../installation.ts';
import {
  accordantDe,
  aSecondFacteur,
  demandeurDe,
  organisationDe,
  versionMatriceDe,
} from './appartenance.ts';
import {
  COMPTES,
  type CompteDemo,
  cleDe,
  idDe,
  identifiantDe,
  MOT_DE_PASSE_DEMO,
  secretTotpDe,
} from './comptes.ts';
import { chargerHistorique, JOURS_D_HISTORIQUE } from './historique.ts';
import { CAFS, OPPOSITION, PARTENAIRES, type PartenaireDemo } from './organisations.ts';

const FAMILLES = 20_000;
const GRAINE = 'demonstration';
const LOT = 1000;

/**
 * Loads the demonstration into an empty database, all or nothing: a start that is cut leaves it empty.
 *
 * Refuses a database that holds anything else (a real portal's data), and does nothing on one that already is
 * a demonstration. `familles` is fewer for the tests, which do not read them.
 */
export async function chargerDemonstration(
  base: Base,
  trousseau: Trousseau,
  instant: Date,
  dire: (ligne: string) => void,
  preparerHistorique: (de: string, a: string) => Promise<void>,
  familles = FAMILLES,
): Promise<void> {
  const mode = await enTransaction(base, CNAF_LOCATAIRE, instant, lireMode);
  if (mode === 'demonstration') {
    await enTransaction(base, CNAF_LOCATAIRE, instant, refuserAncienne);
    return;
  }
  const occupee = await enTransaction(base, CNAF_LOCATAIRE, instant, async (tx) => (await countCafs(tx)) > 0);
  if (mode === 'reelle' || occupee) {
    throw new ErreurDemarrage(
      'Cette base contient déjà d’autres données : la démonstration refuse de s’y installer. Mettez DEMONSTRATION=non, ou donnez-lui une base vide.',
    );
  }
  const aujourdHui = jourDe(instantDe(instant), 'UTC');
  await preparerHistorique(
    aujourdHui.subtract({ days: JOURS_D_HISTORIQUE + 1 }).toString(),
    aujourdHui.toString(),
  );
  await enTransaction(base, CNAF_LOCATAIRE, instant, async (tx) => {
    const chargement: Chargement = { tx, trousseau, instant };
    dire('Démonstration : organismes et conventions…');
    await chargerOrganismes(chargement);
    dire('Démonstration : comptes et habilitations…');
    await chargerComptes(chargement);
    dire(`Démonstration : ${familles.toLocaleString('fr-FR')} familles inventées…`);
    await chargerFamilles(chargement, dire, familles);
    dire('Démonstration : traces des dernières semaines…');
    await chargerHistorique(tx, instant);
    await poserLocataire(tx, CNAF_LOCATAIRE, instant);
    await ecrireMode(tx, 'demonstration', instant);
  });
}

/**
 * A demonstration of an earlier version keeps its files without the facts that conditions name and without the keys
 * that a search needs, and nothing would rewrite them. Files show themselves to no one here; its partners do: those of
 * a version came with its files.
 */
async function refuserAncienne(tx: Tx): Promise<void> {
  const attendus = PARTENAIRES.map(({ cle }) => idDe(`partenaire/${cle}`));
  if ((await nommerPartenaires(tx, attendus)).size === attendus.length) return;
  throw new ErreurDemarrage(
    'Cette base contient la démonstration d’une version précédente, qui ne montre pas tout ce que fait celle-ci : effacez son dossier de données (DOSSIER_DONNEES), ou donnez une base vide, et relancez le portail.',
  );
}

const CNAF_LOCATAIRE = { ...organisationDe('cnaf'), compteId: null };

interface Chargement {
  readonly tx: Tx;
  readonly trousseau: Trousseau;
  readonly instant: Date;
}

const sous = ({ tx, instant }: Chargement, organisation: Organisation) =>
  poserLocataire(tx, { ...organisation, compteId: null }, instant);

async function chargerOrganismes(c: Chargement): Promise<void> {
  await installerMatrice(c.tx);
  for (const caf of CAFS) await amorcerCaf(c.tx, caf);
  for (const partenaire of PARTENAIRES) {
    await sous(c, organisationDe(partenaire.cle));
    await chargerPartenaire(c, partenaire);
    await chargerConvention(c, partenaire);
  }
}

async function chargerPartenaire({ tx, instant }: Chargement, p: PartenaireDemo): Promise<void> {
  const appartenance = { cafCode: p.cafCode, partenaireId: idDe(`partenaire/${p.cle}`) };
  await amorcerPartenaire(tx, {
    id: appartenance.partenaireId,
    cafCode: p.cafCode,
    siret: p.siret,
    raisonSociale: p.raisonSociale,
    type: p.type,
    organisme: p.organisme ?? null,
    codeInsee: null,
    adresse: p.adresse,
    courriel: `contact@${p.cle}.exemple`,
    telephone: null,
    signataireNom: p.signataire[0],
    signataireFonction: p.signataire[1],
    suspenduLe: p.suspendu === undefined ? null : new Date(instant.getTime() - 3 * 86_400_000),
    suspensionMotif: p.suspendu ?? null,
  });
  const jours = joursDe(p.cafCode, instant);
  for (const e of p.equipements ?? []) {
    const equipementId = idDe(`equipement/${e.cle}`);
    await amorcerEquipement(tx, {
      ...appartenance,
      id: equipementId,
      nature: e.nature,
      libelle: e.libelle,
      identifiantCaf: `EQ-${e.cle}`,
      adresse: p.adresse,
      ouvertLe: '2015-09-01',
    });
    await amorcerFinancement(tx, {
      ...appartenance,
      id: idDe(`cof/${e.cle}`),
      equipementId,
      reference: `COF-${p.cafCode}-${e.cle.toUpperCase()}`,
      du: jours.debut(-700),
      au: e.subventionFin === undefined ? null : jours.fin(e.subventionFin),
    });
  }
}

async function chargerConvention({ tx, instant }: Chargement, p: PartenaireDemo): Promise<void> {
  const appartenance = { cafCode: p.cafCode, partenaireId: idDe(`partenaire/${p.cle}`) };
  const { convention: cv } = p;
  const jours = joursDe(p.cafCode, instant);
  const conventionId = idDe(`convention/${p.cle}`);
  const effet = cv.effet === null ? null : jours.debut(cv.effet);
  const signeLe = cv.effet === null ? null : jours.civil(cv.effet - 10);
  const complete = cv.formalitesPartenaire !== false;
  const caf = CAFS.find(({ code }) => code === p.cafCode);
  await amorcerConvention(tx, {
    ...appartenance,
    id: conventionId,
    numero: p.siret,
    edition: cv.edition,
    etat: cv.etat,
    signeeCafLe: signeLe,
    signeePartenaireLe: signeLe,
    formalitesCafLe: signeLe,
    formalitesPartenaireLe: complete ? signeLe : null,
    effetLe: complete ? effet : null,
    finLe: cv.dernierJour === undefined ? null : jours.fin(cv.dernierJour),
    finCause: cv.dernierJour === undefined ? null : 'resiliation',
  });
  if (effet === null || signeLe === null) return;
  await amorcerVersionConvention(tx, {
    ...appartenance,
    id: idDe(`convention-1/${p.cle}`),
    conventionId,
    du: effet,
    missions: cv.missions,
    signataireCaf: caf?.directeurNom ?? '',
    signatairePartenaire: p.signataire[0],
  });
  await amorcerVersionContrat(tx, {
    ...appartenance,
    id: idDe(`contrat-1/${p.cle}`),
    conventionId,
    du: effet,
    signeLe,
    modeGestion: cv.centralise ? 'centralise' : 'delegue',
    modeRaison: cv.centralise ? 'Taille' : null,
    delaiEscalade: 10,
    delaiEscaladeUnite: cv.edition === '2023' ? 'jours' : 'jours-ouvres',
  });
  if (p.cdap === undefined) return;
  const bulletinId = idDe(`bulletin-cdap/${p.cle}`);
  await amorcerBulletin(tx, {
    ...appartenance,
    id: bulletinId,
    conventionId,
    service: 'cdap',
    annexe: 2,
    libelle: 'Bulletin d’adhésion Cdap',
    disponibleLe: signeLe,
  });
  const versionBulletinId = idDe(`bulletin-cdap-1/${p.cle}`);
  await amorcerVersionBulletin(tx, {
    ...appartenance,
    id: versionBulletinId,
    bulletinId,
    rang: 1,
    du: effet,
    au: null,
    signeLe,
    catalogue: p.cdap.catalogue,
    plafondUtilisateurs: null,
  });
  for (const [profil, maximum] of Object.entries(p.cdap.quotas)) {
    const id = idDe(`quota-${profil}/${p.cle}`);
    await amorcerQuota(tx, {
      ...appartenance,
      id,
      versionBulletinId,
      profil,
      perimetre: 'partenaire',
      maximum,
    });
  }
}

async function chargerComptes(c: Chargement): Promise<void> {
  const motDePasseHache = await hacherMotDePasse(MOT_DE_PASSE_DEMO);
  for (const compte of COMPTES) {
    const organisation = organisationDe(compte.organisme);
    await sous(c, organisation);
    await amorcerCompte(c.tx, c.trousseau, {
      id: idDe(`compte/${cleDe(compte)}`),
      organisation,
      identifiant: identifiantDe(compte),
      prenom: compte.prenom,
      nom: compte.nom,
      fonction: compte.fonction,
      courriel: courrielDe(compte),
      roles: compte.roles,
      motDePasse: MOT_DE_PASSE_DEMO,
      motDePasseHache,
      // Whoever reads files, manages rights or works at a Caf or the Cnaf proves two factors.
      secretTotp: aSecondFacteur(compte) ? secretTotpDe(compte) : null,
      secondFacteurExige: aSecondFacteur(compte),
      etat: compte.etat ?? 'actif',
      ...(compte.motif === undefined ? {} : { etatMotif: compte.motif }),
      du: new Date(c.instant.getTime() - 420 * 86_400_000),
      // Read at their first sign-in, then again since: nobody is stopped by the yearly reminder while trying things.
      confidentialiteLe: new Date(c.instant.getTime() - 40 * 86_400_000),
      motDePasseLe: new Date(c.instant.getTime() - 40 * 86_400_000),
      ...(compte.fin === undefined ? {} : { au: joursDe(organisation.cafCode, c.instant).fin(compte.fin) }),
    });
    for (const [rang, droit] of (compte.droits ?? []).entries()) await chargerDroit(c, compte, droit, rang);
  }
}

const sansAccents = (texte: string): string =>
  texte
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z-]/g, '-');
const courrielDe = ({ prenom, nom, organisme }: CompteDemo): string =>
  `${sansAccents(prenom)}.${sansAccents(nom)}@${/^[0-9]/.test(organisme) ? `caf${organisme}` : organisme}.exemple`;

async function chargerDroit(
  { tx, instant }: Chargement,
  compte: CompteDemo,
  droit: NonNullable<CompteDemo['droits']>[number],
  rang: number,
): Promise<void> {
  const { cafCode, partenaireId } = organisationDe(compte.organisme);
  if (cafCode === null || partenaireId === null)
    throw new Error('only people of a partner hold rights on files');
  const jours = joursDe(cafCode, instant);
  const equipementId = droit.equipement === undefined ? null : idDe(`equipement/${droit.equipement}`);
  const fait = await amorcerHabilitation(tx, {
    id: idDe(`habilitation/${cleDe(compte)}/${rang}`),
    cafCode,
    partenaireId,
    compteId: idDe(`compte/${cleDe(compte)}`),
    bulletinId: idDe(`bulletin-cdap/${compte.organisme}`),
    service: 'cdap',
    profil: droit.profil,
    perimetre: equipementId === null ? 'partenaire' : 'equipement',
    perimetreId: equipementId ?? partenaireId,
    du: jours.debut(droit.debut ?? -60),
    au: droit.fin === undefined ? null : jours.fin(droit.fin),
    etat: droit.etat ?? 'active',
    etatMotif: droit.motif ?? null,
    missions: droit.missions,
    responsableMetier: demandeurDe(compte),
    usages: droit.usages ?? [],
    equipementId,
    conditions: droit.conditions?.(jours.civil) ?? {},
    accordeePar: idDe(`compte/${cleDe(accordantDe(compte))}`),
    accordeeLe: jours.debut(droit.debut ?? -60),
    versionMatrice: versionMatriceDe(compte.organisme),
  });
  if (!fait.ok)
    throw new Error(`the demonstration passes its own quota: ${fait.refus.code} for ${cleDe(compte)}`);
}

async function chargerFamilles(c: Chargement, dire: (ligne: string) => void, taille: number): Promise<void> {
  const moisCourant = jourDe(instantDe(c.instant), 'Europe/Paris').toPlainYearMonth().toString();
  const cafs = CAFS.map(({ code, communes }) => ({ code, communes }));
  const parCaf = new Map<string, DossierGenere[]>(CAFS.map(({ code }) => [code, []]));
  const vider = async (code: string) => {
    const lot = parCaf.get(code);
    if (lot === undefined || lot.length === 0) return;
    await sous(c, { nature: 'caf', cafCode: code, partenaireId: null });
    await amorcerDossiers(c.tx, lot);
    parCaf.set(code, []);
  };
  for (const { code } of CAFS)
    parCaf.get(code)?.push(...dossiersTemoins(code, moisCourant).map(({ dossier }) => dossier));
  let faits = 0;
  for (const dossier of genererPopulation({ graine: GRAINE, taille, cafs, moisCourant })) {
    const lot = parCaf.get(dossier.cafCode);
    lot?.push(dossier);
    faits += 1;
    if (lot !== undefined && lot.length >= LOT) await vider(dossier.cafCode);
    if (faits % 10_000 === 0) dire(`  ${faits.toLocaleString('fr-FR')} familles`);
  }
  for (const { code } of CAFS) await vider(code);
  const { cafCode, numero, partenaires } = OPPOSITION;
  await sous(c, { nature: 'caf', cafCode, partenaireId: null });
  for (const cle of partenaires) {
    const partenaireId = idDe(`partenaire/${cle}`);
    await amorcerOpposition(c.tx, { cafCode, numero, partenaireId, le: '2026-01-15' });
  }
}

/** Days counted from today in a Caf's zone, as the instants at which they begin and end. */
export function joursDe(cafCode: string | null, instant: Date) {
  const fuseau = CAFS.find(({ code }) => code === cafCode)?.fuseau ?? 'Europe/Paris';
  const aujourdHui: Temporal.PlainDate = jourDe(instantDe(instant), fuseau);
  return {
    civil: (jours: number): string => aujourdHui.add({ days: jours }).toString(),
    debut: (jours: number): Date => dateDe(debutDuJour(aujourdHui.add({ days: jours }), fuseau)),
    fin: (jours: number): Date => dateDe(finDuJour(aujourdHui.add({ days: jours }), fuseau)),
  };
}
