import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { AudioServer } from './audio-server.js';
import { PipeWireServer } from './pipewire-server.js';
import { PulseServer } from './pulse-server.js';

/** A kind of sound server, by the name that titles of tests have. */
export type SoundServer = [name: string, start: () => Promise<AudioServer>];

const PIPEWIRE: SoundServer = ['PipeWire', () => PipeWireServer.start()];
const PULSEAUDIO: SoundServer = ['PulseAudio', () => PulseServer.start()];

/**
 * The sound servers to test with: both, but PipeWire alone where the distribution's
 * packages of the two exclude each other and PipeWire is the one that is there.
 */
export function soundServers(): SoundServer[] {
  if (isHere('pulseaudio') || !isHere('pipewire-pulse') || isHere('apt-get')) return [PULSEAUDIO, PIPEWIRE];
  console.warn(
    'PulseAudio is not tested here: its package and that of pipewire-pulse, which is installed, exclude each other.',
  );
  return [PIPEWIRE];
}

/** For what only PulseAudio does; an empty list where it cannot be installed. */
export function onlyPulseAudio(): SoundServer[] {
  return soundServers().filter((server) => server === PULSEAUDIO);
}

function isHere(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
