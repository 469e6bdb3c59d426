import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pulseAddress, pulseCookie } from '../../../src/gst/pulse-address.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('where the sound server is', () => {
  it.each([
    [{ PULSE_SERVER: 'unix:/run/pulse/native' }, { path: '/run/pulse/native' }],
    [{ PULSE_SERVER: '/run/pulse/native' }, { path: '/run/pulse/native' }],
    [{ PULSE_SERVER: '{0123abcd}unix:/run/pulse/native tcp:other' }, { path: '/run/pulse/native' }],
    [{ PULSE_SERVER: 'tcp:studio' }, { host: 'studio', port: 4713 }],
    [{ PULSE_SERVER: 'studio:4000' }, { host: 'studio', port: 4000 }],
    [{ PULSE_SERVER: 'tcp6:[::1]:4000' }, { host: '::1', port: 4000 }],
    [{ PULSE_RUNTIME_PATH: '/run/pulse', XDG_RUNTIME_DIR: '/run/user/1' }, { path: '/run/pulse/native' }],
    [{ PULSE_SERVER: '', XDG_RUNTIME_DIR: '/run/user/1' }, { path: '/run/user/1/pulse/native' }],
    [{}, undefined],
  ])('%j is %j', (env, address) => {
    expect(pulseAddress(env)).toEqual(address);
  });
});

describe('the key to it', () => {
  it('is the first file of the right length', () => {
    const home = tempFolder();
    writeFileSync(join(home, 'short'), 'too short');
    writeFileSync(join(home, '.pulse-cookie'), Buffer.alloc(256, 7));
    expect(pulseCookie({ PULSE_COOKIE: join(home, 'short'), HOME: home })).toEqual(Buffer.alloc(256, 7));
  });

  it('is zeros where there is none', () => {
    expect(pulseCookie({ HOME: tempFolder() })).toEqual(Buffer.alloc(256));
  });
});
