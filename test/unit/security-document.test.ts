import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/config/load.js';

const text = readFileSync(join(packageRoot(), 'SECURITY.md'), 'utf8');
const [, table = ''] = /## Threats\n([^]*?)\n## /.exec(text) ?? [];
const threats = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (Threat|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('SECURITY.md', () => {
  it('has a table of threats', () => {
    expect(threats.length).toBeGreaterThan(20);
    for (const cells of threats) expect(cells).toHaveLength(5);
  });

  it.each(threats.map(([, threat = '', , proof = '']) => [threat, proof]))(
    'names a test that is there for: %s',
    (_threat, proof) => {
      const [, file = '', title = ''] = /^`(test\/\S+\.test\.ts)` “(.+)”$/.exec(proof) ?? [];
      expect(existsSync(join(packageRoot(), file)), `"${proof}" names no file of test/`).toBe(true);
      expect(readFileSync(join(packageRoot(), file), 'utf8')).toContain(title);
    },
  );

  it('tells the limits of an offer as they are', () => {
    const source = ['sdp-text', 'candidates']
      .map((name) => readFileSync(join(packageRoot(), `src/negotiation/${name}.ts`), 'utf8'))
      .join('\n');
    for (const [constant, words] of [
      ['MAX_BYTES = 64 * 1024', '64 KiB'],
      ['MAX_LINES = 1000', '1000 lines'],
      ['MAX_LINE = 4 * 1024', '4 KiB in a line'],
      ['MAX_SECTIONS = 16', '16 sections'],
      ['MAX_CANDIDATES = 64', '64 candidates'],
    ] as const) {
      expect(source).toContain(constant);
      expect(text.replace(/\s+/g, ' ')).toContain(words);
    }
  });
});
