/** Looks at everything between the computer and the ear for a moment, for the ladder to judge. */

import { type Facts } from '../core/diagnosis.js';
import { readSample } from '../core/connection-stats.js';
import { measure } from '../core/meter-math.js';
import type { Player } from '../core/player.js';
import type { Server } from '../core/server.js';
import type { SettingsStore } from '../core/settings.js';
import { Trouble } from '../core/trouble.js';
import type { StereoAnalyser } from './analyser.js';
import type { Speaker } from './speaker.js';

/** How long to look, ms: longer than the pauses of DTX (400 ms). */
const LOOK = 900;
/** ms between two looks at the decoded sound, whose window is 43 ms. */
const STEP = 40;

export interface FactFinderParts {
  player: Player;
  server: Server;
  speaker: Speaker;
  analyser: StereoAnalyser;
  settings: SettingsStore;
  /** Highest peak the server told of since this moment (performance.now()), dBFS; null: none. */
  serverPeakSince: (moment: number) => number | null;
}

export class FactFinder {
  constructor(private readonly parts: FactFinderParts) {}

  async look(): Promise<Facts> {
    const { player, speaker, settings } = this.parts;
    const began = performance.now();
    const [packetsBefore, positionBefore] = [await this.#packets(), speaker.position];
    const [status, decodedPeak] = await Promise.all([this.#status(), this.#decodedPeak(began + LOOK)]);
    const packets = await this.#packets();
    const { view } = player;
    const { volume, muted } = settings.current;
    return {
      status,
      player: view.state,
      trouble: view.trouble,
      transport: player.transport,
      serverPeak: this.parts.serverPeakSince(began),
      packets: packets === null || packetsBefore === null ? null : Math.max(0, packets - packetsBefore),
      decodedPeak: view.track ? decodedPeak : null,
      element: { hold: speaker.hold, muted, volume },
      outputs: await soundOutputs(),
      plays: view.state === 'playing' && !speaker.hold ? speaker.position > positionBefore : null,
    };
  }

  async #status(): Promise<Facts['status']> {
    return this.parts.server.status(AbortSignal.timeout(LOOK)).catch((error: unknown) => Trouble.from(error));
  }

  async #packets(): Promise<number | null> {
    const report = await this.parts.player.report().catch(() => null);
    return report && (readSample(report, performance.now())?.packets ?? 0);
  }

  async #decodedPeak(until: number): Promise<number | null> {
    let highest: number | null = null;
    do {
      await new Promise((resolve) => setTimeout(resolve, STEP));
      const samples = this.parts.analyser.read();
      if (samples) highest = Math.max(highest ?? -Infinity, ...samples.map((each) => measure(each).peak));
    } while (performance.now() < until);
    return highest;
  }
}

/** Null where the browser does not tell, as on plain HTTP. */
async function soundOutputs(): Promise<number | null> {
  // Without a permission Firefox and Safari name no outputs; Chromium, which alone has this method, does.
  if (!('mediaDevices' in navigator) || !('setSinkId' in AudioContext.prototype)) return null;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const outputs = devices.filter(({ kind }) => kind === 'audiooutput').length;
  // None of any kind: a machine without sound, or a browser that keeps it to itself.
  return outputs > 0 || devices.some(({ kind }) => kind === 'audioinput') ? outputs : null;
}
