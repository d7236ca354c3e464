import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { cspDePage } from './entetes.ts';
import { CSP_PAGE_NAVIGATEUR, type NavigateursAcceptes, pageNavigateur } from './navigateurs.ts';

/** Files beside the page that have an address of their own; their compressed copies have none. */
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Stands in the built page wherever this sending's nonce goes; `vite.config.ts` writes it there. */
const NONCE = '__NONCE__';

/**
 * Serves the built pages. Files under `/assets` carry a digest in their name and are kept a year; the page
 * itself is asked anew each time, and stands for every address that is not a file: screens have addresses.
 * A browser that is known to be too old gets the page that says so, whatever it asked (ACC-08).
 */
export async function servirPages(
  app: FastifyInstance,
  dossier: string,
  navigateurs: NavigateursAcceptes,
): Promise<void> {
  if (!existsSync(path.join(dossier, 'index.html'))) throw new Error(`the pages are not built in ${dossier}`);
  await app.register(fastifyStatic, {
    root: path.join(dossier, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
  });
  for (const nom of await readdir(dossier)) {
    const type = TYPES[path.extname(nom)];
    if (type === undefined) continue;
    const contenu = await readFile(path.join(dossier, nom));
    app.get(`/${nom}`, (_requete, reponse) =>
      reponse.type(type).header('cache-control', 'public, max-age=3600').send(contenu),
    );
  }
  const refus = pageNavigateur(navigateurs);
  // 200: a proxy would put a page of its own in the place of an error, and the person would not know why.
  const refuser = (reponse: FastifyReply) =>
    reponse
      .type('text/html; charset=utf-8')
      .header('content-security-policy', CSP_PAGE_NAVIGATEUR)
      .header('cache-control', 'no-store')
      .send(refus);
  app.get('/navigateur', (_requete, reponse) => refuser(reponse));
  app.get('/*', async (requete, reponse) => {
    if (requete.url.startsWith('/api/')) return reponse.callNotFound();
    if (navigateurs.refuse(requete.headers['user-agent'])) return refuser(reponse);
    // Read anew: after a build the names of its files have changed, and those of the earlier one are gone.
    const page = await readFile(path.join(dossier, 'index.html'), 'utf8');
    const nonce = randomBytes(18).toString('base64');
    return reponse
      .type('text/html; charset=utf-8')
      .header('content-security-policy', cspDePage(nonce))
      .header('cache-control', 'no-cache')
      .header('vary', 'user-agent')
      .send(page.replaceAll(NONCE, nonce));
  });
}
