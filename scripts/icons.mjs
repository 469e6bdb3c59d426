#!/usr/bin/env node
// The page's icons as PNG, for phones that do not take SVG: drawn from client/icon.svg by the system's Chromium.
//
//   node scripts/icons.mjs

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const client = fileURLToPath(new URL('../client/', import.meta.url));
const icon = readFileSync(`${client}icon.svg`, 'utf8');
// Systems cut maskable icons to a shape of their own: the picture keeps to the middle 80 %.
const full = icon.replace(' rx="15"', '');
const masked = full
  .replace('<g ', '<g transform="translate(32 32) scale(.72) translate(-32 -32)"><g ')
  .replace('</g>', '</g></g>');
const ICONS = [
  { name: 'icon-192', size: 192, svg: icon },
  { name: 'icon-512', size: 512, svg: icon },
  { name: 'icon-maskable', size: 512, svg: masked },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const { name, size, svg } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const style = '<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>';
    await page.setContent(style + svg);
    await page.screenshot({ path: `${client}${name}.png`, omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
