import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const client = new URL('../../../client/', import.meta.url);
const html = readFileSync(new URL('index.html', client), 'utf8');
const modules = readdirSync(new URL('src/', client)).map((file) => `src/${file.replace(/\.ts$/, '.js')}`);

function all(pattern: RegExp, text = html): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}

describe('index.html', () => {
  it('loads every module in one go, so that the page is not kept waiting import by import', () => {
    const loaded = [
      ...all(/rel="modulepreload" href="([^"]+)"/g),
      ...all(/<script type="module" src="([^"]+)"/g),
    ];
    expect(loaded.sort()).toEqual(modules.sort());
  });

  it('has every element that the scripts look for', () => {
    const wanted = readdirSync(new URL('src/', client)).flatMap((file) =>
      all(/element\('([a-z-]+)', HTML/g, readFileSync(new URL(`src/${file}`, client), 'utf8')),
    );
    expect(wanted.length).toBeGreaterThan(10);
    expect(all(/ id="([^"]+)"/g)).toEqual(expect.arrayContaining(wanted));
  });

  it('has nothing inline, as the content security policy demands', () => {
    expect(html).not.toMatch(/<style|<script(?![^>]*src=)| style=| on[a-z]+=/);
  });

  it('asks nobody else for anything', () => {
    expect(all(/(?:src|href)="([^"]+)"/g).filter((url) => /^(https?:)?\/\//.test(url))).toEqual([]);
  });
});
