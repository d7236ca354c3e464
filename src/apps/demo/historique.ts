import { pino } from 'pino';
import catalogue2025 from '../../modules/cdap/domain/catalogue-2025.json' with { type: 'json' };
import { amorcerArret, prevenirGestionnaires } from '../../modules/cdap/index.ts';
import { amorcerConnexion } from '../../modules/identite/index.ts';
import { inscrireTrace } from '../../modules/traces/index.ts';
import { poserLocataire, type Tx } from '../../platform/db/base.ts';
import { nouvelUuid } from '../../platform/identifiants.ts';
import { organisationDe, versionMatriceDe } from './appartenance.ts';
import { COMPTES, cleDe, idDe } from './comptes.ts';
import { CAFS } from './organisations.ts';

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
/** Reading conditions that close files to a profile; the opposition of a family is not one of scope. */
const bornesDe = (profil: string): boolean =>
  catalogue2025.profils
    .find(({ code }) => code === profil)
    ?.conditionsLecture.some(({ code }) => code !== 'personne-informee') ?? false;

/** What the trace of a reading names: the blocks of the profile, with their form when it is reduced. */
function categoriesDe(profil: string): readonly string[] {
  if (profil === 'T2') return BLOCS_T2;
  const ligne = catalogue2025.profils.find(({ code }) => code === profil);
  if (ligne === undefined) throw new Error(`no profile ${profil} in the catalogue`);
  // Closed to the two other variants of T5, and to the MSA where no housing aid is drawn.
  const reduits = Object.entries(ligne.blocsReduits).filter(([, forme]) => forme !== 'msa-aide-logement');
  return [...ligne.blocs, ...reduits.map(([bloc, forme]) => `${bloc}:${forme}`)];
}
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
  const entree = ctx();
  await inscrireTrace(tx, entree, { action: 'second-facteur', issue: 'fait', compteId, sessionId });
  for (let lecture = suite(5); lecture >= 0; lecture -= 1) {
    const horsPerimetre = bornesDe(droit.profil) && suite(4) === 0;
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
      categories: issue === 'fait' ? categoriesDe(droit.profil) : [],
      versionMatrice: versionMatriceDe(compte.organisme),
      mission: droit.missions[0] ?? null,
      objet: droit.conditions?.(() => '')['instruction-rsa']?.services[0] ?? null,
    });
  }
  const sortie = ctx();
  if (suite(4) > 0)
    await inscrireTrace(tx, sortie, { action: 'deconnexion', issue: 'fait', compteId, sessionId });
  await amorcerConnexion(tx, {
    sessionId,
    compteId,
    organisation,
    ouverteLe: entree.instant,
    closeLe: sortie.instant,
    adresse,
    navigateur: NAVIGATEUR,
  });
}

/** How many files the Caf lets an account read in an hour, before a new code and before a stop. */
const plafondsDe = (code: string): { readonly seuil: number; readonly plafond: number } => {
  const caf = CAFS.find((c) => c.code === code);
  if (caf === undefined) throw new Error(`no Caf ${code} in the demonstration`);
  return { seuil: caf.seuilConfirmationHeure, plafond: caf.plafondCompteHeure };
};

/** The last working day before the instant, at an hour of its own: nobody has looked at the stop since. */
function dernierJourOuvre(instant: Date, heure: number): Date {
  let jour = Math.floor(instant.getTime() / JOUR_MS) * JOUR_MS - JOUR_MS;
  while ([0, 6].includes(new Date(jour).getUTCDay())) jour -= JOUR_MS;
  return new Date(jour + heure * 3_600_000);
}

/**
 * One agent stopped by the cap, waiting for a manager: the readings of the hour, the code asked for half-way, the
 * stop and the two words to the managers, as the portal would have left them (CDAP-32).
 */
async function chargerArret(tx: Tx, instant: Date): Promise<void> {
  const compte = COMPTES.find(({ nom }) => nom === 'Wattrelos');
  const droit = compte?.droits?.[0];
  if (compte === undefined || droit === undefined)
    throw new Error('the stopped agent of the demonstration is gone');
  const organisation = organisationDe(compte.organisme);
  const { cafCode, partenaireId } = organisation;
  if (cafCode === null || partenaireId === null) throw new Error('the stopped agent has no partner');
  const compteId = idDe(`compte/${cleDe(compte)}`);
  const { seuil, plafond } = plafondsDe(cafCode);
  const suite = creerSuite(20_261_120);
  const quand = dernierJourOuvre(instant, 14);
  const sessionId = nouvelUuid(quand);
  let secondes = 0;
  const ctx = (pas: number) => {
    secondes += pas;
    const id = nouvelUuid(new Date(quand.getTime() + secondes * 1000));
    return {
      instant: new Date(quand.getTime() + secondes * 1000),
      nouvelId: () => id,
      correlation: id,
      adresse: '192.0.2.77',
      navigateur: NAVIGATEUR,
    };
  };
  const deLui = { compteId, sessionId };
  const lire = (pas: number, refus: string | null) =>
    inscrireTrace(tx, ctx(pas), {
      ...deLui,
      action: 'consultation-dossier',
      issue: refus === null ? 'fait' : 'refuse',
      codeIssue: refus,
      profil: droit.profil,
      habilitationId: idDe(`habilitation/${cleDe(compte)}/0`),
      dossier: { caf: cafCode, numero: 100_000 + suite(9_000_000) },
      categories: refus === null ? BLOCS_T2 : [],
      versionMatrice: versionMatriceDe(compte.organisme),
      mission: droit.missions[0] ?? null,
    });
  const sousLui = () => poserLocataire(tx, { ...organisation, compteId }, instant);
  const prevenir = async (cause: 'seuil-compte' | 'plafond-compte') => {
    const { nouvelId: _, ...ici } = ctx(0);
    await prevenirGestionnaires(
      {
        ...ici,
        // Several mails leave at this instant, each under its own identifier.
        nouvelId: () => nouvelUuid(ici.instant),
        journal: pino({ level: 'silent' }),
        // The demonstration is loaded in one transaction: this word belongs to it like the rest.
        enTransaction: async (locataire, acte) => {
          await poserLocataire(tx, locataire, ici.instant);
          return acte(tx);
        },
      },
      { cause, caf: cafCode, partenaire: partenaireId, compte: compteId },
    );
    await sousLui();
  };

  await sousLui();
  await inscrireTrace(tx, ctx(20), {
    ...deLui,
    action: 'connexion',
    issue: 'fait',
    codeIssue: 'second-facteur-attendu',
  });
  await inscrireTrace(tx, ctx(15), { ...deLui, action: 'second-facteur', issue: 'fait' });
  for (let lectures = 0; lectures < plafond; lectures += 1) {
    if (lectures === seuil) {
      await lire(12, 'confirmation-requise');
      await prevenir('seuil-compte');
      await inscrireTrace(tx, ctx(35), { ...deLui, action: 'confirmation', issue: 'fait' });
    }
    await lire(12 + suite(14), null);
  }
  await lire(16, 'lecture-arretee');
  const pose = ctx(1);
  const id = idDe('arret/1');
  await amorcerArret(tx, {
    id,
    cafCode,
    partenaireId,
    compteId,
    cause: 'plafond-compte',
    lectures: plafond,
    instant: pose.instant,
  });
  await inscrireTrace(tx, pose, {
    ...deLui,
    action: 'pose-arret',
    issue: 'fait',
    codeIssue: 'plafond-compte',
    objet: id,
  });
  await prevenir('plafond-compte');
}
