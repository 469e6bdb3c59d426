import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optionsTable } from '../../src/cli.js';
import { loadCatalog } from '../../src/pipelines/catalog.js';
import { resolveSource } from '../../src/pipelines/source.js';
import { packageRoot } from '../../src/config/load.js';

const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');

/** Without the padding that makes a table pleasant to read in its source. */
function cells(table: string): string[] {
  return table
    .trim()
    .split('\n')
    .map((row) => row.replace(/\s*(?<!\\)\|\s*/g, '|').replace(/-{3,}/g, '---'));
}

describe('the README', () => {
  it('has the table of all options as the program knows them', () => {
    const [, table = ''] = /<!-- options:[^>]*-->\n([\s\S]*?)<!-- \/options -->/.exec(readme) ?? [];
    expect(cells(table)).toEqual(cells(optionsTable()));
  });

  it('shows a source file that works', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'earshot-readme-'));
    try {
      mkdirSync(join(folder, 'codecs'));
      mkdirSync(join(folder, 'sources'));
      writeFileSync(join(folder, 'sources', 'radio.yaml'), example);
      const { sources, problems } = loadCatalog(folder, 'linux');
      expect([...problems.values()]).toEqual([]);
      const radio = sources.get('radio');
      if (!radio) throw new Error('it defines no source "radio"');
      expect(resolveSource(radio, { volume: 2 }).properties).toEqual({
        gain: { amplification: 2 },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names only files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => readFileSync(join(packageRoot(), link))).not.toThrow();
  });

  it('names only npm scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});
