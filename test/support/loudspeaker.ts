import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PulseServer } from './pulse-server.js';
import { rmsDb } from './spectrum.js';

const RATE = 48_000;
const BYTES_PER_FRAME = 8;

/** What programs really play on a sound server: left and right. */
export async function playedOn(server: PulseServer, seconds = 0.35): Promise<[Float32Array, Float32Array]> {
  const recorder = spawn(
    'parec',
    [
      '--device=auto_null.monitor',
      '--format=float32le',
      `--rate=${RATE}`,
      '--channels=2',
      '--latency-msec=20',
    ],
    { env: { ...process.env, ...server.env }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const wanted = Math.round(seconds * RATE) * BYTES_PER_FRAME;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of recorder.stdout) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= wanted) break;
  }
  if (recorder.exitCode === null) {
    const closed = once(recorder, 'close');
    recorder.kill();
    await closed;
  }
  const frames = Buffer.concat(chunks).subarray(0, wanted);
  const channel = (offset: number) =>
    Float32Array.from({ length: Math.floor(frames.length / BYTES_PER_FRAME) }, (_, i) =>
      frames.readFloatLE(i * BYTES_PER_FRAME + offset),
    );
  return [channel(0), channel(4)];
}

/** dBFS of what is played, left and right. */
export async function loudnessOn(server: PulseServer): Promise<{ left: number; right: number }> {
  const [left, right] = await playedOn(server);
  return { left: rmsDb(left), right: rmsDb(right) };
}
