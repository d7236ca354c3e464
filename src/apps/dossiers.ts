import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ecrireDossier } from '../modules/cdap/domain/import/lire-dossier.ts';
import { genererPopulation } from '../modules/cdap/domain/population.ts';
import {
  COLONNES_CSV,
  commencerImport,
  conclureImport,
  EnteteCsvInvalide,
  ImportPris,
  importer,
  jourDeLaCaf,
  type LigneRefusee,
  lireCafs,
  locataireCaf,
} from '../modules/cdap/index.ts';
import { messageRaison } from '../modules/cdap/libelles-imports.ts';
import { inscrireTrace } from '../modules/traces/index.ts';
import { enTransaction, type Tx } from '../platform/db/base.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';
import { nouvelUuid } from '../platform/identifiants.ts';
import { neutraliser } from '../platform/tableur/cellule.ts';
import { avecBases } from './avec-bases.ts';
import type { Bases } from './bases.ts';
import { lireMode } from './installation.ts';

const nombre = new Intl.NumberFormat('fr-FR');
const dire = (ligne: string): void => {
  process.stderr.write(`${ligne}\n`);
};
/** npm runs the command from the project's folder, and tells where the person was. */
const depuisIci = (chemin: string): string => path.resolve(process.env.INIT_CWD ?? process.cwd(), chemin);

const AIDE_IMPORTER = `npm run cli -- importer-dossiers FICHIER [--caf CODE] [--rapport FICHIER]

Lit un fichier de dossiers (.jsonl, .ndjson ou .csv, décrit dans docs/import.md) et les enregistre. Un dossier déjà connu
est remplacé si la date de ses données n’est pas plus ancienne. Une ligne refusée n’arrête pas les autres.

  --caf CODE        la Caf qui importe ; inutile s’il n’y en a qu’une
  --rapport FICHIER où écrire les lignes refusées (FICHIER.rapport.csv à côté du fichier lu, par défaut)

Ctrl-C arrête proprement. La même commande reprend alors à la ligne où elle en était, comme après une coupure.
Avec la base embarquée, le portail doit être arrêté ; avec DATABASE_URL, il peut servir pendant ce temps.`;

const AIDE_GENERER = `npm run cli -- generer-dossiers --graine G --nombre N --cafs CODE[,CODE…] [--format jsonl|csv] [--mois AAAA-MM] > FICHIER

Écrit des dossiers inventés, de 1 000 à 14 millions : la même graine donne les mêmes octets. Les noms, les communes et les
numéros se voient inventés.

  --mois AAAA-MM    mois courant des dossiers (par défaut, celui d’aujourd’hui)`;

/** Commands that bring files in or make some up (CDAP-29, CDAP-30); `cli.ts` lists them. */
export const COMMANDES_DOSSIERS = {
  'importer-dossiers': { aide: AIDE_IMPORTER, executer: commandeImporter },
  'generer-dossiers': { aide: AIDE_GENERER, executer: commandeGenerer },
} as const;

/** What was typed is never repeated. */
function lireOptions<const O extends Record<string, { type: 'string' }>>(
  args: readonly string[],
  options: O,
  fichiers: 0 | 1,
): { valeurs: Partial<Record<keyof O, string>>; fichier: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length === fichiers)
      return { valeurs: values as Partial<Record<keyof O, string>>, fichier: positionals[0] ?? '' };
  } catch {
    // An option that does not exist, or has no value: same sentence.
  }
  throw new ErreurDemarrage('Cette commande ne se comprend pas ainsi : « --help » dit ce qu’elle attend.');
}

async function commandeImporter(args: readonly string[]): Promise<void> {
  const { valeurs, fichier } = lireOptions(args, { caf: { type: 'string' }, rapport: { type: 'string' } }, 1);
  const chemin = depuisIci(fichier);
  await access(chemin, constants.R_OK).catch(() => {
    throw new ErreurDemarrage('Le fichier à importer ne peut pas être lu : vérifiez son nom et ses droits.');
  });
  const arret = new AbortController();
  const interrompre = () => {
    dire('Arrêt demandé : le lot en cours est enregistré d’abord.');
    arret.abort();
  };
  process.on('SIGINT', interrompre).on('SIGTERM', interrompre);
  try {
    await avecBases((bases) =>
      importerFichier(
        bases,
        chemin,
        depuisIci(valeurs.rapport ?? `${chemin}.rapport.csv`),
        valeurs.caf,
        arret.signal,
      ),
    );
  } finally {
    process.off('SIGINT', interrompre).off('SIGTERM', interrompre);
  }
}

async function importerFichier(
  bases: Bases,
  chemin: string,
  cheminRapport: string,
  cafDemandee: string | undefined,
  arret: AbortSignal,
): Promise<void> {
  const depart = new Date();
  const cnaf = { nature: 'cnaf' as const, cafCode: null, partenaireId: null, compteId: null };
  const { cafs, mode } = await enTransaction(bases.service, cnaf, depart, async (tx) => ({
    cafs: await lireCafs(tx),
    mode: await lireMode(tx),
  }));
  const caf = cafDemandee ?? (cafs.length === 1 ? cafs[0] : undefined);
  if (caf === undefined || !cafs.includes(caf))
    throw new ErreurDemarrage(
      cafs.length === 0
        ? 'Ce portail n’a pas encore de Caf : ouvrez-la avant d’importer ses dossiers.'
        : `Indiquez par --caf la Caf qui importe : ${cafs.join(', ')}.`,
    );
  if (mode === 'demonstration')
    dire('Cette base est celle de la démonstration : n’y mettez que des dossiers inventés.');
  const deLaCaf = <T>(acte: (tx: Tx, instant: Date) => Promise<T>): Promise<T> => {
    const instant = new Date();
    return enTransaction(bases.service, locataireCaf(caf), instant, (tx) => acte(tx, instant));
  };
  const ouvert = await ouvrir(deLaCaf, caf, chemin, depart);
  const { id } = ouvert;
  if (ouvert.abandonne !== null)
    dire(
      'Un import de cette Caf n’était pas fini, pour un autre fichier : il est abandonné, ce qu’il a écrit reste.',
    );
  if (ouvert.reprisLigne !== null) dire(`Reprise après la ligne ${nombre.format(ouvert.reprisLigne)}.`);
  const rapport = await ouvrirRapport(cheminRapport, ouvert.reprisLigne);
  const avancement = suivre(ouvert.comptes.octets, ouvert.comptes.lues);
  try {
    const issue = await importer({
      alimentation: bases.alimentation,
      id,
      caf,
      chemin,
      jour: await deLaCaf((tx, instant) => jourDeLaCaf(tx, caf, instant)),
      horloge: () => new Date(),
      arret,
      surRefus: (refusees) => ecrireRefus(rapport, refusees),
      surAvance: avancement.noter,
    });
    await deLaCaf((tx, instant) =>
      conclureImport(tx, { instant, nouvelId: () => nouvelUuid(instant) }, id, issue),
    );
    avancement.conclure(issue, cheminRapport);
    if (issue === 'interrompu') process.exitCode = 1;
  } catch (erreur) {
    if (erreur instanceof ImportPris) throw new ErreurDemarrage(IMPORT_PRIS);
    throw erreur;
  } finally {
    avancement.fermer();
    await rapport.close();
  }
}

async function ouvrir(
  deLaCaf: <T>(acte: (tx: Tx, instant: Date) => Promise<T>) => Promise<T>,
  caf: string,
  chemin: string,
  depart: Date,
) {
  try {
    return await commencerImport(
      (acte) =>
        deLaCaf(async (tx, instant) => {
          const ouvert = await acte(tx);
          const trace = {
            instant,
            nouvelId: () => nouvelUuid(instant),
            correlation: 'commande',
            adresse: null,
            navigateur: null,
          };
          if (ouvert.abandonne !== null)
            await inscrireTrace(tx, trace, {
              action: 'abandon-import',
              issue: 'fait',
              compteId: null,
              objet: ouvert.abandonne.id,
            });
          await inscrireTrace(tx, trace, {
            action: 'depot-import',
            issue: 'fait',
            compteId: null,
            objet: ouvert.id,
          });
          return ouvert;
        }),
      { caf, chemin, origine: 'commande', compteId: null },
      depart,
    );
  } catch (erreur) {
    if (erreur instanceof EnteteCsvInvalide) throw new ErreurDemarrage(erreur.message);
    if (erreur instanceof ImportPris) throw new ErreurDemarrage(IMPORT_PRIS);
    throw erreur;
  }
}

const IMPORT_PRIS = 'Un import de cette Caf est déjà en cours, ici ou dans le portail : attendez sa fin.';

const ENTETE_RAPPORT = 'ligne;champ;raison;message\n';

/**
 * The report of refused lines. Lines are written before their batch is committed: after a cut, those beyond the place
 * reached are taken off, since they will be read again.
 */
async function ouvrirRapport(chemin: string, reprisLigne: number | null): Promise<FileHandle> {
  const neuf = async () => {
    const rapport = await open(chemin, 'w', 0o600);
    await rapport.write(ENTETE_RAPPORT);
    return rapport;
  };
  if (reprisLigne === null) return neuf();
  const ancien = await open(chemin, 'r+').catch(() => null);
  if (ancien === null) return neuf();
  let octets = 0;
  for await (const ligne of createInterface({
    input: ancien.createReadStream({ autoClose: false, start: 0 }),
  })) {
    if (octets > 0 && Number(ligne.split(';', 1)[0]) > reprisLigne) break;
    octets += Buffer.byteLength(ligne) + 1;
  }
  await ancien.truncate(octets);
  await ancien.close();
  return open(chemin, 'a', 0o600);
}

async function ecrireRefus(rapport: FileHandle, refusees: readonly LigneRefusee[]): Promise<void> {
  const lignes = refusees.map(({ ligne, champ, raison }) =>
    [String(ligne), champ, raison, messageRaison(raison)]
      .map((texte) => `"${neutraliser(texte).replaceAll('"', '""')}"`)
      .join(';')
      .replace(/^"(\d+)"/, '$1'),
  );
  await rapport.write(`${lignes.join('\n')}\n`);
}

/** Progress on the standard error, once a second. */
function suivre(octets: number, deja: number) {
  const debut = performance.now();
  let etat = { lues: deja, refusees: 0, nouvelles: 0, remplacees: 0, inchangees: 0, anciennes: 0, levees: 0 };
  let place = 0;
  const debit = () => Math.round(((etat.lues - deja) * 1000) / Math.max(1, performance.now() - debut));
  const minuterie = setInterval(() => {
    const part = octets === 0 ? 100 : Math.floor((100 * place) / octets);
    dire(
      `${part} % — ${nombre.format(etat.lues)} lignes, ${nombre.format(debit())}/s, ${nombre.format(etat.refusees)} refusées`,
    );
  }, 1000);
  minuterie.unref();
  return {
    noter: (comptes: typeof etat, position: number) => {
      etat = comptes;
      place = position;
    },
    fermer: () => clearInterval(minuterie),
    conclure: (issue: 'termine' | 'interrompu', rapport: string) => {
      const mots: [number, string][] = [
        [etat.lues, 'lignes lues'],
        [etat.nouvelles, 'nouveaux dossiers'],
        [etat.remplacees, 'remplacés'],
        [etat.inchangees, 'inchangés'],
        [etat.anciennes, 'plus anciens, laissés'],
        [etat.refusees, 'refusées'],
        [etat.levees, 'accès restreints levés'],
      ];
      process.stdout.write(`${mots.map(([n, quoi]) => `${nombre.format(n)} ${quoi}`).join(', ')}.\n`);
      if (etat.refusees > 0) dire(`Lignes refusées : ${rapport}`);
      if (issue === 'interrompu')
        dire('Import arrêté : relancez la même commande pour le reprendre à cette ligne.');
    },
  };
}

/** Invented towns of the generated files, two for each Caf; nobody lives there. */
const communesDe = (caf: string) =>
  ['Villexemple', 'Bourg-Fictif'].map((nom, i) => {
    const departement = /^97/.test(caf) ? caf : caf.slice(0, 2);
    const reste = 5 - departement.length;
    return {
      nom,
      codeInsee: departement + String(i + 1).padStart(reste, '9'),
      codePostal: departement + String(98 + i).padStart(reste, '9'),
    };
  });

async function commandeGenerer(args: readonly string[]): Promise<void> {
  const { valeurs } = lireOptions(
    args,
    {
      graine: { type: 'string' },
      nombre: { type: 'string' },
      cafs: { type: 'string' },
      format: { type: 'string' },
      mois: { type: 'string' },
    },
    0,
  );
  const taille = Number(valeurs.nombre);
  const cafs = [...new Set((valeurs.cafs ?? '').split(','))];
  const format = valeurs.format ?? 'jsonl';
  const mois = valeurs.mois ?? new Date().toISOString().slice(0, 7);
  if (
    !valeurs.graine ||
    !Number.isInteger(taille) ||
    taille < 1000 ||
    taille > 14_000_000 ||
    cafs.some((caf) => !/^(?!000)[0-9]{3}$/.test(caf)) ||
    (format !== 'jsonl' && format !== 'csv') ||
    !/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(mois) ||
    Math.ceil(taille / cafs.length) >= 9_899_999
  )
    throw new ErreurDemarrage(
      'Indiquez --graine, --nombre (de 1000 à 14000000, moins de 9899999 par Caf), --cafs (des codes à trois chiffres), et au besoin --format (jsonl ou csv) et --mois (AAAA-MM).',
    );
  const population = genererPopulation({
    graine: valeurs.graine,
    taille,
    cafs: cafs.map((code) => ({ code, communes: communesDe(code) })),
    moisCourant: mois,
  });
  const sortie = process.stdout;
  // Who reads stopped early, as `head` does: that is no fault.
  sortie.on('error', (erreur: NodeJS.ErrnoException) => process.exit(erreur.code === 'EPIPE' ? 0 : 1));
  let morceau = format === 'csv' ? `${COLONNES_CSV.join(';')}\n` : '';
  for (const dossier of population) {
    morceau += `${format === 'csv' ? enCsv(ecrireDossier(dossier)) : ecrireDossier(dossier)}\n`;
    if (morceau.length < 256 * 1024) continue;
    if (!sortie.write(morceau)) await once(sortie, 'drain');
    morceau = '';
  }
  await new Promise<void>((resoudre) => {
    sortie.write(morceau, () => resoudre());
  });
}

/** The line of JSON as a row of CSV: texts bare, blocks as their JSON text. */
function enCsv(ligne: string): string {
  const { blocs, ...reste } = JSON.parse(ligne) as Record<string, unknown> & {
    blocs: Record<string, unknown>;
  };
  return COLONNES_CSV.map((nom) => {
    const valeur = nom.startsWith('blocs.') ? blocs[nom.slice(6)] : reste[nom];
    if (valeur === null || valeur === undefined) return '';
    const texte = typeof valeur === 'object' ? JSON.stringify(valeur) : String(valeur);
    return /[";\n]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte;
  }).join(';');
}
