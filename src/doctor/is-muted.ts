import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Whether the default output is muted, as PulseAudio's own tool says; undefined where there is none. */
export async function isMuted(): Promise<boolean | undefined> {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    const { stdout } = await promisify(execFile)('pactl', ['get-sink-mute', '@DEFAULT_SINK@'], {
      env,
      timeout: 2000,
    });
    return stdout.includes('yes');
  } catch {
    return undefined;
  }
}
