import { join } from 'node:path';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { prepareAccess } from '../../../src/startup/access.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { tempFolder } from '../../support/temp-folder.js';

function prepared(args: string[], env: NodeJS.ProcessEnv = {}) {
  const log = new RecordedLog();
  const { config } = loadConfig(args, { XDG_STATE_HOME: tempFolder(), ...env });
  return { ...prepareAccess(config, log), log, config };
}

describe('who may call this server', () => {
  it('is everybody on this machine, by its names, without options', () => {
    const { tokens, hosts, origins, log } = prepared([]);
    expect(tokens).toBeUndefined();
    expect([...origins]).toEqual([]);
    expect(log.lines).toEqual([]);
    expect(hosts.judge(`${hostname()}:8088`)).toBe('known');
    expect(hosts.judge('radio.example')).toBe('unknown');
  });

  it('may also call it by the name it listens on, and by those allowed', () => {
    const args = ['--host', 'den.example', '--lan', '--allowed-hosts', 'radio.example, music.example'];
    const { hosts } = prepared(args);
    for (const name of ['den.example', 'radio.example', 'music.example'])
      expect(hosts.judge(name)).toBe('known');
  });

  it('may be pages of the origins that are allowed', () => {
    const { origins } = prepared(['--allowed-origins', 'https://a.example, http://b.example:81']);
    expect([...origins]).toEqual(['https://a.example', 'http://b.example:81']);
  });

  it('is who has a token, where one is given: the other one is made', () => {
    const { tokens } = prepared([], { EARSHOT_TOKEN: 'my-own-token' });
    expect(tokens?.listen).toBe('my-own-token');
    expect(tokens?.operator).toMatch(/^[\w-]{22}$/);
  });

  it('is warned of where nobody is asked for a token, and never names one', () => {
    expect(prepared(['--host', '::', '--insecure-open']).log.lines).toMatchObject([{ level: 'warn' }]);
    expect(prepared(['--allowed-hosts', 'radio.example']).log.lines).toMatchObject([{ level: 'warn' }]);
    const file = join(tempFolder(), 'tokens.yaml');
    const { log, tokens } = prepared(['--token-file', file, '--allowed-hosts', 'radio.example']);
    expect(tokens).toBeDefined();
    expect(log.lines).toEqual([]);
  });
});
