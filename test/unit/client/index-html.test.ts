import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../../../client/src/texts/en.js';

const client = new URL('../../../client/', import.meta.url);
const html = readFileSync(new URL('index.html', client), 'utf8');
const sources = readdirSync(new URL('src/', client), { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(`src/${file}`, client), 'utf8'));

function all(pattern: RegExp, text = html): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}

describe('index.html', () => {
  it('has every element that the scripts look for', () => {
    const wanted = sources.flatMap((source) => all(/\belement\('([a-z-]+)', /g, source));
    expect(wanted.length).toBeGreaterThan(10);
    expect(all(/ id="([^"]+)"/g)).toEqual(expect.arrayContaining(wanted));
  });

  it('asks for no text that the languages lack', () => {
    expect(all(/ data-text="([^"]+)"/g).filter((name) => !Object.hasOwn(en.fixed, name))).toEqual([]);
  });

  it('has nothing inline, as the content security policy demands', () => {
    expect(html).not.toMatch(/<style|<script(?![^>]*src=)| style=| on[a-z]+=/);
  });

  it('asks nobody else for anything', () => {
    expect(all(/(?:src|href)="([^"]+)"/g).filter((url) => /^(https?:)?\/\//.test(url))).toEqual([]);
  });
});
