import type { Finding } from './finding.js';

/** Who runs this, as far as sound servers care. */
export interface User {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** User id; -1 where there is none. */
  uid: number;
}

const topic = 'session';

/** Sound servers belong to a user's session: a system service, or root, has none. */
export function examineSession({ platform, env, uid }: User): Finding {
  if (platform !== 'linux') return { topic, verdict: 'ok', says: 'needs none on this system' };
  if (env.PULSE_SERVER)
    return { topic, verdict: 'ok', says: `PULSE_SERVER names the server: ${env.PULSE_SERVER}` };
  const fix =
    'Run Earshot as the user who hears the sound: as a service of "systemctl --user" (docs/operations.md), not as root and not as a system service.';
  if (!env.XDG_RUNTIME_DIR) {
    const who = uid === 0 ? 'as root or as a system service' : 'outside of a login session';
    return {
      topic,
      verdict: 'problem',
      says: `Earshot runs ${who}: XDG_RUNTIME_DIR is not set, so there is no sound server to find`,
      fix,
    };
  }
  const [, owner] = /^\/run\/user\/(\d+)/.exec(env.XDG_RUNTIME_DIR) ?? [];
  if (owner !== undefined && Number(owner) !== uid) {
    return {
      topic,
      verdict: 'problem',
      says: `XDG_RUNTIME_DIR is ${env.XDG_RUNTIME_DIR}, the session of user ${owner}, and Earshot runs as user ${uid}`,
      fix,
    };
  }
  return { topic, verdict: 'ok', says: env.XDG_RUNTIME_DIR };
}
