import { fileURLToPath, pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const SOURCES = fileURLToPath(new URL('src/apps/web', import.meta.url));
const DESTINATION = fileURLToPath(new URL('dist/web', import.meta.url));

/**
 * Gives the browser of a module's `contract.ts` only what it calls: method and path of each route, and plain
 * constants beside them (a list of codes).
 *
 * Schemas and access predicates stay on the server, which checks every input and output; the browser keeps their
 * types. That saves zod (23 kB compressed) and the rules that the schemas use. A page that imports a schema at
 * run time fails the build: the name is not exported here.
 */
function contratsAlleges(): Plugin {
  return {
    name: 'passerelle:contrats',
    enforce: 'pre',
    async load(id) {
      if (!/\/src\/(?:modules|apps)\/[^/]+\/contract\.ts$/.test(id)) return null;
      // The query makes a watched contract read again after a change.
      const contrat: Record<string, unknown> = await import(`${pathToFileURL(id).href}?lu=${Date.now()}`);
      const exports = Object.entries(contrat).flatMap(([nom, valeur]) => {
        const alleges = estContrat(valeur) ? adressesDe(valeur) : valeur;
        return estDonnee(alleges) ? [`export const ${nom} = ${JSON.stringify(alleges)};`] : [];
      });
      return { code: exports.join('\n'), map: null, moduleSideEffects: false };
    },
  };
}

type RouteDeContrat = { methode: string; chemin: string };

const estContrat = (valeur: unknown): valeur is Record<string, RouteDeContrat> =>
  typeof valeur === 'object' &&
  valeur !== null &&
  Object.values(valeur).length > 0 &&
  Object.values(valeur).every(
    (route) => typeof route === 'object' && route !== null && 'methode' in route && 'chemin' in route,
  );

const adressesDe = (contrat: Record<string, RouteDeContrat>): Record<string, RouteDeContrat> =>
  Object.fromEntries(Object.entries(contrat).map(([nom, { methode, chemin }]) => [nom, { methode, chemin }]));

/** Text, number, or a list or table of them, all the way down: no function, no schema. */
function estDonnee(valeur: unknown): boolean {
  if (valeur === null || ['string', 'number', 'boolean'].includes(typeof valeur)) return true;
  if (Array.isArray(valeur)) return valeur.every(estDonnee);
  if (typeof valeur !== 'object' || Object.getPrototypeOf(valeur) !== Object.prototype) return false;
  return Object.values(valeur as object).every(estDonnee);
}

export default defineConfig(({ mode }) => ({
  // vitest reads this file too, and looks for tests from the root of the project, with the real contracts.
  ...(mode === 'test' ? {} : { root: SOURCES }),
  plugins: mode === 'test' ? [react()] : [react(), contratsAlleges()],
  // Replaced at each sending of the page by a nonce of its own: see `src/platform/http/statique.ts`.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: DESTINATION,
    emptyOutDir: true,
    // Fonts and drawings stay files: the content security policy gives no data: address to fonts.
    assetsInlineLimit: 0,
    // Which chunk imports which: what a page costs is counted from it (bench/pages.ts). Not served.
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What changes with our releases apart from what does not: browsers keep the second for months.
        codeSplitting: {
          groups: [{ name: 'socle', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ }],
        },
      },
    },
  },
}));
