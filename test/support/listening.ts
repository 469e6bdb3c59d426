import { afterEach, beforeEach, expect } from 'vitest';
import type { AudioServer } from './audio-server.js';
import { type Joined, Program } from './program.js';
import { lostPackets, type Receiver } from './receiver.js';
import { Starvation } from './starvation.js';
import { longestPause, Timeline } from './timeline.js';

/** What the wished output or application plays, what the other one plays, and what the microphone hears, Hz. */
export const [TONE, OTHER, PRIVATE] = [1000, 4000, 7000] as const;
/** Below this it is what the codec makes of the programme's own start and end, dBFS. */
export const UNHEARD = -40;
/** Packets of a second. */
export const SECOND = 50;
/** Longest time without a packet, whatever happens to the source, ms. */
const PAUSE_MS = 300;

/** A listener of the real program on a private sound server, who must notice nothing but the sound. */
export class Listening {
  #server: AudioServer | undefined;
  #starvation: Starvation | undefined;
  #ends: (() => Promise<unknown>)[] = [];

  private constructor(private readonly start: () => Promise<AudioServer>) {}

  /** Each test of the calling suite gets a fresh server, with two outputs and a microphone. */
  static inEachTest(start: () => Promise<AudioServer>): Listening {
    const listening = new Listening(start);
    beforeEach(() => listening.#begin());
    afterEach(() => listening.#end());
    return listening;
  }

  get server(): AudioServer {
    if (!this.#server) throw new Error('no test runs');
    return this.#server;
  }

  /** Something to end after the test; the last first. */
  ends(end: () => Promise<unknown>): void {
    this.#ends.push(end);
  }

  /**
   * Two outputs, the first is the default one; and a microphone, the default input, that hears all the time.
   * @returns the first one's module, for `unload`
   */
  async furnish(): Promise<string> {
    const speakers = await this.server.loadNullSink('speakers');
    await this.server.loadNullSink('headphones');
    this.ends(await this.server.loadMicrophone('microphone', PRIVATE));
    await this.server.setDefaultSink('speakers');
    await this.server.pactl('set-default-source', 'microphone');
    return speakers;
  }

  play(sink: string, frequency: number, name?: string): () => Promise<void> {
    const end = this.server.playTone(sink, frequency, name === undefined ? {} : { name });
    this.ends(end);
    return end;
  }

  /** Without DTX each 20 ms bring a packet. */
  async listen(...args: string[]): Promise<{ program: Program } & Joined> {
    const program = await Program.start({ env: this.server.env, args: ['--no-opus-usedtx', ...args] });
    this.ends(() => program.stop());
    const joined = await program.join();
    this.ends(() => joined.receiver.close());
    return { program, ...joined };
  }

  /** How much longer than on a machine of one's own something may take that began then, ms. */
  grace(from: number, to = Infinity): number {
    return this.#starvation?.between(from, to) ?? 0;
  }

  /** Nothing that happens to a source is a listener's business: no packet lost, none late, and no microphone. */
  async heardBy({ packets }: Receiver): Promise<Timeline> {
    const pause = longestPause(packets) - (this.#starvation?.longest() ?? 0);
    const heard = await Timeline.of(packets, [TONE, OTHER, PRIVATE]);
    expect(lostPackets(packets)).toBe(0);
    expect(pause).toBeLessThan(PAUSE_MS);
    expect(heard.loudest(PRIVATE)).toBeLessThan(UNHEARD);
    return heard;
  }

  /** @returns the reason of that state */
  async isIn(program: Program, wished: string): Promise<string> {
    return (await program.statusWhere(({ source: { state } }) => state === wished)).source.reason ?? '';
  }

  async #begin(): Promise<void> {
    this.#ends = [];
    this.#starvation = new Starvation();
    this.#server = await this.start();
  }

  async #end(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
    this.#starvation?.stop();
    await this.#server?.close();
    this.#server = undefined;
  }
}
