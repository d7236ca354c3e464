import { createHash } from 'node:crypto';
import browserslist from 'browserslist';
import { ErreurDemarrage } from '../erreur-demarrage.ts';

/** Browsers that are told by name, in the order in which the list is shown. */
const FAMILLES = {
  firefox: 'Mozilla Firefox',
  chrome: 'Google Chrome, et les navigateurs bâtis sur lui',
  edge: 'Microsoft Edge',
  safari: 'Safari, sur Mac',
  ios_saf: 'Safari, sur iPhone et iPad',
} as const;
type Famille = keyof typeof FAMILLES;

/** Major and minor. */
type Version = readonly [number, number];

export interface NavigateurAccepte {
  readonly nom: string;
  /** The oldest version accepted, as one reads it: « 134 », « 18.2 ». */
  readonly minimum: string;
}

/** Which browsers the portal opens to (ACC-08). */
export interface NavigateursAcceptes {
  readonly liste: readonly NavigateurAccepte[];
  /** Whether this User-Agent names a browser that is too old. One that is not recognised is judged by the page. */
  readonly refuse: (userAgent: string | undefined) => boolean;
}

/**
 * Reads the rule of accepted browsers, a browserslist query.
 *
 * Errors: ErreurDemarrage that names NAVIGATEURS_ACCEPTES when the query is not one, or admits no browser known here.
 */
export function lireNavigateursAcceptes(requete: string): NavigateursAcceptes {
  const minimums = new Map<Famille, Version>();
  for (const entree of resoudre(requete)) {
    const [nom = '', texte = ''] = entree.split(' ');
    const version = lireVersion(texte.split('-', 1)[0] ?? '');
    if (!Object.hasOwn(FAMILLES, nom) || version === null) continue;
    const connu = minimums.get(nom as Famille);
    if (connu === undefined || estPlusAncienne(version, connu)) minimums.set(nom as Famille, version);
  }
  if (minimums.size === 0) {
    throw new ErreurDemarrage(
      'NAVIGATEURS_ACCEPTES n’admet ni Firefox, ni Chrome, ni Edge, ni Safari : personne n’entrerait.',
    );
  }
  return {
    liste: (Object.keys(FAMILLES) as Famille[]).flatMap((famille) => {
      const minimum = minimums.get(famille);
      return minimum === undefined ? [] : [{ nom: FAMILLES[famille], minimum: ecrireVersion(minimum) }];
    }),
    refuse: (userAgent) => {
      const reconnu = reconnaitre(userAgent?.slice(0, 500) ?? '');
      if (reconnu === null) return false;
      if (reconnu.famille === 'ie') return true;
      const minimum = minimums.get(reconnu.famille);
      // A browser that the rule does not name is one that it does not admit.
      return minimum === undefined || estPlusAncienne(reconnu.version, minimum);
    },
  };
}

function resoudre(requete: string): string[] {
  // The library would tell the operator to update its data by a command of its own: ours come with each version.
  process.env.BROWSERSLIST_IGNORE_OLD_DATA = '1';
  try {
    return browserslist(requete);
  } catch {
    throw new ErreurDemarrage(
      'NAVIGATEURS_ACCEPTES n’est pas une requête browserslist : voyez les exemples de docs/exploitation.md, ou retirez cette variable.',
    );
  }
}

/**
 * The browser that a User-Agent names. Those built on Chrome are judged by the Chrome they hold. On iOS only Safari says
 * its version: the others, as all that is not named here, are left to the test of the page.
 */
function reconnaitre(ua: string): { famille: Famille; version: Version } | { famille: 'ie' } | null {
  if (/\bMSIE \d|\bTrident\//.test(ua)) return { famille: 'ie' };
  const mobile = /\b(iPhone|iPad|iPod)\b/.test(ua);
  if (mobile && /\b(CriOS|FxiOS|EdgiOS|OPiOS)\//.test(ua)) return null;
  const safari = / Version\/([\d.]+).* Safari\//;
  const motifs: readonly (readonly [Famille, RegExp])[] = mobile
    ? [['ios_saf', safari]]
    : [
        ['edge', /\bEdge?\/([\d.]+)/],
        ['firefox', /\bFirefox\/([\d.]+)/],
        ['chrome', /\b(?:Headless)?Chrom(?:e|ium)\/([\d.]+)/],
        ...(/\bMacintosh\b/.test(ua) ? ([['safari', safari]] as const) : []),
      ];
  for (const [famille, motif] of motifs) {
    const version = lireVersion(motif.exec(ua)?.[1] ?? '');
    if (version !== null) return { famille, version };
  }
  return null;
}

function lireVersion(texte: string): Version | null {
  const [, majeure, mineure] = /^(\d{1,4})(?:\.(\d{1,4}))?/.exec(texte) ?? [];
  return majeure === undefined ? null : [Number(majeure), Number(mineure ?? 0)];
}

const ecrireVersion = ([majeure, mineure]: Version): string =>
  mineure === 0 ? String(majeure) : `${majeure}.${mineure}`;

const estPlusAncienne = (a: Version, b: Version): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

const STYLE =
  'body{font-family:Verdana,Arial,sans-serif;font-size:100%;line-height:1.5;color:#1d2526;background:#ffffff;margin:0;padding:24px}' +
  '#page{max-width:640px;margin:0 auto}h1{font-size:150%;line-height:1.3}h2{font-size:115%}a{color:#0b4f6c}';

/** The policy of that page: no script at all, and the one style that it holds. */
export const CSP_PAGE_NAVIGATEUR = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`;

/**
 * The page that an obsolete browser gets in place of the portal (ACC-08). Whole in itself, without script, with marks
 * and styles of twenty years ago: it must be read where nothing else can be drawn.
 */
export const pageNavigateur = ({ liste }: NavigateursAcceptes): string => `<!DOCTYPE html>
<html lang="fr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Navigateur trop ancien - Passerelle</title>
<style type="text/css">${STYLE}</style>
</head>
<body>
<div id="page" role="main">
<h1>Votre navigateur est trop ancien pour ouvrir Passerelle</h1>
<p>Ce portail donne accès à des informations personnelles. Un navigateur trop ancien ne reçoit plus de corrections de sécurité, ou ne sait pas afficher ces pages&nbsp;: il n’est pas accepté, quelle que soit la personne qui s’en sert.</p>
<h2>Navigateurs acceptés</h2>
<ul>
${liste.map(({ nom, minimum }) => `<li>${nom}&nbsp;: version ${minimum} ou plus récente</li>`).join('\n')}
</ul>
<h2>Que faire&nbsp;?</h2>
<ol>
<li>Si un navigateur de cette liste est installé sur votre poste, ouvrez le portail avec lui.</li>
<li>Sinon, demandez à votre service informatique de mettre le vôtre à jour, ou d’en installer un de cette liste. Donnez-lui l’adresse de cette page&nbsp;: <strong>/navigateur</strong>, à la suite de l’adresse du portail.</li>
<li>Sur un iPhone ou un iPad, le navigateur se met à jour avec l’appareil&nbsp;: Réglages, Général, Mise à jour logicielle.</li>
</ol>
<p>Votre navigateur est dans cette liste et vous lisez quand même cette page&nbsp;? Vérifiez que JavaScript n’y est pas désactivé, puis <a href="/">essayez à nouveau</a>.</p>
</div>
</body>
</html>
`;
