import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { lireCourriel } from '../modules/identite/domain/courriel.ts';
import {
  type ContexteMotDePasse,
  jugerMotDePasse,
  REGLE_MOT_DE_PASSE,
} from '../modules/identite/domain/mot-de-passe.ts';
import {
  amorcerCompte,
  countComptesCnaf,
  estMotDePasseCourant,
  nouveauSecretTotp,
  nouvelIdentifiant,
} from '../modules/identite/index.ts';
import { direEcueil } from '../modules/identite/libelles-mot-de-passe.ts';
import { enTransaction } from '../platform/db/base.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';
import { nouvelUuid } from '../platform/identifiants.ts';
import { avecBases } from './avec-bases.ts';
import { COMMANDES_DOSSIERS } from './dossiers.ts';
import { COMMANDES_MAINTENANCE } from './exploitation/commande.ts';
import { ecrireMode, lireMode } from './installation.ts';
import { COMMANDES_SAUVEGARDE } from './sauvegarde.ts';

const dire = (ligne: string): void => {
  process.stderr.write(`${ligne}\n`);
};

const AIDE = `npm run cli -- COMMANDE [options]

  migrer                          met la base à jour ; peut être lancée deux fois, ou par deux machines
  creer-administrateur-cnaf       crée le premier compte de la Cnaf (ROL-17) et le nomme administrateur
    --prenom P --nom N --courriel C   le mot de passe est lu sur l’entrée standard
  maintenance debut|fin|etat      ferme le portail pour une maintenance, le rouvre, ou dit où il en est
  sauvegarder DOSSIER             copie la base embarquée, portail en marche ou arrêté
  verifier-sauvegarde DOSSIER     relit une sauvegarde, octet par octet
  restaurer DOSSIER               remet une sauvegarde dans un dossier de données vide
  importer-dossiers FICHIER       remplit le portail des dossiers d’une Caf, depuis un fichier JSON lines ou CSV
  generer-dossiers                écrit un fichier de dossiers inventés sur la sortie standard

Les variables d’environnement sont celles du portail (npm start -- --help), qui doit être arrêté si la base est embarquée, sauf pour sauvegarder. « COMMANDE --help » en dit plus.`;

interface Commande {
  readonly aide: string;
  readonly executer: (args: readonly string[]) => Promise<void>;
}

const CNAF = { nature: 'cnaf' as const, cafCode: null, partenaireId: null };

const COMMANDES: Readonly<Record<string, Commande>> = {
  migrer: {
    aide: AIDE,
    executer: () => avecBases(async () => dire('La base est à jour.')),
  },
  'creer-administrateur-cnaf': { aide: AIDE, executer: creerAdministrateurCnaf },
  ...COMMANDES_MAINTENANCE,
  ...COMMANDES_SAUVEGARDE,
  ...COMMANDES_DOSSIERS,
};

/** The first Cnaf administrator comes from here, and no other: the next ones are made by an administrator. */
async function creerAdministrateurCnaf(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { prenom: { type: 'string' }, nom: { type: 'string' }, courriel: { type: 'string' } },
  });
  const { prenom, nom, courriel } = values;
  if (!prenom || !nom || !courriel)
    throw new ErreurDemarrage('Indiquez --prenom, --nom et --courriel (une adresse électronique).');
  const adresse = lireCourriel(courriel);
  if (!adresse.ok) throw new ErreurDemarrage(`--courriel : ${adresse.message}`);
  const motDePasse = await lireMotDePasse({
    prenom,
    nom,
    courriel: adresse.valeur,
    organisme: 'Cnaf',
    identifiant: '',
  });
  await avecBases(async (bases, trousseau) => {
    const instant = new Date();
    const identifiant = nouvelIdentifiant();
    const secretTotp = nouveauSecretTotp();
    await enTransaction(bases.service, { ...CNAF, compteId: null }, instant, async (tx) => {
      await ecrireMode(tx, 'reelle', instant);
      if ((await lireMode(tx)) !== 'reelle')
        throw new ErreurDemarrage('Cette base contient la démonstration.');
      if ((await countComptesCnaf(tx)) > 0) {
        throw new ErreurDemarrage('La Cnaf a déjà un compte : un administrateur en place crée les suivants.');
      }
      await amorcerCompte(tx, trousseau, {
        id: nouvelUuid(instant),
        organisation: CNAF,
        identifiant,
        prenom,
        nom,
        fonction: 'Administrateur national',
        courriel: adresse.valeur,
        roles: ['administrateur-cnaf'],
        motDePasse,
        secretTotp,
        secondFacteurExige: true,
        // Read and acknowledged by the person, at the first sign-in (ACC-13).
        confidentialiteLe: null,
        du: instant,
      });
    });
    process.stdout.write(
      `Identifiant : ${identifiant}\nClé du second facteur : otpauth://totp/Passerelle:${identifiant}?secret=${secretTotp}&issuer=Passerelle\n`,
    );
    dire('Enregistrez la clé dans une application d’authentification : elle ne sera plus montrée.');
  });
}

/** Read without being shown, and judged as any other password (ACC-02). */
async function lireMotDePasse(contexte: ContexteMotDePasse): Promise<string> {
  process.stderr.write('Mot de passe (12 caractères au moins, rien ne s’affiche) : ');
  const lecture = createInterface({
    input: process.stdin,
    output: new Writable({ write: (_morceau, _codage, suite) => suite() }),
    terminal: process.stdin.isTTY,
  });
  const motDePasse = await lecture.question('');
  lecture.close();
  process.stderr.write('\n');
  const { ecueils } = jugerMotDePasse(motDePasse, contexte, REGLE_MOT_DE_PASSE, true);
  const [ecueil] =
    ecueils.length === 0 && estMotDePasseCourant(motDePasse) ? (['courant'] as const) : ecueils;
  if (ecueil !== undefined) throw new ErreurDemarrage(direEcueil(ecueil));
  return motDePasse;
}

async function executer(): Promise<void> {
  const [nom = '', ...args] = process.argv.slice(2);
  const commande = Object.hasOwn(COMMANDES, nom) ? COMMANDES[nom] : undefined;
  if (commande === undefined || args.includes('--help')) {
    dire(commande?.aide ?? AIDE);
    process.exitCode = commande === undefined && nom !== '--help' && nom !== '' ? 1 : 0;
    return;
  }
  await commande.executer(args);
}

await executer().catch((erreur: unknown) => {
  dire(
    erreur instanceof ErreurDemarrage
      ? erreur.message
      : String(erreur instanceof Error ? erreur.stack : erreur),
  );
  process.exitCode = 1;
});
