import type { Organisation, Role } from '../../src/kernel/acteur.ts';
import catalogue2025 from '../../src/modules/cdap/domain/catalogue-2025.json' with { type: 'json' };
import { clesPersonnes } from '../../src/modules/cdap/domain/cles-recherche.ts';
import { afficherNumero } from '../../src/modules/cdap/domain/numero-dossier.ts';
import { type DossierGenere, dossiersTemoins } from '../../src/modules/cdap/domain/population.ts';
import { amorcerDossiers, amorcerOpposition, amorcerVersionMatrice } from '../../src/modules/cdap/index.ts';
import {
  amorcerBulletin,
  amorcerConvention,
  amorcerFinancement,
  amorcerQuota,
  amorcerVersionBulletin,
  amorcerVersionContrat,
  amorcerVersionConvention,
  type Convention,
} from '../../src/modules/conventions/index.ts';
import { amorcerHabilitation, type NouvelleHabilitation } from '../../src/modules/habilitations/index.ts';
import { produireIdentifiant } from '../../src/modules/identite/domain/identifiant.ts';
import { amorcerCompte, hacherMotDePasse } from '../../src/modules/identite/index.ts';
import {
  amorcerCaf,
  amorcerEquipement,
  amorcerPartenaire,
  type Caf,
  type Partenaire,
} from '../../src/modules/organismes/index.ts';
import type { Locataire } from '../../src/platform/db/base.ts';
import { JOUR, type Portail } from './portail.ts';
import { PROFILS_TYPES } from './profils-cdap.ts';

/** Builders with overrides: what a test does not say is ordinary, open and in force. */

export const MOT_DE_PASSE = 'Sept-Voilés-Rouges-92!';
/** Hashed once per process: 8 ms saved for each account. */
const MOT_DE_PASSE_HACHE = hacherMotDePasse(MOT_DE_PASSE);
/** RFC 6238's secret « 12345678901234567890 », in base 32. */
export const SECRET_TOTP = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

let serie = 0;
const suivant = (): number => {
  serie += 1;
  return serie;
};

const CNAF: Locataire = { nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null };
export const ORGANISATION_CNAF: Organisation = { nature: 'cnaf', cafCode: null, partenaireId: null };
export const organisationCaf = (cafCode: string): Organisation => ({
  nature: 'caf',
  cafCode,
  partenaireId: null,
});
const locataireCaf = (cafCode: string): Locataire => ({ ...organisationCaf(cafCode), compteId: null });

/** A right or a convention that began well before today. */
const avant = (portail: Portail, jours = 200): Date =>
  new Date(portail.horloge.lire().getTime() - jours * JOUR);
const jourCivil = (instant: Date): string => instant.toISOString().slice(0, 10);

export async function uneCaf(portail: Portail, plus: Partial<Caf> = {}): Promise<Caf> {
  const caf: Caf = {
    code: '591',
    nom: 'Caf de Villexemple',
    departements: ['59'],
    adresse: '1 rue Inventée, 59999 Villexemple',
    directeurNom: 'Dominique Exemplaire',
    directeurFonction: 'directrice',
    directeurInterim: false,
    fuseau: 'Europe/Paris',
    territoire: 'metropole',
    horaires: {},
    pointsContact: {},
    numerotation: '{siret}',
    seuilConfirmationHeure: 60,
    plafondCompteHeure: 120,
    seuilPartenaireJour: 1000,
    plafondPartenaireJour: 2000,
    motifExige: false,
    ...plus,
  };
  await portail.enTransaction(CNAF, (tx) => amorcerCaf(tx, caf));
  return caf;
}

/** Luhn's key at the end, as a true SIRET has. */
export function unSiret(): string {
  const treize = `5${String(suivant()).padStart(12, '0')}`;
  const somme = [...treize].reverse().reduce((total, chiffre, i) => {
    const valeur = Number(chiffre) * (i % 2 === 0 ? 2 : 1);
    return total + (valeur > 9 ? valeur - 9 : valeur);
  }, 0);
  return treize + String((10 - (somme % 10)) % 10);
}

/** A partner with the tenant under which its rows are written. */
export interface PartenairePeuple extends Partenaire {
  readonly organisation: Organisation;
}

export async function unPartenaire(
  portail: Portail,
  cafCode: string,
  plus: Partial<Partenaire> = {},
): Promise<PartenairePeuple> {
  const id = plus.id ?? portail.nouvelId();
  const partenaire: Partenaire = {
    id,
    cafCode,
    siret: unSiret(),
    raisonSociale: `Commune de Villexemple ${suivant()}`,
    type: 'commune',
    organisme: null,
    codeInsee: '59991',
    adresse: 'place de la Mairie, 59999 Villexemple',
    courriel: 'contact@villexemple.invalid',
    telephone: null,
    signataireNom: 'Camille Exemplaire',
    signataireFonction: 'maire',
    suspenduLe: null,
    suspensionMotif: null,
    ...plus,
  };
  await portail.enTransaction(locataireCaf(cafCode), (tx) => amorcerPartenaire(tx, partenaire));
  return { ...partenaire, organisation: { nature: 'partenaire', cafCode, partenaireId: id } };
}

export interface OptionsConvention {
  /** Seats by profile of the Cdap bulletin. */
  readonly quotas?: Readonly<Record<string, number>>;
  readonly convention?: Partial<Convention>;
  readonly contrat?: boolean;
  readonly bulletin?: { readonly du?: Date; readonly au?: Date | null; readonly catalogue?: '2017' | '2025' };
}

export interface ConventionPeuplee {
  readonly conventionId: string;
  readonly bulletinId: string;
  readonly versionBulletinId: string;
}

/** An active convention with its contract and a Cdap bulletin; each part can be closed or left out. */
export async function uneConvention(
  portail: Portail,
  partenaire: PartenairePeuple,
  plus: OptionsConvention = {},
): Promise<ConventionPeuplee> {
  const du = avant(portail);
  const le = jourCivil(du);
  const { cafCode, id: partenaireId } = partenaire;
  const appartenance = { cafCode, partenaireId };
  const conventionId = portail.nouvelId();
  const bulletinId = portail.nouvelId();
  const versionBulletinId = portail.nouvelId();
  await portail.enTransaction(locataireCaf(cafCode), async (tx) => {
    await amorcerConvention(tx, {
      ...appartenance,
      id: conventionId,
      numero: `${partenaire.siret}-${suivant()}`,
      edition: '2025',
      etat: 'signee',
      signeeCafLe: le,
      signeePartenaireLe: le,
      formalitesCafLe: le,
      formalitesPartenaireLe: le,
      effetLe: du,
      finLe: null,
      finCause: null,
      ...plus.convention,
    });
    await amorcerVersionConvention(tx, {
      ...appartenance,
      id: portail.nouvelId(),
      conventionId,
      du,
      missions: ['tarif-creche', 'tarif-loisirs', 'controle-rsa'],
      signataireCaf: 'Dominique Exemplaire',
      signatairePartenaire: 'Camille Exemplaire',
    });
    if (plus.contrat !== false) {
      await amorcerVersionContrat(tx, {
        ...appartenance,
        id: portail.nouvelId(),
        conventionId,
        du,
        signeLe: le,
        modeGestion: 'delegue',
        modeRaison: null,
        delaiEscalade: null,
        delaiEscaladeUnite: null,
      });
    }
    await amorcerBulletin(tx, {
      ...appartenance,
      id: bulletinId,
      conventionId,
      service: 'cdap',
      annexe: 1,
      libelle: 'Consultation du dossier allocataire par les partenaires',
      disponibleLe: le,
    });
    await amorcerVersionBulletin(tx, {
      ...appartenance,
      id: versionBulletinId,
      bulletinId,
      rang: 1,
      du: plus.bulletin?.du ?? du,
      au: plus.bulletin?.au ?? null,
      signeLe: le,
      catalogue: plus.bulletin?.catalogue ?? '2025',
      plafondUtilisateurs: null,
    });
    for (const [profil, maximum] of Object.entries(plus.quotas ?? { T2: 12, T19: 3 })) {
      const id = portail.nouvelId();
      await amorcerQuota(tx, {
        ...appartenance,
        id,
        versionBulletinId,
        profil,
        perimetre: 'partenaire',
        maximum,
      });
    }
  });
  return { conventionId, bulletinId, versionBulletinId };
}

/** A facility that the Caf subsidises; `subventionAu` null while no end is known. */
export async function unEquipement(
  portail: Portail,
  partenaire: PartenairePeuple,
  plus: { subventionDu?: Date; subventionAu?: Date | null; subventionne?: boolean } = {},
): Promise<string> {
  const id = portail.nouvelId();
  const n = suivant();
  const { cafCode, id: partenaireId } = partenaire;
  await portail.enTransaction(locataireCaf(cafCode), async (tx) => {
    await amorcerEquipement(tx, {
      id,
      cafCode,
      partenaireId,
      nature: 'eaje',
      libelle: `Crèche des Essais ${n}`,
      identifiantCaf: `EQ-${n}`,
      adresse: '3 rue Inventée, 59999 Villexemple',
      ouvertLe: '2020-01-01',
    });
    if (plus.subventionne === false) return;
    await amorcerFinancement(tx, {
      cafCode,
      partenaireId,
      id: portail.nouvelId(),
      equipementId: id,
      reference: `COF-${n}`,
      du: plus.subventionDu ?? avant(portail),
      au: plus.subventionAu ?? null,
    });
  });
  return id;
}

export interface ComptePeuple {
  readonly id: string;
  readonly organisation: Organisation;
  readonly identifiant: string;
  readonly prenom: string;
  readonly nom: string;
  readonly courriel: string;
  readonly roles: readonly Role[];
  readonly secretTotp: string | null;
}

export interface OptionsCompte {
  readonly roles?: readonly Role[];
  /** Null: no second factor enrolled. */
  readonly totp?: string | null;
  readonly secondFacteurExige?: boolean;
  readonly identifiant?: string;
  readonly prenom?: string;
  readonly nom?: string;
  readonly etat?: 'actif' | 'suspendu' | 'clos';
  readonly du?: Date;
  readonly au?: Date;
}

/** An account with its roles and a TOTP factor. `au` is the end of access. */
export async function unCompte(
  portail: Portail,
  organisation: Organisation,
  plus: OptionsCompte = {},
): Promise<ComptePeuple> {
  const n = suivant();
  const secretTotp = plus.totp === undefined ? SECRET_TOTP : plus.totp;
  const compte: ComptePeuple = {
    id: portail.nouvelId(),
    organisation,
    identifiant: plus.identifiant ?? produireIdentifiant((borne) => Math.floor(Math.random() * borne)),
    prenom: plus.prenom ?? 'Camille',
    nom: plus.nom ?? `Essai${n}`,
    courriel: `personne${n}@villexemple.invalid`,
    roles: plus.roles ?? ['utilisateur'],
    secretTotp,
  };
  const etat = plus.etat ?? 'actif';
  const motDePasseHache = await MOT_DE_PASSE_HACHE;
  await portail.enTransaction({ ...organisation, compteId: null }, (tx) =>
    amorcerCompte(tx, portail.trousseau, {
      ...compte,
      fonction: 'agent',
      motDePasse: MOT_DE_PASSE,
      motDePasseHache,
      secondFacteurExige: plus.secondFacteurExige ?? secretTotp !== null,
      etat,
      ...(etat === 'suspendu' ? { etatMotif: 'essai' } : {}),
      du: plus.du ?? avant(portail),
      // Nothing is left to do before entering, unless a test says so.
      motDePasseLe: portail.horloge.lire(),
      confidentialiteLe: portail.horloge.lire(),
      ...(plus.au === undefined ? {} : { au: plus.au }),
    }),
  );
  return compte;
}

/** What `uneHabilitation` must be told; the rest has defaults. */
export interface OptionsHabilitation extends Partial<NouvelleHabilitation> {
  readonly compte: ComptePeuple;
  readonly bulletinId: string;
}

/**
 * A right of an account at its partner, with its seat. T2 names its uses and facility (`equipementId`); the others
 * record what their profile asks for.
 */
export async function uneHabilitation(portail: Portail, plus: OptionsHabilitation): Promise<string> {
  const { compte, ...surcharge } = plus;
  const { cafCode, partenaireId } = compte.organisation;
  if (cafCode === null || partenaireId === null)
    throw new Error('a right belongs to an account of a partner');
  const profil = plus.profil ?? 'T2';
  const id = plus.id ?? portail.nouvelId();
  const resultat = await portail.enTransaction({ ...compte.organisation, compteId: null }, (tx) =>
    amorcerHabilitation(tx, {
      id,
      cafCode,
      partenaireId,
      compteId: compte.id,
      service: 'cdap',
      profil,
      perimetre: 'partenaire',
      perimetreId: partenaireId,
      du: avant(portail, 100),
      au: null,
      etat: 'active',
      etatMotif: plus.etat === 'suspendue' ? 'essai' : null,
      missions: [profil === 'T19' ? 'controle-rsa' : 'tarif-creche'],
      responsableMetier: 'Responsable Inventé',
      usages: profil === 'T2' ? ['cantine-un-euro'] : [],
      equipementId: null,
      conditions: PROFILS_TYPES[profil]?.conditions ?? {},
      accordeePar: null,
      accordeeLe: avant(portail, 100),
      versionMatrice: 1,
      ...surcharge,
    }),
  );
  if (!resultat.ok) throw new Error(`the right was refused: ${resultat.refus.code}`);
  return id;
}

/** An ordinary open file of the hand-made ones, under another number when asked. */
export function dossierOrdinaire(cafCode: string, plus: Partial<DossierGenere> = {}): DossierGenere {
  const temoin = dossiersTemoins(cafCode, '2026-11').find(({ dossier }) => dossier.numero === 12_345);
  if (!temoin) throw new Error('hand-made file 0012345 is gone');
  const dossier = { ...temoin.dossier, ...plus };
  const { numero } = dossier.blocs;
  if (plus.blocs !== undefined || numero === null) return dossier;
  // An import refuses a file that says one number outside and another inside.
  const coherent = { ...numero, numero: afficherNumero(dossier.numero), etat: dossier.etat };
  return { ...dossier, blocs: { ...dossier.blocs, numero: coherent } };
}

/**
 * A file as its columns say, facts included: a test may hold apart what an import would deduce from the blocks, and
 * give blocks that an import would refuse. Written by the database's owner.
 */
export async function unDossier(
  portail: Portail,
  cafCode: string,
  plus: Partial<DossierGenere> = {},
): Promise<DossierGenere> {
  const dossier = dossierOrdinaire(cafCode, plus);
  const { numero, blocs, dateDonnees, ...faits } = dossier;
  const enColonne = (nom: string) => nom.replace(/[A-Z]/g, (lettre) => `_${lettre.toLowerCase()}`);
  const ligne = Object.fromEntries(
    [
      ...Object.entries({ ...faits, numero, donneesLe: dateDonnees }),
      ...Object.entries(blocs).map(([bloc, contenu]) => [bloc === 'numero' ? 'numero_bloc' : bloc, contenu]),
    ].map(([nom, valeur]) => [enColonne(String(nom)), valeur]),
  );
  const colonnes = Object.keys(ligne).join(', ');
  await portail.lignes(
    `insert into cdap.dossier (${colonnes}) select ${colonnes} from jsonb_populate_record(null::cdap.dossier, $1::jsonb)`,
    [JSON.stringify(ligne)],
  );
  for (const { rang, nom, nomSon, prenomSon, prenom, neLe, nir } of clesPersonnes(blocs)) {
    await portail.lignes('insert into cdap.cle_personne values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      cafCode,
      numero,
      rang,
      nom,
      nomSon,
      prenomSon,
      prenom,
      neLe,
      nir,
    ]);
  }
  return dossier;
}

export const lesDossiers = (
  portail: Portail,
  cafCode: string,
  dossiers: readonly DossierGenere[],
): Promise<void> => portail.enTransaction(locataireCaf(cafCode), (tx) => amorcerDossiers(tx, dossiers));

/** All the hand-made files of a Caf (numbers in `population/temoins.ts`). */
export const lesTemoins = (portail: Portail, cafCode: string): Promise<void> =>
  lesDossiers(
    portail,
    cafCode,
    dossiersTemoins(cafCode, '2026-11').map(({ dossier }) => dossier),
  );

export const uneOpposition = (
  portail: Portail,
  partenaire: PartenairePeuple,
  numero: number,
): Promise<void> =>
  portail.enTransaction(locataireCaf(partenaire.cafCode), (tx) =>
    amorcerOpposition(tx, {
      cafCode: partenaire.cafCode,
      numero,
      partenaireId: partenaire.id,
      le: '2026-06-01',
    }),
  );

/** Version 1 of the matrix, catalogue 2025. */
export const laMatrice = (
  portail: Portail,
  plus: {
    version?: number;
    catalogue?: '2017' | '2025';
    du?: Date;
    au?: Date | null;
    contenu?: unknown;
  } = {},
): Promise<void> =>
  portail.enTransaction(CNAF, (tx) =>
    amorcerVersionMatrice(tx, {
      version: plus.version ?? 1,
      catalogue: plus.catalogue ?? '2025',
      du: plus.du ?? avant(portail, 400),
      au: plus.au ?? null,
      motif: 'reprise du catalogue',
      auteur: 'essais',
      contenu: plus.contenu ?? catalogue2025,
    }),
  );

/** One Caf, one commune under convention, one agent with a T2 right, and the hand-made files. */
export interface Decor {
  readonly caf: Caf;
  readonly partenaire: PartenairePeuple;
  readonly convention: ConventionPeuplee;
  readonly agent: ComptePeuple;
  /** T2, canteen use: opens the QF. */
  readonly droit: string;
}

export async function unDecor(
  portail: Portail,
  plus: { caf?: Partial<Caf>; convention?: OptionsConvention; partenaire?: Partial<Partenaire> } = {},
): Promise<Decor> {
  const caf = await uneCaf(portail, plus.caf);
  await laMatrice(portail);
  const partenaire = await unPartenaire(portail, caf.code, plus.partenaire);
  const convention = await uneConvention(portail, partenaire, plus.convention);
  const agent = await unCompte(portail, partenaire.organisation);
  const droit = await uneHabilitation(portail, { compte: agent, bulletinId: convention.bulletinId });
  await lesTemoins(portail, caf.code);
  return { caf, partenaire, convention, agent, droit };
}
