import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { construireWebSiPerime } from '../scripts/build-web.ts';
import { lancerChromium } from '../tests/support/chromium.ts';
import { lancerServeur } from './support/serveur.ts';

/**
 * PERF-08: what each page makes a browser download of JavaScript, compressed, and how long it takes to answer a
 * gesture. Counted from the manifest of the build (static imports of the entry, of the page and of its frame), then
 * held against what Chromium really fetches: a file that the count has not is a fault of the count, and said.
 *
 * kB are 1,000 bytes. `gz`: gzip at its best level. `envoye`: bytes on the wire to a browser of today (brotli).
 */
const BARRE_KB = 150;
const BARRE_MS = 100;
const DIST = path.resolve(import.meta.dirname, '../dist/web');
/** Before the modules, so that the theme is there at the first paint. */
const HORS_MANIFESTE = 'apparence.js';

/** Pages before signing in, then those of a person; `qui` enters to see it. */
const PAGES: readonly { chemin: string; entrees: readonly string[]; qui: string | null }[] = [
  { chemin: '/', entrees: ['pages/accueil-page.tsx'], qui: null },
  { chemin: '/connexion', entrees: ['pages/connexion-route.tsx'], qui: null },
  { chemin: '/demonstration', entrees: ['pages/demonstration-route.tsx'], qui: null },
  { chemin: '/mentions-legales', entrees: ['pages/mentions-legales-page.tsx'], qui: null },
  { chemin: '/contact', entrees: ['pages/contact-page.tsx'], qui: null },
  { chemin: '/accessibilite', entrees: ['pages/accessibilite-page.tsx'], qui: null },
  { chemin: '/donnees-personnelles', entrees: ['pages/donnees-personnelles-page.tsx'], qui: null },
  { chemin: '/aide/connexion', entrees: ['pages/aide-connexion-route.tsx'], qui: null },
  { chemin: '/mot-de-passe-oublie', entrees: ['pages/mot-de-passe-oublie-route.tsx'], qui: null },
  { chemin: '/identifiant-oublie', entrees: ['pages/identifiant-oublie-route.tsx'], qui: null },
  { chemin: '/reinitialisation', entrees: ['pages/reinitialisation-route.tsx'], qui: null },
  { chemin: '/courriel', entrees: ['pages/courriel-route.tsx'], qui: null },
  { chemin: '/accueil', entrees: ['pages/mon-accueil-page.tsx'], qui: 'Castagnier' },
  { chemin: '/cdap', entrees: ['pages/cdap-route.tsx'], qui: 'Castagnier' },
  { chemin: '/mes-habilitations', entrees: ['pages/mes-habilitations-route.tsx'], qui: 'Castagnier' },
  { chemin: '/traces', entrees: ['pages/traces-route.tsx'], qui: 'Lemoine' },
  { chemin: '/arrets-de-lecture', entrees: ['pages/arrets-route.tsx'], qui: 'Lemoine' },
  { chemin: '/mon-compte', entrees: ['pages/mon-compte-route.tsx'], qui: 'Castagnier' },
  { chemin: '/comptes', entrees: ['pages/comptes-route.tsx'], qui: 'Lemoine' },
  { chemin: '/matrice', entrees: ['pages/matrice-route.tsx'], qui: 'Morvan-Exemple' },
];
const CADRE = 'pages/espace-route.tsx';

/** A few gestures of a person on a screen; what they fetch afterwards is not waited for. */
const GESTES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '/connexion': async (page) => {
    await page.getByLabel('Identifiant', { exact: true }).pressSequentially('abcdefghij');
    await page.getByLabel('Mot de passe', { exact: true }).pressSequentially('un mot de passe');
  },
  '/cdap': async (page) => {
    await page
      .getByLabel(/^Numéro de dossier/)
      .first()
      .pressSequentially('12345');
    await page.keyboard.press('Enter');
    await page.locator('.dossier').waitFor();
  },
  '/traces': async (page) => {
    await page.locator('main').click();
    for (let touche = 0; touche < 12; touche += 1) await page.keyboard.press('Tab');
  },
  '/matrice': async (page) => {
    await page.getByText('Écrire les formes réduites').click();
    await page.getByLabel('Rubrique ouverte').selectOption('rsa');
    await page.getByRole('link', { name: /^T1 / }).first().click();
    await page.getByRole('button', { name: 'Modifier ce profil' }).click();
    await page.getByLabel('Agrément en cours', { exact: true }).click();
  },
};

interface Morceau {
  readonly file: string;
  readonly imports?: readonly string[];
}

const manifeste = async (): Promise<Readonly<Record<string, Morceau>>> =>
  JSON.parse(await readFile(path.join(DIST, '.vite/manifest.json'), 'utf8'));

/** Files that showing a page needs: the entry, the page, and all that they import at once. */
function fichiersDe(morceaux: Readonly<Record<string, Morceau>>, entrees: readonly string[]): string[] {
  const vus = new Set<string>();
  const suivre = (cle: string): void => {
    const morceau = morceaux[cle];
    if (morceau === undefined) throw new Error(`the manifest has no ${cle}`);
    if (vus.has(morceau.file)) return;
    vus.add(morceau.file);
    morceau.imports?.forEach(suivre);
  };
  ['index.html', ...entrees].forEach(suivre);
  return [HORS_MANIFESTE, ...vus].filter((fichier) => fichier.endsWith('.js'));
}

const ko = (octets: number): number => Math.round(octets / 100) / 10;

async function poidsGz(fichiers: readonly string[]): Promise<number> {
  let total = 0;
  for (const fichier of fichiers)
    total += gzipSync(await readFile(path.join(DIST, fichier)), { level: 9 }).length;
  return total;
}

interface Vue {
  readonly fichiers: readonly string[];
  readonly envoyes: number;
  readonly inp: number | null;
}

/** One page in a browser without cache: its scripts, their bytes on the wire, and its slowest answer to a gesture. */
async function regarder(navigateur: Browser, adresse: string, page: (typeof PAGES)[number]): Promise<Vue> {
  // A window of its own for the sign-in: what it fetched would be in the other's cache.
  const cookies = page.qui === null ? [] : await entrer(navigateur, adresse, page.qui);
  const contexte = await navigateur.newContext({ viewport: { width: 1280, height: 900 }, locale: 'fr-FR' });
  try {
    await contexte.addCookies(cookies);
    const vue = await contexte.newPage();
    const scripts = new Map<string, number>();
    const lectures: Promise<void>[] = [];
    vue.on('requestfinished', (requete) => {
      if (requete.resourceType() !== 'script') return;
      lectures.push(
        requete.sizes().then(({ responseBodySize }) => {
          scripts.set(new URL(requete.url()).pathname.slice(1), responseBodySize);
        }),
      );
    });
    // In text: this runs in the page, whose types are not this file's.
    await vue.addInitScript(`
      globalThis.gestes = [];
      new PerformanceObserver((liste) => {
        for (const { interactionId, duration } of liste.getEntries()) if (interactionId) globalThis.gestes.push(duration);
      }).observe({ type: 'event', durationThreshold: 16, buffered: true });`);
    await vue.goto(adresse + page.chemin);
    await vue.locator('h1').waitFor();
    await vue.waitForLoadState('networkidle');
    await Promise.all(lectures);
    const fichiers = [...scripts.keys()];
    const envoyes = [...scripts.values()].reduce((a, b) => a + b, 0);
    const geste = GESTES[page.chemin];
    if (geste === undefined) return { fichiers, envoyes, inp: null };
    await geste(vue);
    // Two frames later the last gesture is painted and its entry is there.
    await vue.evaluate('new Promise((fin) => requestAnimationFrame(() => requestAnimationFrame(fin)))');
    await vue.waitForLoadState('networkidle');
    // No entry at all: every gesture was painted within the 16 ms under which the browser keeps none.
    const inp = await vue.evaluate<number>('Math.max(16, ...globalThis.gestes)');
    return { fichiers, envoyes, inp };
  } finally {
    await contexte.close();
  }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
const sessions = new Map<string, Cookies>();

/** The cookies of a person of the demonstration, who signs in once. */
async function entrer(navigateur: Browser, adresse: string, nom: string): Promise<Cookies> {
  const connus = sessions.get(nom);
  if (connus !== undefined) return connus;
  const lire = async (chemin: string) => (await fetch(adresse + chemin)).json();
  const { motDePasse, organismes } = (await lire('/api/demonstration/comptes')) as {
    motDePasse: string;
    organismes: { comptes: { identifiant: string; nom: string }[] }[];
  };
  const compte = organismes.flatMap(({ comptes }) => comptes).find((c) => c.nom.endsWith(nom));
  if (compte === undefined) throw new Error(`nobody is called ${nom} in the demonstration`);
  const contexte = await navigateur.newContext({ locale: 'fr-FR' });
  try {
    const page = await contexte.newPage();
    await page.goto(`${adresse}/connexion`);
    await page.getByLabel('Identifiant', { exact: true }).fill(compte.identifiant);
    await page.getByLabel('Mot de passe', { exact: true }).fill(motDePasse);
    await page.keyboard.press('Enter');
    const champ = page.getByLabel('Code à six chiffres');
    await champ.waitFor();
    const { codes } = (await lire(`/api/demonstration/codes?identifiant=${compte.identifiant}`)) as {
      codes: string[];
    };
    await champ.fill(codes[0] ?? '');
    await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    const cookies = await contexte.cookies();
    sessions.set(nom, cookies);
    return cookies;
  } finally {
    await contexte.close();
  }
}

const dossier = await mkdtemp(path.join(os.tmpdir(), 'passerelle-pages-'));
await chmod(dossier, 0o755);
try {
  await construireWebSiPerime({ info: () => {}, warn: () => {} });
  const morceaux = await manifeste();
  const serveur = await lancerServeur({
    DOSSIER_DONNEES: dossier,
    PORT: '0',
    NIVEAU_JOURNAL: 'silent',
    DEMONSTRATION: 'oui',
  });
  const navigateur = await lancerChromium();
  const pages = [];
  const fautes: string[] = [];
  try {
    for (const page of PAGES) {
      const comptes = fichiersDe(morceaux, page.qui === null ? page.entrees : [CADRE, ...page.entrees]);
      const gz = ko(await poidsGz(comptes));
      const vue = await regarder(navigateur, `http://localhost:${serveur.port}`, page);
      // Chunks that a page asks for once it stands (its menu's counts, a chart) come on top of the count.
      const tardifs = vue.fichiers.filter((fichier) => !comptes.includes(fichier));
      const manquants = comptes.filter((fichier) => !vue.fichiers.includes(fichier));
      const gzVu = ko(await poidsGz(vue.fichiers));
      pages.push({
        page: page.chemin,
        avant_connexion: page.qui === null,
        js_gz_kb: gz,
        js_gz_vu_kb: gzVu,
        js_envoye_kb: ko(vue.envoyes),
        fichiers: vue.fichiers.length,
        tardifs,
        inp_ms: vue.inp,
      });
      console.log(
        `${page.chemin} : ${gz} kB comptés, ${gzVu} kB vus (gzip), ${ko(vue.envoyes)} kB envoyés${vue.inp === null ? '' : `, ${vue.inp} ms au plus pour répondre`}`,
      );
      if (manquants.length > 0)
        fautes.push(`${page.chemin} : comptés et pas demandés : ${manquants.join(', ')}`);
      if (page.qui === null && Math.max(gz, gzVu) > BARRE_KB)
        fautes.push(`${page.chemin} : ${Math.max(gz, gzVu)} kB avant la connexion, ${BARRE_KB} au plus`);
    }
  } finally {
    await navigateur.close();
    await serveur.arreter();
  }
  for (const faute of fautes) console.error(faute);
  const inp = Math.max(...pages.map(({ inp_ms }) => inp_ms ?? 0));
  console.log(
    JSON.stringify({
      bench: 'pages',
      js_gz_kb: Object.fromEntries(pages.map(({ page, js_gz_vu_kb }) => [page, js_gz_vu_kb])),
      avant_connexion_kb: Math.max(...pages.filter((p) => p.avant_connexion).map((p) => p.js_gz_vu_kb)),
      barre_kb: BARRE_KB,
      inp_ms: inp,
      inp_barre_ms: BARRE_MS,
      pages,
    }),
  );
  if (fautes.length > 0) process.exitCode = 1;
} finally {
  await rm(dossier, { recursive: true, force: true });
}
