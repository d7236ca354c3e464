import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Configuration } from '../platform/config/configuration.ts';
import { trouverDonnees } from '../platform/db/embedded-dossier.ts';
import type { But } from '../platform/db/sauvegarde-archives.ts';
import { ecrireFichier, fixerDossier } from '../platform/db/sauvegarde-copie.ts';
import { type Manifeste, NOM_TROUSSEAU, verifierSauvegarde } from '../platform/db/sauvegarde-manifeste.ts';
import { estLibre, occupe, relever } from '../platform/db/sauvegarde-restauration.ts';
import { ErreurDemarrage } from '../platform/erreur-demarrage.ts';
import { dossierBase, NOM_BASE, ouvrirBases } from './bases.ts';
import {
  depuisIci,
  dire,
  interruptible,
  lireArguments,
  lireConfigurationEmbarquee,
  lireTexteDeTrousseau,
  lireTrousseau,
  refuserPlusRecente,
  type TrousseauLu,
  verifierMigrations,
} from './sauvegarde-commune.ts';

export const AIDE_RESTAURER = `npm run cli -- restaurer DOSSIER [--jusqu-a INSTANT] [--journaux ARCHIVES]

Remet la sauvegarde dans DOSSIER_DONNEES, qui doit être vide ou ne contenir que le trousseau. Elle est d’abord
vérifiée ; la base est mise à jour et les traces échues effacées avant que le portail puisse la servir.

  --jusqu-a INSTANT     va plus loin que la sauvegarde avec les journaux archivés, jusqu’à un instant écrit avec
                        son décalage (2026-11-21T10:30:00+01:00), ou jusqu’au bout avec « dernier »
  --journaux ARCHIVES   dossier de ces journaux (ARCHIVES_JOURNAUX à défaut)

Si ARCHIVES_JOURNAUX est indiquée, la base restaurée y archive la suite : pour un essai à côté, ne donnez que
--journaux.`;

function lireBut(texte: string | boolean | undefined, journaux: string | null, manifeste: Manifeste): But {
  if (typeof texte !== 'string') return { genre: 'copie' };
  if (journaux === null || !existsSync(journaux)) {
    throw new ErreurDemarrage(
      'Pour aller plus loin que la sauvegarde, indiquez par --journaux ou ARCHIVES_JOURNAUX le dossier des journaux archivés de cette base.',
    );
  }
  if (texte === 'dernier') return { genre: 'dernier' };
  const lu = z.iso.datetime({ offset: true }).safeParse(texte);
  if (!lu.success) {
    throw new ErreurDemarrage(
      'L’instant de --jusqu-a s’écrit avec son décalage, par exemple 2026-11-21T10:30:00+01:00, ou « dernier ».',
    );
  }
  const instant = new Date(lu.data);
  if (instant < new Date(manifeste.fin)) {
    throw new ErreurDemarrage(
      `L’instant demandé précède la fin de cette sauvegarde (${manifeste.fin}) : prenez une sauvegarde plus ancienne.`,
    );
  }
  return { genre: 'instant', instant };
}

export async function commandeRestaurer(args: readonly string[]): Promise<void> {
  const { dossier, valeurs } = lireArguments(args, {
    'jusqu-a': { type: 'string' },
    journaux: { type: 'string' },
  });
  const config = lireConfigurationEmbarquee();
  const journaux =
    typeof valeurs.journaux === 'string' ? depuisIci(valeurs.journaux) : config.archivesJournaux;
  await refuserDonnees(config);
  await interruptible(async (signal) => {
    const manifeste = await verifierSauvegarde(dossier, signal);
    await refuserPlusRecente(manifeste.migrations);
    const but = lireBut(valeurs['jusqu-a'], journaux, manifeste);
    dire(`La sauvegarde du ${manifeste.fin} est entière, elle est remise en place…`);
    await relever(
      {
        sauvegarde: dossier,
        manifeste,
        dossier: dossierBase(config),
        but,
        journaux,
        archives: config.archivesJournaux,
        garder: true,
        base: NOM_BASE,
        journal: dire,
        signal,
      },
      (client) => verifierMigrations(client, manifeste),
    );
    const cles = await remettreTrousseau(dossier, manifeste, config);
    // What a start does before it serves: migrations, then the days of traces whose time is over (FIAB-05).
    const bases = await ouvrirBases(config, null, new Date(), dire, (cause) => dire(cause.message));
    await bases.fermer();
    dire(
      `La base est restaurée dans ${config.dossierDonnees}, mise à jour, et les traces échues sont effacées : le portail peut démarrer.`,
    );
    direCles(manifeste, cles, config);
  });
}

/** Nothing is ever written over: only the key ring, and archives kept there, may already be in the folder. */
async function refuserDonnees(config: Configuration): Promise<void> {
  const dedans = [
    ...('fichier' in config.trousseau ? [config.trousseau.fichier] : []),
    ...(config.archivesJournaux === null ? [] : [config.archivesJournaux]),
  ]
    .map((chemin) => path.relative(config.dossierDonnees, chemin).split(path.sep)[0] ?? '')
    .filter((nom) => nom !== '..');
  const permis = ['base', '.gitkeep', 'lost+found', ...dedans];
  const libre = await estLibre(config.dossierDonnees, permis);
  if (!libre || trouverDonnees(dossierBase(config)) !== undefined) throw occupe(config.dossierDonnees);
}

/** Puts back the key ring that the backup holds, unless one stands there already. */
async function remettreTrousseau(
  sauvegarde: string,
  manifeste: Manifeste,
  config: Configuration,
): Promise<TrousseauLu | null> {
  const present = await lireTrousseau(config.trousseau);
  const dedans = manifeste.fichiers.some(({ chemin }) => chemin === NOM_TROUSSEAU);
  if (present !== null || !dedans || !('fichier' in config.trousseau)) return present;
  const contenu = await readFile(path.join(sauvegarde, NOM_TROUSSEAU), 'utf8');
  const { fichier } = config.trousseau;
  await mkdir(path.dirname(fichier), { recursive: true });
  await ecrireFichier(fichier, (ouvert) => ouvert.writeFile(contenu));
  await fixerDossier(path.dirname(fichier));
  return lireTexteDeTrousseau(contenu);
}

/** EXP-07: a base without its keys opens, and lets nobody in. */
function direCles(manifeste: Manifeste, trousseau: TrousseauLu | null, config: Configuration): void {
  const manquantes = manifeste.cles.filter((cle) => !trousseau?.cles.includes(cle));
  const ou = 'fichier' in config.trousseau ? config.trousseau.fichier : 'TROUSSEAU';
  if (trousseau === null) {
    dire(
      `Attention : le trousseau de clés manque. Remettez-le dans ${ou} avant de démarrer : sans lui, aucun second facteur ne peut être vérifié et cette sauvegarde ne sert à rien.`,
    );
  } else if (manquantes.length > 0) {
    dire(
      `Attention : le trousseau (${ou}) n’a pas toutes les clés de cette sauvegarde. Il lui manque : ${manquantes.join(', ')}.`,
    );
  }
}
