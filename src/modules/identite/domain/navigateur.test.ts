import { expect, test } from 'vitest';
import { decrireNavigateur } from './navigateur.ts';

const WIN = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IOS = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
  [`${WIN.replace(')', '; rv:140.0)')} Gecko/20100101 Firefox/140.0`, 'Firefox 140 sous Windows'],
  [`${WIN} ${WEBKIT} Chrome/138.0.0.0 Safari/537.36`, 'Chrome 138 sous Windows'],
  [`${WIN} ${WEBKIT} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`, 'Edge 138 sous Windows'],
  [`${WIN} ${WEBKIT} Chrome/138.0.0.0 Safari/537.36 OPR/122.0.0.0`, 'Opera 122 sous Windows'],
  [`${MAC} ${IOS} Version/18.1 Safari/605.1.15`, 'Safari 18 sous Mac'],
  [`${IPHONE} ${IOS} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari 18 sous iPhone'],
  [`${IPHONE} ${IOS} CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1`, 'Chrome 138 sous iPhone'],
  [`${IPHONE} ${IOS} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`, 'Firefox 140 sous iPhone'],
  [`${IPHONE} ${IOS} Version/18.0 EdgiOS/138.0.3351.65 Mobile/15E148 Safari/604.1`, 'Edge 138 sous iPhone'],
  [
    `Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) ${IOS} Version/17.5 Mobile/15E148 Safari/604.1`,
    'Safari 17 sous iPad',
  ],
  [
    `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36`,
    'Chrome 138 sous Android',
  ],
  [
    `Mozilla/5.0 (Linux; Android 14) ${WEBKIT} Chrome/138.0.0.0 Mobile Safari/537.36 EdgA/138.0.0.0`,
    'Edge 138 sous Android',
  ],
  [
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/138.0.0.0 Safari/537.36`,
    'Chrome 138 sous ChromeOS',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox 128 sous Linux'],
  ['Firefox/128.0', 'Firefox 128'],
])('ACC-06 %s : %s', (entete, attendu) => {
  expect(decrireNavigateur(entete)).toBe(attendu);
});

test.each([
  null,
  '',
  'curl/8.5.0',
  'Mozilla/5.0',
  'Firefox',
  'Essai/1.0 (navigateur inventé)',
  `${'('.repeat(5000)}`,
])('ACC-06 non reconnu, rien n’est dit : %j', (entete) => {
  expect(decrireNavigateur(entete)).toBeNull();
});
