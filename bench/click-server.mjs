// Clicks on a sound server: played into a sink by one program, found in what its monitor gives to another.

import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { ClickFinder, clickTrain, RATE } from './clicks.mjs';

const FORMAT = ['--raw', '--format=s16le', `--rate=${RATE}`, '--channels=1'];

/** Records from a sink's monitor with the smallest buffer it can have. */
export class ClickRecorder {
  /** When the server had each click, ms on the monotonic clock of this process. */
  clicks = [];
  #recorder;

  constructor(server, sink) {
    const env = { ...process.env, ...server.env };
    this.#recorder = spawn('parec', [...FORMAT, '--latency-msec=1', `--device=${sink}.monitor`], { env });
    const finder = new ClickFinder();
    let [samples, rest] = [0, Buffer.alloc(0)];
    this.#recorder.stdout.on('data', (chunk) => {
      const now = performance.now();
      const bytes = Buffer.concat([rest, chunk]);
      const count = bytes.length >> 1;
      rest = bytes.subarray(count * 2);
      const piece = Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(2 * i) / 32_768);
      samples += count;
      for (const index of finder.find(piece)) this.clicks.push(now - ((samples - index) / RATE) * 1000);
    });
  }

  stop() {
    this.#recorder.kill();
  }
}

/** Resolves when all of them were played. */
export async function playClicks(server, sink, seconds) {
  const env = { ...process.env, ...server.env };
  const player = spawn('pacat', ['--playback', ...FORMAT, '--latency-msec=20', `--device=${sink}`], { env });
  const train = clickTrain(seconds);
  const pcm = Buffer.alloc(train.length * 2);
  train.forEach((sample, i) => pcm.writeInt16LE(Math.round(sample * 32_767), 2 * i));
  player.stdin.end(pcm);
  await new Promise((resolve) => player.once('close', resolve));
}
