import { accessContradictions } from './access-checks.js';
import { audioContradictions } from './audio-checks.js';
import type { Action } from './command-line.js';
import type { Config } from './types.js';

/** Settings that are each fine and cannot hold together. */
export function contradictions(config: Config, action: Action): string[] {
  const { source } = config;
  const found = accessContradictions(config);
  if (source.sineWave && source.name !== 'auto' && source.name !== 'test-tone') {
    found.push(
      `--sine-wave plays the test tone, and --source asks for "${source.name}": leave one of them out`,
    );
  }
  if (source.inputDevice !== '' && (source.sineWave || source.name === 'test-tone')) {
    found.push('--input-device needs a capture, and the test tone is none: leave one of them out');
  }
  const isOpen = source.name === 'auto' && source.inputDevice === '' && ['run', 'check'].includes(action);
  if (isOpen && Object.keys(source.parameters).length > 0) {
    found.push('--source-params needs to know for which source: choose one with --source');
  }
  if (source.inputDevice !== '' && Object.hasOwn(source.parameters, 'device')) {
    found.push('--input-device and "device" in --source-params say the same: leave one of them out');
  }
  return [...found, ...audioContradictions(config)];
}
