import { amorcerArret } from '../../modules/cdap/index.ts';
import { inscrireTrace } from '../../modules/traces/index.ts';
import { poserLocataire, type Tx } from '../../platform/db/base.ts';
import { nouvelUuid } from '../../platform/identifiants.ts';
import { organisationDe } from './appartenance.ts';
import { COMPTES, cleDe, idDe } from './comptes.ts';

export const JOURS_D_HISTORIQUE = 28;
const JOUR_MS = 86_400_000;

/** A small sequence of its own, so that the history is the same at each installation. */
function creerSuite(graine: number): (borne: number) => number {
  let etat = graine;
  return (borne) => {
    etat = (Math.imul(etat, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((etat / 2 ** 32) * borne);
  };
}

const ISSUES = [
  { issue: 'fait', code: null },
  { issue: 'fait', code: null },
  { issue: 'fait', code: null },
  { issue: 'fait', code: null },
  { issue: 'refuse', code: 'inexistant' },
] as const;
const BLOCS_T2 = [
  'identite',
  'numero',
  'adresse',
  'famille:composition',
  'quotientFamilial',
  'affiliation:ailleurs',
];
const BLOCS_T19 = [
  'identite',
  'numero',
  'nir',
  'adresse',
  'famille',
  'situationPro',
  'rsa',
  'droits',
  'paiements',
  'creances',
];
const NAVIGATEUR = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

/** Four weeks of believable days: people sign in on working days, read a few files, and leave. */
export async function chargerHistorique(tx: Tx, instant: Date): Promise<void> {
  const suite = creerSuite(20_261_121);
  const lecteurs = COMPTES.filter(
    (compte) => compte.etat !== 'suspendu' && compte.droits?.some((d) => d.debut === undefined),
  );
  for (let jours = JOURS_D_HISTORIQUE; jours >= 1; jours -= 1) {
    const matin = new Date(
      Math.floor(instant.getTime() / JOUR_MS) * JOUR_MS - jours * JOUR_MS + 7 * 3_600_000,
    );
    if (matin.getUTCDay() === 0 || matin.getUTCDay() === 6) continue;
    for (const compte of lecteurs) {
      if (suite(3) === 0) continue;
      await chargerJournee(tx, compte, matin, suite);
    }
  }
  await chargerArret(tx, instant);
}

async function chargerJournee(
  tx: Tx,
  compte: (typeof COMPTES)[number],
  matin: Date,
  suite: (borne: number) => number,
): Promise<void> {
  const organisation = organisationDe(compte.organisme);
  const compteId = idDe(`compte/${cleDe(compte)}`);
  const droit = compte.droits?.[0];
  if (organisation.cafCode === null || droit === undefined) return;
  let quand = matin.getTime() + suite(90) * 60_000;
  const sessionId = nouvelUuid(new Date(quand));
  const adresse = `192.0.2.${10 + suite(200)}`;
  const ctx = () => {
    quand += (20 + suite(500)) * 1000;
    const instant = new Date(quand);
    const id = nouvelUuid(instant);
    return { instant, nouvelId: () => id, correlation: id, adresse, navigateur: NAVIGATEUR };
  };
  await poserLocataire(tx, { ...organisation, compteId }, matin);
  if (suite(12) === 0) {
    await inscrireTrace(tx, ctx(), {
      action: 'connexion',
      issue: 'refuse',
      codeIssue: 'identifiants-refuses',
      compteId,
    });
  }
  await inscrireTrace(tx, ctx(), {
    action: 'connexion',
    issue: 'fait',
    codeIssue: 'second-facteur-attendu',
    compteId,
    sessionId,
  });
  await inscrireTrace(tx, ctx(), { action: 'second-facteur', issue: 'fait', compteId, sessionId });
  for (let lecture = suite(5); lecture >= 0; lecture -= 1) {
    const horsPerimetre = droit.profil === 'T19' && suite(4) === 0;
    const { issue, code } = horsPerimetre
      ? ({ issue: 'refuse', code: 'hors-perimetre' } as const)
      : (ISSUES[suite(ISSUES.length)] ?? ISSUES[0]);
    await inscrireTrace(tx, ctx(), {
      action: 'consultation-dossier',
      issue,
      codeIssue: code,
      compteId,
      sessionId,
      profil: droit.profil,
      habilitationId: idDe(`habilitation/${cleDe(compte)}/0`),
      dossier: { caf: organisation.cafCode, numero: 100_000 + suite(9_000_000) },
      categories: issue === 'fait' ? (droit.profil === 'T19' ? BLOCS_T19 : BLOCS_T2) : [],
      versionMatrice: 1,
      mission: droit.missions[0] ?? null,
    });
  }
  if (suite(4) > 0)
    await inscrireTrace(tx, ctx(), { action: 'deconnexion', issue: 'fait', compteId, sessionId });
}

/** One agent stopped by the cap, waiting for a manager. */
async function chargerArret(tx: Tx, instant: Date): Promise<void> {
  const compte = COMPTES.find(({ nom }) => nom === 'Wattrelos');
  if (compte === undefined) throw new Error('the stopped agent of the demonstration is gone');
  const organisation = organisationDe(compte.organisme);
  const { cafCode, partenaireId } = organisation;
  if (cafCode === null || partenaireId === null) throw new Error('the stopped agent has no partner');
  // Yesterday, in the afternoon: nobody has looked at it yet.
  const poseLe = new Date(Math.floor(instant.getTime() / JOUR_MS) * JOUR_MS - 10 * 3_600_000);
  const compteId = idDe(`compte/${cleDe(compte)}`);
  await poserLocataire(tx, { ...organisation, compteId }, instant);
  await amorcerArret(tx, {
    id: idDe('arret/1'),
    cafCode,
    partenaireId,
    compteId,
    cause: 'plafond-compte',
    lectures: 120,
    instant: poseLe,
  });
}
