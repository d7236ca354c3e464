import { type Client, consulter, ouvrirSessionDirecte, type Reponse } from '../support/client.ts';
import {
  type ComptePeuple,
  laMatrice,
  type PartenairePeuple,
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
import { BLOCS_CANARIS } from './dossier-canari.ts';
import {
  PROFILS,
  PROFILS_SERVIS,
  violationsDeLecture,
  violationsDeRefus,
  violationsDeTrace,
} from './verifier-canaris.ts';

/** Numbers of the canary's files: same content, different facts. */
export const NUMEROS = {
  ordinaire: 640_771,
  horsRsa: 640_772,
  restreint: 640_773,
  oppose: 640_774,
  fusionne: 640_775,
  enAffiliation: 640_776,
} as const;

const USAGES_T2 = [['creche'], ['tarif'], ['creche', 'tarif'], ['cantine-un-euro']] as const;

interface Lecteur {
  readonly profil: string;
  readonly usages: readonly string[];
  readonly compte: ComptePeuple;
  readonly droit: string;
}

export interface MondeCanari {
  readonly partenaire: PartenairePeuple;
  /** Every profile that is served, T2 once per use. */
  readonly lecteurs: readonly Lecteur[];
  /** Profiles of the catalogue that the program does not know in full: nothing is read under them. */
  readonly nonServis: readonly Lecteur[];
  /** A right that exists and cannot be used. */
  readonly suspendu: Lecteur;
}

export async function peuplerMondeCanari(portail: Portail): Promise<MondeCanari> {
  const caf = await uneCaf(portail, {
    seuilConfirmationHeure: 5000,
    plafondCompteHeure: 5000,
    seuilPartenaireJour: 9000,
    plafondPartenaireJour: 9000,
  });
  await laMatrice(portail);
  const partenaire = await unPartenaire(portail, caf.code);
  const { bulletinId } = await uneConvention(portail, partenaire, {
    quotas: Object.fromEntries(PROFILS.map((profil) => [profil, 9])),
  });
  const equipementId = await unEquipement(portail, partenaire);
  const commun = { blocs: BLOCS_CANARIS, rsaEnCours: true, rsaDernierMois: '2026-11-01', suite: null };
  const { ordinaire, horsRsa, restreint, oppose, fusionne, enAffiliation } = NUMEROS;
  await unDossier(portail, caf.code, { ...commun, numero: ordinaire });
  await unDossier(portail, caf.code, {
    ...commun,
    numero: horsRsa,
    rsaEnCours: false,
    rsaDernierMois: '2024-08-01',
  });
  await unDossier(portail, caf.code, { ...commun, numero: restreint, accesRestreint: true });
  await unDossier(portail, caf.code, { ...commun, numero: oppose });
  const suite = { organisme: 'caf', code: '591', numero: '0640771', depuis: '2026-01-01' } as const;
  await unDossier(portail, caf.code, { ...commun, numero: fusionne, etat: 'fusionne', suite });
  await unDossier(portail, caf.code, { ...commun, numero: enAffiliation, etat: 'en-affiliation' });
  await uneOpposition(portail, partenaire, oppose);

  const unLecteur = async (
    profil: string,
    usages: readonly string[],
    etat: 'active' | 'suspendue' = 'active',
  ): Promise<Lecteur> => {
    const compte = await unCompte(portail, partenaire.organisation);
    const subvention = usages.some((usage) => usage !== 'cantine-un-euro') ? { equipementId } : {};
    return {
      profil,
      usages,
      compte,
      droit: await uneHabilitation(portail, { compte, bulletinId, profil, usages, etat, ...subvention }),
    };
  };
  const lecteurs: Lecteur[] = [];
  for (const usages of USAGES_T2) lecteurs.push(await unLecteur('T2', usages));
  for (const profil of PROFILS_SERVIS.filter((code) => code !== 'T2'))
    lecteurs.push(await unLecteur(profil, []));
  const nonServis: Lecteur[] = [];
  for (const profil of PROFILS.filter((code) => !PROFILS_SERVIS.includes(code)))
    nonServis.push(await unLecteur(profil, []));
  return {
    partenaire,
    lecteurs,
    nonServis,
    suspendu: await unLecteur('T2', ['cantine-un-euro'], 'suspendue'),
  };
}

const ouvrir = (portail: Portail, { compte }: Lecteur): Promise<Client> =>
  ouvrirSessionDirecte(portail, compte);

/** SEC-03 over every profile and use, every way of being refused, and the traces of all that. */
export async function violationsDesCanaris(
  portail: Portail,
  { lecteurs, nonServis, suspendu }: MondeCanari,
): Promise<string[]> {
  const violations: string[] = [];
  const reponses: Reponse[] = [];
  const demander = async (client: Client, droit: string, numero: number, plus = {}) => {
    const reponse = await consulter(client, droit, numero, plus);
    reponses.push(reponse);
    return reponse;
  };
  for (const lecteur of lecteurs) {
    const client = await ouvrir(portail, lecteur);
    const { profil, usages, droit } = lecteur;
    violations.push(...violationsDeLecture(await demander(client, droit, NUMEROS.ordinaire), profil, usages));
    const refus: (readonly [number, string, object?])[] = [
      [NUMEROS.restreint, 'non-consultable-ici'],
      [NUMEROS.oppose, 'non-consultable-ici'],
      [NUMEROS.fusionne, 'fusionne'],
      [NUMEROS.enAffiliation, 'en-affiliation'],
      [640_999, 'inexistant'],
      [NUMEROS.ordinaire, 'mission-inconnue', { mission: 'acces-droits' }],
      [NUMEROS.ordinaire, 'droit-absent', { caf: '974' }],
      ...(['T18', 'T19'].includes(profil) ? ([[NUMEROS.horsRsa, 'hors-perimetre']] as const) : []),
    ];
    for (const [numero, code, plus] of refus)
      violations.push(...violationsDeRefus(await demander(client, droit, numero, plus), code));
  }
  for (const lecteur of nonServis) {
    const client = await ouvrir(portail, lecteur);
    violations.push(
      ...violationsDeRefus(await demander(client, lecteur.droit, NUMEROS.ordinaire), 'profil-non-servi'),
    );
  }
  const client = await ouvrir(portail, suspendu);
  violations.push(
    ...violationsDeRefus(await demander(client, suspendu.droit, NUMEROS.ordinaire), 'droit-inutilisable'),
  );
  violations.push(...(await violationsDeTrace(portail, reponses)));
  return violations;
}
