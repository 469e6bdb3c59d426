import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { defaultStateFolder } from '../../../src/config/state-folder.js';
import { appErrorOf } from '../../support/app-error-of.js';

const env = { XDG_STATE_HOME: '/state' };

describe('listening on the network', () => {
  it.each(['0.0.0.0', '::', '192.0.2.7', 'radio.local'])('at %s needs a token', (host) => {
    const error = appErrorOf(() => loadConfig(['--host', host], env));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toMatch(/everybody in the network could listen: use --lan.*--insecure-open/);
  });

  it.each([
    ['--lan'],
    ['--insecure-open'],
    ['--token=my-own-token'],
    ['--operator-token=my-own-token'],
    ['--token-file=/tokens'],
  ])('is fine with %s', (option) => {
    expect(loadConfig(['--host', '192.0.2.7', option], env).config.server.host).toBe('192.0.2.7');
  });

  it.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('is not what %s does', (host) => {
    expect(loadConfig(['--host', host], env).config.access.tokenFile).toBe('');
  });

  it('is what --lan does: on every IPv4 address, with the tokens of the state folder', () => {
    const { server, access } = loadConfig(['--lan'], env).config;
    expect(server.host).toBe('0.0.0.0');
    expect(access.tokenFile).toBe('/state/earshot/tokens.yaml');
  });
});

describe('settings of access that cannot hold together', () => {
  it.each([
    [['--insecure-open', '--lan'], /--insecure-open asks for no token/],
    [['--insecure-open', '--token', 'my-own-token'], /--insecure-open asks for no token/],
    [['--tls-cert', 'a.pem'], /--tls-cert and --tls-key belong together/],
    [['--tls-key', 'a.pem'], /--tls-cert and --tls-key belong together/],
    [['--https', '--tls-cert', 'a.pem', '--tls-key', 'b.pem'], /--https makes a certificate/],
    [['--token', 'secret7'], /^--token needs at least 8/],
    [['--operator-token', 'sec ret value'], /^--operator-token needs at least 8/],
    [['--token', 'secret-value', '--operator-token', 'secret-value'], /are the same/],
    [['--allowed-hosts', 'radio.example, http://x'], /--allowed-hosts has "http:\/\/x"/],
    [['--allowed-origins', '*'], /--allowed-origins has "\*", which is no origin/],
    [['--allowed-origins', 'https://radio.example/'], /--allowed-origins has/],
    [['--headers-timeout', '20'], /--headers-timeout is a part of --request-timeout/],
  ])('%j are refused, and no secret is told', (args, message) => {
    const error = appErrorOf(() => loadConfig(args, env));
    expect(error).toMatchObject({ code: 'invalid-config', exit: 2 });
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/sec ?ret/);
  });
});

describe('the places for listeners', () => {
  it('are 32 for each core, unless they are given', () => {
    const { limits } = loadConfig([], env).config;
    expect(limits.listeners % 32).toBe(0);
    expect(limits.listeners).toBeGreaterThan(0);
    expect(loadConfig(['--max-listeners', '5'], env).config.limits.listeners).toBe(5);
  });
});

describe('the state folder', () => {
  it.each([
    [{ XDG_STATE_HOME: '/state' }, 'linux', /^\/state\/earshot$/],
    [{}, 'linux', /\/\.local\/state\/earshot$/],
    [{ XDG_STATE_HOME: '' }, 'linux', /\/\.local\/state\/earshot$/],
    [{ LOCALAPPDATA: '/local', XDG_STATE_HOME: '/state' }, 'win32', /^\/local\/earshot$/],
    [{}, 'win32', /AppData\/Local\/earshot$/],
  ] as const)('with %j on %s', (variables, platform, folder) => {
    expect(defaultStateFolder(variables, platform)).toMatch(folder);
  });

  it('may be another one', () => {
    const { access } = loadConfig(['--lan', '--state-folder', '/mine'], env).config;
    expect(access.tokenFile).toBe('/mine/tokens.yaml');
  });
});
