import { describe, expect, test } from 'vitest';
import { NAVIGATEURS_PAR_DEFAUT } from '../config/configuration.ts';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { lireNavigateursAcceptes, pageNavigateur } from './navigateurs.ts';

const REGLE = 'firefox >= 140, chrome >= 140, edge >= 141, safari >= 18.2, ios_saf >= 18.2';
const acceptes = lireNavigateursAcceptes(REGLE);

const firefox = (v: string) =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${v}) Gecko/20100101 Firefox/${v}`;
const chrome = (v: string, plus = '') =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${v} Safari/537.36${plus}`;
const safari = (v: string) =>
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${v} Safari/605.1.15`;
const iphone = (v: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ${v} Mobile/15E148 Safari/604.1`;

describe('ACC-08 un navigateur reconnu est admis à partir de la version de la règle', () => {
  test.each([
    ['Firefox, la version d’avant', firefox('139.0'), true],
    ['Firefox, la version de la règle', firefox('140.0'), false],
    ['Firefox, plus récent que toute version connue', firefox('999.0'), false],
    ['Chrome, la version d’avant', chrome('139.0.0.0'), true],
    ['Chrome, la version de la règle', chrome('140.0.0.0'), false],
    ['Chrome sans fenêtre', chrome('140.0.0.0').replace('Chrome', 'HeadlessChrome'), false],
    ['Edge est jugé sur sa version, et non sur celle de Chrome', chrome('141.0.0.0', ' Edg/140.0.0.0'), true],
    ['Edge, la version de la règle', chrome('141.0.0.0', ' Edg/141.0.0.0'), false],
    ['le premier Edge', chrome('64.0.3282.140', ' Edge/18.17763'), true],
    ['Opera, par le Chrome qu’il contient', chrome('139.0.0.0', ' OPR/120.0.0.0'), true],
    ['Safari 18.1', safari('18.1'), true],
    ['Safari 18.2', safari('18.2'), false],
    ['Safari 26, sans mineure', safari('26'), false],
    ['Safari d’iPhone 17.5', iphone('Version/17.5'), true],
    ['Safari d’iPhone 18.2', iphone('Version/18.2'), false],
    ['Internet Explorer 11', 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko', true],
    ['Internet Explorer 8', 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)', true],
  ])('%s', (_nom, ua, refuse) => {
    expect(acceptes.refuse(ua)).toBe(refuse);
  });

  test.each([
    ['sans User-Agent', undefined],
    ['un User-Agent vide', ''],
    ['un programme', 'curl/8.5.0'],
    ['Chrome d’iPhone, qui ne dit pas la version de son moteur', iphone('CriOS/90.0.4430.216')],
    ['un navigateur inventé', 'Navigateur/1.0'],
    ['un User-Agent démesuré', `${'x'.repeat(100_000)} Firefox/1.0`],
  ])('%s : la page en juge par elle-même', (_nom, ua) => {
    expect(acceptes.refuse(ua)).toBe(false);
  });

  test('un navigateur que la règle ne nomme pas n’est pas admis', () => {
    const firefoxSeul = lireNavigateursAcceptes('firefox >= 140');
    expect(firefoxSeul.refuse(chrome('999.0.0.0'))).toBe(true);
    expect(firefoxSeul.liste.map(({ nom }) => nom)).toEqual(['Mozilla Firefox']);
  });
});

describe('ACC-08 la règle est un réglage', () => {
  test.each(['n’importe quoi', 'last chrome', 'firefox >= 999999', 'ie 11, op_mini all'])(
    '« %s » est refusée au démarrage, en nommant la variable, sans la répéter',
    (requete) => {
      const lire = () => lireNavigateursAcceptes(requete);
      expect(lire).toThrow(ErreurDemarrage);
      expect(lire).toThrow(/^NAVIGATEURS_ACCEPTES /);
      expect(lire).not.toThrow(requete);
    },
  );

  test('par défaut, les cinq familles, et des versions qui savent lire les pages', () => {
    const { liste } = lireNavigateursAcceptes(NAVIGATEURS_PAR_DEFAUT);
    expect(liste).toHaveLength(5);
    // What the pages are built for; below, they would be refused by their own test.
    const planchers: Record<string, number> = { Firefox: 121, Chrome: 111, Edge: 111, Mac: 17, iPad: 17 };
    for (const [mot, plancher] of Object.entries(planchers)) {
      const trouve = liste.find(({ nom }) => nom.includes(mot));
      expect(Number(trouve?.minimum), mot).toBeGreaterThanOrEqual(plancher);
    }
  });
});

describe('ACC-08 la page qui refuse', () => {
  const page = pageNavigateur(acceptes);

  test('dit les versions de la règle', () => {
    for (const ligne of [
      'Mozilla Firefox&nbsp;: version 140',
      'Microsoft Edge&nbsp;: version 141',
      'iPad&nbsp;: version 18.2',
    ])
      expect(page).toContain(ligne);
  });

  test('n’emploie que ce qu’un navigateur de vingt ans sait lire', () => {
    const balises = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, nom]) => nom?.toLowerCase()));
    const connues = 'html head meta title style body div h1 h2 p ul ol li strong a'.split(' ');
    expect([...balises].filter((nom) => !connues.includes(nom ?? ''))).toEqual([]);
    expect(page).not.toMatch(/\son[a-z]+=|javascript:|src=/i);
    const style = /<style[^>]*>(.*)<\/style>/s.exec(page)?.[1] ?? '';
    expect(style).toContain('font-family');
    expect(style).not.toMatch(/var\(|grid|flex|calc\(|@|rem|:root|clamp|oklch|inline-|block-/);
  });
});
