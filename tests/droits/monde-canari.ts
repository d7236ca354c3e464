import type { ConditionsEnregistrees } from '../../src/modules/cdap/domain/conditions-enregistrees.ts';
import { type Client, consulter, ouvrirSessionDirecte, type Reponse } from '../support/client.ts';
import {
  type ComptePeuple,
  laMatrice,
  unCompte,
  unDossier,
  unEquipement,
  uneCaf,
  uneConvention,
  uneHabilitation,
  uneOpposition,
  unPartenaire,
} from '../support/peuplement.ts';
import type { Portail } from '../support/portail.ts';
import { codeDuProfil, PROFILS_TYPES, type ProfilType } from '../support/profils-cdap.ts';
import { BLOCS_CANARIS, SIRET_BAILLEUR, SIRET_PROTECTEUR } from './dossier-canari.ts';
import { violationsDeLecture, violationsDeRefus, violationsDeTrace } from './verifier-canaris.ts';

/** Numbers of the canary's files: same content, different facts. */
export const NUMEROS = {
  ordinaire: 640_771,
  restreint: 640_773,
  oppose: 640_774,
  fusionne: 640_775,
  enAffiliation: 640_776,
} as const;
/** Files out of scope of one profile or another: one by set of facts. */
const PREMIER_HORS_PERIMETRE = 641_000;

const USAGES_T2 = [['creche'], ['tarif'], ['creche', 'tarif'], ['cantine-un-euro']] as const;

export interface Lecteur {
  /** Profile with its variant: 'T5-msa'. */
  readonly nom: string;
  readonly usages: readonly string[];
  readonly compte: ComptePeuple;
  readonly droit: string;
  /** What a consultation must add: the instructing service of T4. */
  readonly demande: { readonly instructeur?: string };
  /** Files that this profile must find out of its scope. */
  readonly horsPerimetre: readonly number[];
}

export interface MondeCanari {
  /** Every profile of the catalogue and its variants, T2 once per use. */
  readonly lecteurs: readonly Lecteur[];
  /** A right that exists and cannot be used. */
  readonly suspendu: Lecteur;
  /** Rights that lack one thing that their profile asks for: a record, a facility, a use, the type of partner. */
  readonly incomplets: readonly Lecteur[];
}

const SIRETS: Readonly<Record<string, string>> = { T9: SIRET_PROTECTEUR, T10: SIRET_BAILLEUR };

export async function peuplerMondeCanari(portail: Portail): Promise<MondeCanari> {
  const caf = await uneCaf(portail, {
    seuilConfirmationHeure: 5000,
    plafondCompteHeure: 5000,
    seuilPartenaireJour: 9000,
    plafondPartenaireJour: 9000,
  });
  await laMatrice(portail);
  const faits = {
    rsaEnCours: true,
    rsaDernierMois: '2026-11-01',
    departement: '59',
    mutationEnCours: true,
    aideLogement: true,
    bailleurTiersPayant: SIRET_BAILLEUR.slice(0, 9),
    protecteur: SIRET_PROTECTEUR.slice(0, 9),
    protectionDu: '2024-01-01',
    protectionAu: null,
    traceCmg: true,
    etudiant: true,
  };
  const commun = { blocs: BLOCS_CANARIS, suite: null, ...faits };
  const { ordinaire, restreint, oppose, fusionne, enAffiliation } = NUMEROS;
  await unDossier(portail, caf.code, { ...commun, numero: ordinaire });
  await unDossier(portail, caf.code, { ...commun, numero: restreint, accesRestreint: true });
  await unDossier(portail, caf.code, { ...commun, numero: oppose });
  const suite = { organisme: 'caf', code: '591', numero: '0640771', depuis: '2026-01-01' } as const;
  await unDossier(portail, caf.code, { ...commun, numero: fusionne, etat: 'fusionne', suite });
  await unDossier(portail, caf.code, { ...commun, numero: enAffiliation, etat: 'en-affiliation' });

  let dernier = PREMIER_HORS_PERIMETRE;
  const lecteurs: Lecteur[] = [];
  const incomplets: Lecteur[] = [];
  let suspendu: Lecteur | null = null;
  for (const [nom, type] of Object.entries(PROFILS_TYPES)) {
    const profil = codeDuProfil(nom);
    const partenaire = await unPartenaire(portail, caf.code, {
      type: type.type,
      organisme: type.organisme ?? null,
      ...(SIRETS[nom] === undefined ? {} : { siret: SIRETS[nom] }),
    } as Parameters<typeof unPartenaire>[2]);
    const { bulletinId } = await uneConvention(portail, partenaire, { quotas: { [profil]: 9 } });
    await uneOpposition(portail, partenaire, oppose);
    const horsPerimetre: number[] = [];
    for (const change of type.horsPerimetre) {
      dernier += 1;
      await unDossier(portail, caf.code, { ...commun, ...change, numero: dernier });
      horsPerimetre.push(dernier);
    }
    const equipementId = profil === 'T2' ? await unEquipement(portail, partenaire) : null;
    const unLecteur = async (
      usages: readonly string[],
      etat: 'active' | 'suspendue' = 'active',
      conditions: ConditionsEnregistrees = type.conditions,
      sansEquipement = false,
    ): Promise<Lecteur> => {
      const compte = await unCompte(portail, partenaire.organisation);
      const subvention =
        !sansEquipement && usages.some((usage) => usage !== 'cantine-un-euro') ? { equipementId } : {};
      return {
        nom,
        usages,
        compte,
        droit: await uneHabilitation(portail, {
          compte,
          bulletinId,
          profil,
          usages,
          etat,
          conditions,
          ...subvention,
        }),
        demande: type.instructeur === undefined ? {} : { instructeur: type.instructeur },
        horsPerimetre,
      };
    };
    for (const usages of profil === 'T2' ? USAGES_T2 : [[]]) lecteurs.push(await unLecteur(usages));
    for (const retiree of Object.keys(type.conditions)) {
      const restantes = Object.entries(type.conditions).filter(([condition]) => condition !== retiree);
      incomplets.push(await unLecteur([], 'active', Object.fromEntries(restantes)));
    }
    if (nom === 'T2') {
      suspendu = await unLecteur(['cantine-un-euro'], 'suspendue');
      incomplets.push(await unLecteur(['tarif'], 'active', {}, true));
    } else incomplets.push(await unLecteurDUnAutreType(portail, caf.code, nom, type));
  }
  if (suspendu === null) throw new Error('nobody holds T2');
  return { lecteurs, suspendu, incomplets };
}

/** A right with all its records, at a partner for which the profile is not made. */
async function unLecteurDUnAutreType(
  portail: Portail,
  cafCode: string,
  nom: string,
  type: ProfilType,
): Promise<Lecteur> {
  const profil = codeDuProfil(nom);
  // Nowhere in the catalogue: a region for most, and a Crous for T1, which is for regions too.
  const partenaire = await unPartenaire(portail, cafCode, { type: profil === 'T1' ? 'crous' : 'region' });
  const { bulletinId } = await uneConvention(portail, partenaire, { quotas: { [profil]: 9 } });
  const compte = await unCompte(portail, partenaire.organisation);
  const { conditions } = type;
  return {
    nom,
    usages: [],
    compte,
    droit: await uneHabilitation(portail, { compte, bulletinId, profil, usages: [], conditions }),
    demande: type.instructeur === undefined ? {} : { instructeur: type.instructeur },
    horsPerimetre: [],
  };
}

const ouvrir = (portail: Portail, { compte }: Lecteur): Promise<Client> =>
  ouvrirSessionDirecte(portail, compte);

/** SEC-03 over every profile and use, every way of being refused, and the traces of all that. */
export async function violationsDesCanaris(portail: Portail, monde: MondeCanari): Promise<string[]> {
  const reponses: Reponse[] = [];
  const violations = await violationsParmi(portail, monde, reponses);
  const client = await ouvrir(portail, monde.suspendu);
  const suspendue = await consulter(client, monde.suspendu.droit, NUMEROS.ordinaire);
  reponses.push(suspendue);
  violations.push(...violationsDeRefus(suspendue, 'droit-inutilisable'));
  violations.push(...(await violationsDeTrace(portail, reponses)));
  return violations;
}

/** The same for one profile alone, without its traces: quick enough to be run for each mutation of its row. */
export const violationsDuProfil = (
  portail: Portail,
  { lecteurs, incomplets }: MondeCanari,
  profil: string,
  sessions: Map<string, Client>,
): Promise<string[]> => {
  const duProfil = ({ nom }: Lecteur) => codeDuProfil(nom) === profil;
  return violationsParmi(
    portail,
    { lecteurs: lecteurs.filter(duProfil), incomplets: incomplets.filter(duProfil) },
    [],
    sessions,
  );
};

async function violationsParmi(
  portail: Portail,
  { lecteurs, incomplets }: Pick<MondeCanari, 'lecteurs' | 'incomplets'>,
  reponses: Reponse[],
  sessions = new Map<string, Client>(),
): Promise<string[]> {
  const violations: string[] = [];
  const session = async (lecteur: Lecteur): Promise<Client> => {
    const client = sessions.get(lecteur.droit) ?? (await ouvrir(portail, lecteur));
    sessions.set(lecteur.droit, client);
    return client;
  };
  const demander = async (client: Client, { droit, demande }: Lecteur, numero: number, plus = {}) => {
    const reponse = await consulter(client, droit, numero, { ...demande, ...plus });
    reponses.push(reponse);
    return reponse;
  };
  for (const lecteur of lecteurs) {
    const client = await session(lecteur);
    const { nom, usages, demande, horsPerimetre } = lecteur;
    violations.push(...violationsDeLecture(await demander(client, lecteur, NUMEROS.ordinaire), nom, usages));
    const refus: (readonly [number, string, object?])[] = [
      [NUMEROS.restreint, 'non-consultable-ici'],
      [NUMEROS.oppose, 'non-consultable-ici'],
      [NUMEROS.fusionne, 'fusionne'],
      [NUMEROS.enAffiliation, 'en-affiliation'],
      [640_999, 'inexistant'],
      [NUMEROS.ordinaire, 'mission-inconnue', { mission: 'acces-droits' }],
      [NUMEROS.ordinaire, 'droit-absent', { caf: '974' }],
      ...horsPerimetre.map((numero) => [numero, 'hors-perimetre'] as const),
      ...(demande.instructeur === undefined
        ? []
        : ([
            [NUMEROS.ordinaire, 'instructeur-requis', { instructeur: undefined }],
            [NUMEROS.ordinaire, 'instructeur-inconnu', { instructeur: '059C12399' }],
          ] as const)),
    ];
    for (const [numero, code, plus] of refus)
      violations.push(
        ...violationsDeRefus(await demander(client, lecteur, numero, plus), code).map(
          (violation) => `${nom} : ${violation}`,
        ),
      );
  }
  for (const lecteur of incomplets) {
    const reponse = await demander(await session(lecteur), lecteur, NUMEROS.ordinaire);
    violations.push(...violationsDeRefus(reponse, 'condition-du-droit'));
  }
  return violations;
}
