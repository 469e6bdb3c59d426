import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../src/config/file.js';
import { loadConfig, packageRoot } from '../../../src/config/load.js';
import { options } from '../../../src/config/options.js';

const path = join(packageRoot(), 'config/default.yaml');
const text = readFileSync(path, 'utf8');

describe('config/default.yaml', () => {
  it('has every key, and no other', () => {
    const { values, problems } = readConfigFile(path);
    expect(problems).toEqual([]);
    expect([...values.keys()].map(({ key }) => key).sort()).toEqual(options.map(({ key }) => key).sort());
  });

  it('has the default of each', () => {
    const { values } = readConfigFile(path);
    for (const option of options)
      expect([option.key, values.get(option)]).toEqual([option.key, option.default]);
  });

  it('changes nothing when it is loaded', () => {
    expect(loadConfig(['--config', path], {})).toEqual(loadConfig([], {}));
  });

  it('says in words, right above each key, what it does', () => {
    const comments = commentsByKey();
    for (const { key } of options)
      expect([key, comments.get(key)]).toEqual([key, expect.stringMatching(/\w{3}.*\.$/)]);
  });

  it('names there what a choice is between, and the limits of a number with a unit', () => {
    const comments = commentsByKey();
    for (const { key, format } of options) {
      const words =
        format.type === 'choice'
          ? format.values
          : format.type === 'integer' && format.unit !== undefined
            ? [format.minimum, format.maximum]
            : [];
      for (const word of words)
        expect([key, comments.get(key)]).toEqual([key, expect.stringContaining(String(word))]);
    }
  });
});

function commentsByKey(): Map<string, string> {
  const comments = new Map<string, string>();
  let room = '';
  let comment: string[] = [];
  for (const line of text.split('\n')) {
    const [, remark] = /^ +# (.*)/.exec(line) ?? [];
    const [, name] = /^ +(\w+):/.exec(line) ?? [];
    room = /^(\w+):/.exec(line)?.[1] ?? room;
    if (name !== undefined) comments.set(`${room}.${name}`, comment.join(' '));
    comment = remark === undefined ? [] : [...comment, remark];
  }
  return comments;
}
