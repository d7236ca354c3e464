import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Files beside the page that have an address of their own; their compressed copies have none. */
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Serves the built pages. Files under `/assets` carry a digest in their name and are kept a year; the page
 * itself is asked anew each time, and stands for every address that is not a file: screens have addresses.
 */
export async function servirPages(app: FastifyInstance, dossier: string): Promise<void> {
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
  app.get('/*', async (requete, reponse) => {
    if (requete.url.startsWith('/api/')) return reponse.callNotFound();
    // Read anew: after a build the names of its files have changed, and those of the earlier one are gone.
    const page = await readFile(path.join(dossier, 'index.html'), 'utf8');
    return reponse.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
}
