import type { Device } from '../engine/protocol.js';
import { noDevices } from '../sources/no-devices.js';
import type { Finding } from './finding.js';

const topic = 'audio server';

/** @param isNeeded whether the chosen source captures; a test tone needs no server */
export function examineDevices(devices: readonly Device[], isNeeded: boolean): Finding {
  const outputs = devices.filter(({ kind }) => kind === 'system');
  const verdict = isNeeded ? 'problem' : 'note';
  if (devices.length === 0) {
    // One sentence says what is wrong, those after it what to do.
    const [says = '', ...fix] = noDevices().split(/(?<=\.) (?=[A-Z])/);
    return { topic, verdict, says, fix: fix.join(' ') || 'Start PulseAudio or PipeWire.' };
  }
  const inputs = devices.length - outputs.length;
  if (outputs.length === 0) {
    return {
      topic,
      verdict,
      says: `${inputs} inputs and no output: what the computer plays cannot be heard`,
      fix: 'Connect an output, or make one: "pactl load-module module-null-sink".',
    };
  }
  const standard = outputs.find(({ isDefault }) => isDefault)?.name ?? 'none';
  return {
    topic,
    verdict: 'ok',
    says: `${outputs.length} outputs, ${inputs} inputs; default output: ${standard}`,
  };
}
