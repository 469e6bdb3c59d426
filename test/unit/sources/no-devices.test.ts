import { describe, expect, it } from 'vitest';
import { noDevices, type Surroundings } from '../../../src/sources/no-devices.js';

/** A user with a session and no sound server in it, unless changed. */
function told({
  sockets = {},
  ...change
}: Partial<Surroundings> & { sockets?: Record<string, string | undefined> } = {}): string {
  return noDevices({
    platform: 'linux',
    env: { XDG_RUNTIME_DIR: '/run/user/1000' },
    uid: 1000,
    access: (path) => {
      const code = path in sockets ? sockets[path] : 'ENOENT';
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    },
    ...change,
  });
}

describe('why there are no devices', () => {
  it('is that no server answers', () => {
    expect(told()).toMatch(/^No capture device was found: no PulseAudio or PipeWire answers.* Start one/);
  });

  it('is that the program runs as root or a system service', () => {
    expect(told({ env: {}, uid: 0 })).toMatch(
      /as root or as a system service .*XDG_RUNTIME_DIR.*systemctl --user/,
    );
    expect(told({ env: { XDG_RUNTIME_DIR: '' }, uid: 1000 })).toMatch(/outside of a login session/);
  });

  it.each(['pulse/native', 'pipewire-0'])('is that %s belongs to another user', (name) => {
    const path = `/run/user/1000/${name}`;
    expect(told({ sockets: { [path]: 'EACCES' } })).toContain(
      `there is a sound server at ${path}, but this user may not use it. Run Earshot as the user whom it belongs to.`,
    );
  });

  it('is that the server has none', () => {
    expect(told({ sockets: { '/run/user/1000/pulse/native': undefined } })).toMatch(
      /does not answer or has no device.*pactl info/,
    );
  });

  it.each(['unix:/tmp/own', '/tmp/own'])('looks where PULSE_SERVER=%s says, and only there', (server) => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000', PULSE_SERVER: server };
    const sockets = { '/tmp/own': 'EACCES', '/run/user/1000/pulse/native': undefined };
    expect(told({ env, sockets })).toContain('a sound server at /tmp/own, but this user may not');
  });

  it('on Windows has nothing to do with servers', () => {
    expect(told({ platform: 'win32' })).toMatch(/^No capture device was found: Windows lists/);
  });

  it('is told of this machine without any setting', () => {
    expect(noDevices()).toMatch(/^No capture device was found: /);
  });
});
