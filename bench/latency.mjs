#!/usr/bin/env node
// How much later the sound is for being captured. Clicks are played into a null sink
// of a private sound server. When the server has one is seen by a second recorder of
// the same monitor, with the smallest buffer it can have. When it went into the
// encoder is told by the packet that a listener receives, and where in it the click
// is: a packet leaves when its last sample is there.
//
//   npm run bench:latency

import { setTimeout as sleep } from 'node:timers/promises';
import { ClickRecorder, playClicks } from './click-server.mjs';
import { ClickFinder, RATE } from './clicks.mjs';
import { load } from './load.mjs';
import { median } from './median.mjs';

const SECONDS = 15;
const PTIMES = [20, 10, 5];
const ALLOWED_MS = 20;
/** A click that is heard later than this is another one. */
const LATEST_MS = 250;

/** What libopus holds back for its transform at 48 kHz, samples: the decoded sound is that much behind the packet's. */
const LOOKAHEAD = 312;

const [{ Program }, { decode, lostPackets }, { PulseServer }, { PipeWireServer }, end] = await load(
  'test/support/program.ts',
  'test/support/receiver.ts',
  'test/support/pulse-server.ts',
  'test/support/pipewire-server.ts',
);

/** Plays the system's sound to a listener while `play` makes clicks. @returns delays to encoder and listener, ms */
async function delaysOf(ptime, env, play) {
  const options = ['--no-opus-usedtx', '--audio-bitrate', '128000', '--log-level', 'error'];
  const args = ['--source', 'system', '--audio-ptime', String(ptime), ...options];
  const program = await Program.start({ args, env });
  try {
    const { receiver } = await program.join({ fmtp: 'useinbandfec=1' });
    await receiver.next(1);
    const made = await play();
    await sleep(LATEST_MS);
    const { packets } = receiver;
    const lost = lostPackets(packets);
    if (lost > 0) console.error(`${lost} of ${packets.length} packets were lost: a busy machine`);
    const { left } = await decode(packets, 'opus');
    await receiver.close();
    const perPacket = (RATE * ptime) / 1000;
    const heard = new ClickFinder().find(left).flatMap((found) => {
      const index = found - LOOKAHEAD;
      const received = packets[Math.floor(index / perPacket)]?.at;
      if (received === undefined) return [];
      const waited = ((perPacket - (index % perPacket)) / RATE) * 1000;
      return [{ received, encoded: received - waited }];
    });
    return made.flatMap((at) => {
      const first = heard.find(({ received }) => received > at);
      if (first === undefined || first.received - at > LATEST_MS) return [];
      return [{ toEncoder: first.encoded - at, toListener: first.received - at }];
    });
  } finally {
    await program.stop();
  }
}

/** @returns when the server had each click */
async function playInto(server, sink) {
  const recorder = new ClickRecorder(server, sink);
  await playClicks(server, sink, SECONDS);
  recorder.stop();
  return recorder.clicks;
}

const ms = (value) => `${value.toFixed(1)} ms`.padStart(8);

let worst = 0;
for (const [name, Server] of [
  ['PulseAudio', PulseServer],
  ['PipeWire', PipeWireServer],
]) {
  const server = await Server.start();
  try {
    await server.loadNullSink('speakers');
    await server.setDefaultSink('speakers');
    for (const ptime of PTIMES) {
      const delays = await delaysOf(ptime, server.env, () => playInto(server, 'speakers'));
      const toEncoder = delays.map((delay) => delay.toEncoder);
      const toListener = delays.map((delay) => delay.toListener);
      worst = Math.max(worst, median(toEncoder));
      console.log(
        `${name.padEnd(12)}packets of ${String(ptime).padStart(2)} ms  from the server to the encoder ${ms(median(toEncoder))}` +
          ` (${Math.min(...toEncoder).toFixed(1)} to ${Math.max(...toEncoder).toFixed(1)})` +
          `, to the listener ${ms(median(toListener))}, ${delays.length} clicks`,
      );
    }
  } finally {
    await server.close();
  }
}
await end();
console.log(`capture and mixer add at most ${ms(worst).trim()} (median); allowed are ${ALLOWED_MS} ms`);
process.exit(worst <= ALLOWED_MS ? 0 : 1);
