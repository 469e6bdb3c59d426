import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where the program runs, as far as it decides whether a sound server can be reached. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** User id; -1 where there is none. */
  uid: number;
  /** Throws as `fs.accessSync` does. */
  access: (path: string) => void;
}

const here = (): Surroundings => ({
  platform: process.platform,
  env: process.env,
  uid: process.getuid?.() ?? -1,
  access: (path) => accessSync(path, constants.R_OK | constants.W_OK),
});

/** Why there is no device to capture from and what to do, in words. */
export function noDevices(surroundings: Surroundings = here()): string {
  return `No capture device was found: ${reason(surroundings)}`;
}

function reason({ platform, env, uid, access }: Surroundings): string {
  if (platform === 'win32') {
    return 'Windows lists no output and no input. Plug one in, or enable it in the sound settings.';
  }
  for (const socket of sockets(env)) {
    const code = outcome(() => access(socket));
    if (code === 'EACCES' || code === 'EPERM') {
      return `there is a sound server at ${socket}, but this user may not use it. Run Earshot as the user whom it belongs to.`;
    }
    if (code === undefined) {
      return `there is a sound server at ${socket}, but it does not answer or has no device. Check it with "pactl info" and "pactl list short sources".`;
    }
  }
  if (env.XDG_RUNTIME_DIR === undefined || env.XDG_RUNTIME_DIR === '') {
    const who = uid === 0 ? 'as root or as a system service' : 'outside of a login session';
    return `no PulseAudio or PipeWire answers for this user. Earshot seems to run ${who} (XDG_RUNTIME_DIR is not set), while sound servers belong to the session of a user: run Earshot as that user, such as by a service of "systemctl --user".`;
  }
  return 'no PulseAudio or PipeWire answers for this user. Start one, or run Earshot in the session of the user who hears the sound.';
}

/** Where PulseAudio, or PipeWire in its place, and PipeWire itself listen. */
function sockets({ PULSE_SERVER, XDG_RUNTIME_DIR }: NodeJS.ProcessEnv): string[] {
  const [, chosen] = /^(?:unix:)?(\/.+)$/.exec(PULSE_SERVER ?? '') ?? [];
  if (chosen !== undefined) return [chosen];
  if (XDG_RUNTIME_DIR === undefined || XDG_RUNTIME_DIR === '') return [];
  return [join(XDG_RUNTIME_DIR, 'pulse/native'), join(XDG_RUNTIME_DIR, 'pipewire-0')];
}

function outcome(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
