import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

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
  const page = await readFile(path.join(dossier, 'index.html'), 'utf8');
  const fichiers = new Map<string, string>([['/favicon.svg', 'image/svg+xml']]);
  for (const [adresse, type] of fichiers) {
    const chemin = path.join(dossier, adresse);
    if (existsSync(chemin)) {
      const contenu = await readFile(chemin);
      app.get(adresse, (_requete, reponse) =>
        reponse.type(type).header('cache-control', 'public, max-age=86400').send(contenu),
      );
    }
  }
  app.get('/*', (requete, reponse) =>
    requete.url.startsWith('/api/')
      ? reponse.callNotFound()
      : reponse.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
  );
}
