import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, test, vi } from 'vitest';
import { router } from './router.tsx';

/** The page as served to a reader, in text: tags out, white space as the browser shows it. */
async function render(path: string): Promise<{ html: string; text: string }> {
  const here = createRouter({
    routeTree: router.routeTree,
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  await here.load();
  // The operator's identity is read from the page that the server sends; here it says nothing.
  vi.stubGlobal('document', { querySelector: () => null });
  const html = renderToString(createElement(RouterProvider, { router: here as never }));
  vi.unstubAllGlobals();
  const text = html
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, '|')
    .replace(/&#x27;/g, "'")
    .replace(/[ \n]+/g, ' ');
  return { html, text };
}

describe.each([
  ['/', 'Le passage entre les Caf et leurs partenaires'],
  ['/connexion', 'Connexion'],
  ['/mentions-legales', 'Mentions légales'],
  ['/contact', 'Contact'],
  ['/accessibilite', 'Accessibilité\u00a0: non conforme'],
  ['/donnees-personnelles', 'Données personnelles'],
  ['/adresse-inconnue', 'Cette page n’existe pas'],
])('ACC-15 la page %s se lit sans connexion', (path, title) => {
  test('elle a un seul titre principal, le sien', async () => {
    const { html } = await render(path);
    const titles = [...html.matchAll(/<h1[^>]*>(.*?)<\/h1>/g)].map(([, inside]) => inside);
    expect(titles).toEqual([title]);
  });

  test('A11Y-01 le pied de page mène aux quatre pages obligatoires', async () => {
    const { html } = await render(path);
    for (const target of ['/mentions-legales', '/contact', '/accessibilite', '/donnees-personnelles']) {
      expect(html).toContain(`href="${target}"`);
    }
  });

  test('A11Y-02 la ponctuation française ne peut pas passer seule à la ligne', async () => {
    const { text } = await render(path);
    expect(text.match(/.{0,20} [;!?»:](?=[\s|]).{0,10}|.{0,10}« .{0,20}/g)).toBeNull();
    expect(text).not.toContain("'");
  });

  test('aucun style ni script en ligne, que la politique de sécurité refuserait', async () => {
    const { html } = await render(path);
    expect(html).not.toMatch(/ style=|<script|<style| on[a-z]+=/);
  });
});
