import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lireConfiguration } from '../platform/config/configuration.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';
import { AIDE } from './aide.ts';
import { DOSSIER_PAGES, ouvrirPortail, type PortailOuvert } from './portail.ts';

const RACINE = path.resolve(import.meta.dirname, '../..');
const dire = (ligne: string): void => {
  process.stderr.write(`${ligne}\n`);
};

/** One sentence and a non-zero exit for what the operator can mend; a stack only for our own defects. */
function renoncer(erreur: unknown): never {
  if (erreur instanceof ErreurDemarrage) dire(erreur.message);
  else dire(`Le portail n’a pas pu démarrer : ${erreur instanceof Error ? erreur.stack : String(erreur)}`);
  process.exit(1);
}

async function demarrer(): Promise<void> {
  const config = lireConfiguration(process.env, RACINE);
  const { version } = JSON.parse(await readFile(path.join(RACINE, 'package.json'), 'utf8'));
  const { construireWebSiPerime } = await import('../../scripts/build-web.ts');
  await construireWebSiPerime({ info: dire, warn: dire });
  let portail: PortailOuvert | null = null;
  let arretDemande = false;
  const arreter = async (code: number) => {
    if (arretDemande) return;
    arretDemande = true;
    dire('Arrêt du portail…');
    await portail?.fermer();
    process.exit(code);
  };
  process.on('SIGTERM', () => void arreter(0));
  process.on('SIGINT', () => void arreter(0));
  const surPerte = (cause: Error) => {
    dire(`La base de données embarquée s’est arrêtée : ${cause.message}`);
    void arreter(1);
  };
  portail = await ouvrirPortail({ config, version, dossierPages: DOSSIER_PAGES, dire, surPerte });
  dire(`\nPasserelle ${version} répond à ${portail.adresse}`);
  if (config.demonstration) await annoncerDemonstration(portail.adresse);
  if (arretDemande) await portail.fermer();
}

async function annoncerDemonstration(adresse: string): Promise<void> {
  const { COMPTES, identifiantDe, MOT_DE_PASSE_DEMO } = await import('./demo/comptes.ts');
  dire(`\nDémonstration (toutes les données sont inventées). Entrez en un clic : ${adresse}/demonstration`);
  dire(`Mot de passe de tous les comptes : ${MOT_DE_PASSE_DEMO}`);
  for (const nom of ['Castagnier', 'Quévreux', 'Lemoine', 'Desmet', 'Flament']) {
    const compte = COMPTES.find((c) => c.nom === nom);
    if (compte) dire(`  ${identifiantDe(compte)}  ${compte.prenom} ${compte.nom}, ${compte.fonction}`);
  }
  dire('Les codes du second facteur et tous les autres comptes sont sur cette page.');
}

if (process.argv.includes('--help')) dire(AIDE);
else await demarrer().catch(renoncer);
