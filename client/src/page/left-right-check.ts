/** Plays a tone on the left and one on the right of this device, while the stream is silent. */

import { texts } from '../texts/texts.js';
import { element } from './element.js';

/** s. */
const TONE = 0.8;
const PAUSE = 0.25;
const FADE = 0.03;
/** Peak; −14 dBFS, so that nobody is startled. */
const LEVEL = 0.2;
const HZ = { left: 440, right: 880 } as const;

export class LeftRightCheck {
  readonly #button = element('left-right', HTMLButtonElement);
  readonly #says = element('left-right-says', HTMLElement);
  #running = false;

  /** @param hush called with true before and false after the tones */
  constructor(
    private readonly context: AudioContext,
    private readonly hush: (on: boolean) => void,
  ) {
    this.#button.addEventListener('click', () => void this.#run());
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.hush(true);
    try {
      await this.context.resume();
      for (const side of ['left', 'right'] as const) {
        this.#says.textContent = texts().checkSays(side);
        await this.#play(side);
      }
    } finally {
      this.#says.textContent = '';
      this.hush(false);
      this.#running = false;
    }
  }

  #play(side: 'left' | 'right'): Promise<void> {
    const { context } = this;
    const start = context.currentTime;
    const tone = new OscillatorNode(context, { frequency: HZ[side] });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LEVEL, start + FADE);
    gain.gain.setValueAtTime(LEVEL, start + TONE - FADE);
    gain.gain.linearRampToValueAtTime(0, start + TONE);
    const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
    tone.connect(gain).connect(merger, 0, side === 'left' ? 0 : 1);
    merger.connect(context.destination);
    tone.start(start);
    tone.stop(start + TONE + PAUSE);
    return new Promise((resolve) => {
      tone.addEventListener('ended', () => {
        merger.disconnect();
        resolve();
      });
    });
  }
}
