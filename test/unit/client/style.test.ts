import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../client/style.css', import.meta.url), 'utf8');

type Palette = Record<string, string>;

const [light = {}, darkOnly = {}] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, rules = '']) => {
  const palette: Palette = {};
  for (const [, name = '', colour = ''] of rules.matchAll(/--([a-z-]+): (#[0-9a-f]{6})\b/g))
    palette[name] = colour;
  return palette;
});
const palettes = { light, dark: { ...light, ...darkOnly } };

/** WCAG 2.2: relative luminance. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(palette: Palette, front: string, back: string): number {
  const [a, b] = [front, back].map((name) => luminance(palette[name] ?? '')) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const texts = [
  ['text', 'card ground quiet quiet-strong notice notice-bad'],
  ['text-soft', 'card ground notice notice-bad'],
  ['good', 'card'],
  ['wait', 'card'],
  ['bad', 'card quiet'],
  ['on-accent', 'accent accent-strong'],
] as const;

const shapes = [
  ['accent', 'card ground'],
  ['edge', 'card quiet'],
  ['meter-low', 'well'],
  ['meter-middle', 'well'],
  ['meter-high', 'well'],
  ['meter-hold', 'well'],
  ['text-soft', 'well'],
  ['bad', 'well card'],
] as const;

describe.each(Object.entries(palettes))('the %s colours', (_, palette) => {
  it.each(texts)('give text in %s at least 4.5:1 on %s', (front, backs) => {
    for (const back of backs.split(' ')) expect(contrast(palette, front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes)('give shapes in %s at least 3:1 on %s', (front, backs) => {
    for (const back of backs.split(' ')) expect(contrast(palette, front, back)).toBeGreaterThanOrEqual(3);
  });
});

it('reads the palettes it judges', () => {
  expect(Object.keys(light).length).toBeGreaterThan(15);
  expect(contrast({ a: '#000000', b: '#ffffff' }, 'a', 'b')).toBeCloseTo(21, 5);
});
