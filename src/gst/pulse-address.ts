import { readFileSync } from 'node:fs';
import type { NetConnectOpts } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { COOKIE_LENGTH } from './pulse-wire.js';

const PORT = 4713;

/** Where PulseAudio's clients look for their server, in their order: PULSE_SERVER, then the user's own. */
export function pulseAddress(env: NodeJS.ProcessEnv): NetConnectOpts | undefined {
  // Several may be named, separated by spaces; one for a certain machine begins with {its id}.
  const [named] = (env.PULSE_SERVER ?? '').trim().split(/\s+/);
  if (named) return parse(named.replace(/^\{[^}]*\}/, ''));
  if (env.PULSE_RUNTIME_PATH) return { path: join(env.PULSE_RUNTIME_PATH, 'native') };
  if (env.XDG_RUNTIME_DIR) return { path: join(env.XDG_RUNTIME_DIR, 'pulse/native') };
  return undefined;
}

function parse(server: string): NetConnectOpts | undefined {
  if (server.startsWith('/')) return { path: server };
  if (server.startsWith('unix:')) return { path: server.slice('unix:'.length) };
  const groups = /^(?:tcp[46]?:)?(?:\[(?<six>[^\]]+)\]|(?<host>[^:]+))(?::(?<port>\d+))?$/.exec(
    server,
  )?.groups;
  const host = groups?.six ?? groups?.host;
  return host === undefined ? undefined : { host, port: Number(groups?.port ?? PORT) };
}

/** The user's key to the server. Without one the server goes by who owns the socket's other end. */
export function pulseCookie(env: NodeJS.ProcessEnv): Buffer {
  const home = env.HOME ?? homedir();
  const files = [
    env.PULSE_COOKIE,
    join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'pulse/cookie'),
    join(home, '.pulse-cookie'),
  ];
  for (const file of files) {
    if (!file) continue;
    try {
      const cookie = readFileSync(file);
      if (cookie.length === COOKIE_LENGTH) return cookie;
    } catch {
      // The next one, then.
    }
  }
  return Buffer.alloc(COOKIE_LENGTH);
}
