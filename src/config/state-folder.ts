import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user's programs keep what they made (XDG Base Directory Specification; on Windows %LOCALAPPDATA%). */
export function defaultStateFolder(env: NodeJS.ProcessEnv, platform = process.platform): string {
  const [given = '', usual] =
    platform === 'win32'
      ? [env.LOCALAPPDATA, join(homedir(), 'AppData', 'Local')]
      : [env.XDG_STATE_HOME, join(homedir(), '.local', 'state')];
  return join(given === '' ? usual : given, 'earshot');
}
