import type { Bloc, BlocsStockes } from './blocs.ts';
import type { EtatDossier, MesureProtection } from './codes.ts';
import { type FaitsDeduits, sirenDe } from './faits.ts';

/** CDAP-16: guardianship, curatorship and judicial support tie a protector to a file; the others give no such power. */
const MESURES_QUI_LIENT: ReadonlySet<MesureProtection> = new Set([
  'tutelle',
  'curatelle',
  'curatelle-renforcee',
  'accompagnement-judiciaire',
]);

/** RSA states with an open right, payment suspended or not. */
const RSA_OUVERT: ReadonlySet<string> = new Set(['2', '3', '4']);

const ACTIVITES_ETUDIANTES: ReadonlySet<string> = new Set(['ETU', 'EBO']);

/** The blocks that facts are drawn from: who feeds the store by the million need not read the others. */
export const BLOCS_DES_FAITS = [
  'rsa',
  'adresse',
  'affiliation',
  'logement',
  'protection',
  'cmg',
  'situationPro',
] as const satisfies readonly Bloc[];
type BlocsDesFaits = Pick<BlocsStockes, (typeof BLOCS_DES_FAITS)[number]>;

/**
 * The facts that reading conditions need, from the blocks themselves: whoever feeds the store gives blocks, and a
 * fact can never contradict what it is drawn from.
 */
export function deduireFaits(etat: EtatDossier, blocs: BlocsDesFaits): FaitsDeduits {
  const { rsa, adresse, affiliation, logement, protection, cmg, situationPro } = blocs;
  const lie =
    protection !== null && MESURES_QUI_LIENT.has(protection.mesure) && protection.organisme.siret !== null;
  const bailleur = logement?.aide?.tiersPayant === true ? (logement.bailleur?.siret ?? null) : null;
  return {
    rsaEnCours: etat === 'ouvert' && rsa !== null && RSA_OUVERT.has(rsa.etat),
    rsaDernierMois: rsa?.dernierMois ? `${rsa.dernierMois}-01` : null,
    departement: departementDe(adresse?.actuelle ?? null),
    mutationEnCours: affiliation?.mutations.some((mutation) => mutation.etat === 'en-cours') ?? false,
    aideLogement: logement !== null && logement.aide !== null,
    bailleurTiersPayant: bailleur === null ? null : sirenDe(bailleur),
    protecteur: lie && protection.organisme.siret !== null ? sirenDe(protection.organisme.siret) : null,
    protectionDu: lie ? protection.du : null,
    protectionAu: lie ? protection.au : null,
    traceCmg: cmg !== null && cmg.demandes.length > 0,
    etudiant: situationPro?.adultes.some(({ activite }) => ACTIVITES_ETUDIANTES.has(activite)) ?? false,
  };
}

/** From the commune's code, or from the postcode when there is none (which tells Corsica by 200, 201 and 202, 206). */
function departementDe(adresse: { codeInsee: string | null; codePostal: string } | null): string | null {
  if (adresse === null) return null;
  const { codeInsee, codePostal } = adresse;
  if (codeInsee !== null) return /^9[78]/.test(codeInsee) ? codeInsee.slice(0, 3) : codeInsee.slice(0, 2);
  if (/^9[78]/.test(codePostal)) return codePostal.slice(0, 3);
  if (codePostal.startsWith('20')) return codePostal < '20200' ? '2A' : '2B';
  return codePostal.slice(0, 2);
}
