import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** What it takes to run the browser: its file and its environment, nothing of ours but PATH. */
export interface Navigateur {
  executable: string;
  env: Record<string, string>;
}

// Never the `args` of @sparticuz/chromium: they hold --disable-web-security and --single-process, with which
// a test of cookies, CSP or origins proves nothing. Playwright adds --headless and its own set.
const DRAPEAUX = [
  '--disable-gpu',
  '--disable-dev-shm-usage', // 64 MB in a container
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--font-render-hinting=none', // same widths everywhere
  // Hermetic: a test that needs the outside fails here as it would in a closed network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
];

const ARCHIVES = ['chromium.br', 'al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br'];
// Cleaners of /tmp remove files one by one: a copy that lost one of these is made again.
const TEMOINS = [
  'chromium',
  'libEGL.so',
  'libGLESv2.so',
  'libvk_swiftshader.so',
  'libvulkan.so.1',
  'fonts.conf',
  'fonts/fonts/Open_Sans/OpenSans-Regular.ttf',
  ...['libnss3.so', 'libnssutil3.so', 'libnspr4.so', 'libplc4.so', 'libplds4.so', 'libexpat.so.1'].map(
    dansLib,
  ),
  ...['libsoftokn3.so', 'libfreebl3.so', 'libfreeblpriv3.so'].map(dansLib),
];

function dansLib(nom: string): string {
  return `al2023/lib/${nom}`;
}

const paquet = () => dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));

/** Unpacks into `dossier`; the package's helper writes under TMPDIR, which it reads before it returns. */
async function deballer(dossier: string): Promise<void> {
  const avant = process.env.TMPDIR;
  process.env.TMPDIR = dossier;
  let enCours: Promise<string>[];
  try {
    enCours = ARCHIVES.map((nom) => inflate(join(paquet(), 'bin', nom)));
  } finally {
    if (avant === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = avant;
  }
  await Promise.all(enCours);
}

/** The shipped configuration points at folders of a cloud host. Absolute: `prefix="relative"` means the cwd here. */
const configurationPolices = (dossier: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${dossier}/fonts</dir>
  <cachedir>${dossier}/cache-polices</cachedir>
</fontconfig>
`;

/**
 * Puts the browser of npm in a cache under the temporary folder, once per version and account (270 MB, about
 * 2 s); safe when several test processes do it at once, since the last step is a rename.
 *
 * `CHROMIUM=/path` uses that browser instead, with this process's environment.
 */
export async function preparerChromium(): Promise<Navigateur> {
  const impose = process.env.CHROMIUM;
  if (impose) {
    const env = Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined);
    return { executable: impose, env: Object.fromEntries(env) };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Le Chromium de npm n’existe que pour Linux x64 (ici ${process.platform}-${process.arch}) : donnez le chemin d’un Chromium par la variable CHROMIUM.`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(paquet(), 'package.json'), 'utf8')) as { version: string };
  const moi = process.getuid?.() ?? 0;
  const dossier = join(tmpdir(), `passerelle-chromium-${version}-${moi}`);
  const present = lstatSync(dossier, { throwIfNoEntry: false });
  if (present && (!present.isDirectory() || present.uid !== moi)) {
    throw new Error(`Le dossier ${dossier} n’est pas à ce compte : supprimez-le, puis relancez les tests.`);
  }
  const complet = () => TEMOINS.every((nom) => existsSync(join(dossier, nom)));
  if (!complet()) await remplirCache(dossier, complet);
  return {
    executable: join(dossier, 'chromium'),
    env: {
      PATH: '/usr/bin:/bin',
      HOME: dossier,
      LD_LIBRARY_PATH: join(dossier, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(dossier, 'fonts.conf'),
    },
  };
}

async function remplirCache(dossier: string, complet: () => boolean): Promise<void> {
  const travail = await mkdtemp(`${dossier}.`);
  try {
    await deballer(travail);
    writeFileSync(join(travail, 'fonts.conf'), configurationPolices(dossier));
    if (existsSync(dossier) && !complet()) await rename(dossier, join(travail, 'abime'));
    await rename(travail, dossier).catch((erreur: NodeJS.ErrnoException) => {
      // Another process was first, with the same content.
      if (erreur.code !== 'ENOTEMPTY' && erreur.code !== 'EEXIST') throw erreur;
    });
    await rm(join(dossier, 'abime'), { recursive: true, force: true });
  } finally {
    await rm(travail, { recursive: true, force: true });
  }
}

/**
 * Starts the browser of the tests, on a bare machine too: no system browser, none of its libraries.
 *
 * Its sandbox is off under root (Chromium refuses) and where the system gives it no user namespaces, as most
 * containers do; the pages are ours. The caller closes it.
 */
export async function lancerChromium(): Promise<Browser> {
  const { executable, env } = await preparerChromium();
  const lancer = (chromiumSandbox: boolean) =>
    chromium.launch({ executablePath: executable, env, args: DRAPEAUX, headless: true, chromiumSandbox });
  if (process.getuid?.() === 0) return lancer(false);
  return lancer(true).catch((erreur: unknown) => {
    if (!/sandbox|namespace/i.test(String(erreur))) throw erreur;
    return lancer(false);
  });
}
