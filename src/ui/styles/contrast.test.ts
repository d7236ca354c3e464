// @ts-expect-error code of the browser knows nothing of Node, and must not; only this test reads a file
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Theme = 'clair' | 'sombre';

const GROUNDS = [
  'ground',
  'ground-raised',
  'ground-sunken',
  'action-tint',
  'attention-tint',
  'stop-tint',
  'fait-tint',
] as const;
const TEXTS = ['ink', 'ink-soft', 'action', 'action-strong', 'attention', 'stop', 'fait'] as const;
/** Text set on a filled button. */
const FILLED = [
  ['on-action', 'action'],
  ['on-action', 'action-strong'],
  ['on-stop', 'stop'],
] as const;

/** `--name: light-dark(#rrggbb, #rrggbb);` */
function readColours(css: string): ReadonlyMap<string, Readonly<Record<Theme, string>>> {
  const found = css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g);
  return new Map([...found].map(([, name = '', clair = '', sombre = '']) => [name, { clair, sombre }]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const colours = readColours(readFileSync(new URL('tokens.css', import.meta.url), 'utf8'));

function colour(name: string, theme: Theme): string {
  const found = colours.get(name);
  if (!found) throw new Error(`--${name} is not in tokens.css as light-dark(#rrggbb, #rrggbb)`);
  return found[theme];
}

test('le calcul du contraste donne les valeurs connues', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each(['clair', 'sombre'] as const)('A11Y-01 contrastes du thème %s', (theme) => {
  const onGrounds = TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const));

  test.each([...onGrounds, ...FILLED])('le texte %s se lit sur %s à 7 pour 1 au moins', (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(7);
  });

  test.each(GROUNDS)(
    'les bords des champs et les icônes se voient sur %s à 4,5 pour 1 au moins',
    (ground) => {
      expect(contrast(colour('line', theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
    },
  );
});

test('toute couleur du tableau a ses deux valeurs et est mesurée, sauf le filet', () => {
  const measured = new Set<string>([...GROUNDS, ...TEXTS, ...FILLED.flat(), 'line', 'hairline']);
  expect([...colours.keys()].filter((name) => !measured.has(name))).toEqual([]);
});
