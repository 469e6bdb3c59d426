import { describe, expect, it } from 'vitest';
import { HostNames, isHostName, ownNames } from '../../../src/access/host-names.js';
import { hostValues } from '../../support/host-values.js';

describe('a Host header', () => {
  it('is tried in more than 40 ways', () => {
    expect(new Set(hostValues.map(([value]) => value)).size).toBeGreaterThan(40);
  });

  it.each(hostValues)('%j is %s', (value, verdict) => {
    expect(new HostNames(['radio.local']).judge(value)).toBe(verdict);
  });

  it('may have any of the names given, however they are written there', () => {
    const hosts = new HostNames(['Radio.Example.', 'music']);
    expect(hosts.judge('radio.example:443')).toBe('known');
    expect(hosts.judge('MUSIC')).toBe('known');
    expect(hosts.judge('radio.local')).toBe('unknown');
  });
});

describe('the names of a machine', () => {
  it.each([
    ['Den', ['den', 'den.local']],
    ['den.home.example.', ['den.home.example', 'den', 'den.local']],
    ['', []],
  ])('that calls itself %j', (hostname, names) => {
    expect(ownNames(hostname)).toEqual(names);
  });
});

describe('a name for --allowed-hosts', () => {
  it.each(['radio.example', 'RADIO', 'radio.example.'])('may be %s', (name) => {
    expect(isHostName(name)).toBe(true);
  });

  it.each(['radio.example:80', 'https://radio.example', '*.example', '192.168.1.5', '[::1]', ''])(
    'may not be %j',
    (name) => {
      expect(isHostName(name)).toBe(false);
    },
  );
});
