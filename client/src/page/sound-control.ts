/** Quality, delay and balance: what a listener may choose for this device alone. */

import type { CodecName } from '../../../src/api.js';
import { type Buffer, buffers, type Settings, type SettingsStore } from '../core/settings.js';
import { fixed, texts } from '../texts/texts.js';
import { element, write } from './element.js';

export interface SoundActions {
  /** Codec, bit rate, stereo or low data were changed. */
  wish: () => void;
  /** @returns false where the browser chooses by itself */
  buffer: () => boolean;
  balance: () => void;
  views: () => void;
}

export class SoundControl {
  readonly #codec = element('codec', HTMLSelectElement);
  readonly #bitrate = element('bitrate', HTMLSelectElement);
  readonly #stereo = element('stereo', HTMLInputElement);
  readonly #lowData = element('low-data', HTMLInputElement);
  readonly #buffer = element('buffer', HTMLFieldSetElement);
  readonly #bufferHint = element('buffer-hint', HTMLElement);
  readonly #balance = element('balance', HTMLInputElement);
  readonly #balanceValue = element('balance-value', HTMLElement);
  readonly #spectrum = element('show-spectrum', HTMLInputElement);
  readonly #loudness = element('show-loudness', HTMLInputElement);

  constructor(
    private readonly settings: SettingsStore,
    private readonly actions: SoundActions,
  ) {
    this.#onChange(this.#codec, () => ({ codec: this.#codec.value as CodecName | 'auto' }), actions.wish);
    const bitrate = () => ({ bitrate: this.#bitrate.value === '' ? null : Number(this.#bitrate.value) });
    this.#onChange(this.#bitrate, bitrate, actions.wish);
    this.#onChange(this.#stereo, () => ({ stereo: this.#stereo.checked }), actions.wish);
    this.#onChange(this.#lowData, () => ({ lowData: this.#lowData.checked }), actions.wish);
    this.#onChange(this.#spectrum, () => ({ spectrum: this.#spectrum.checked }), actions.views);
    this.#onChange(this.#loudness, () => ({ loudness: this.#loudness.checked }), actions.views);
    for (const radio of this.#radios()) {
      this.#onChange(
        radio,
        () => ({ buffer: radio.value as Buffer }),
        () => this.#applyBuffer(),
      );
    }
    this.#balance.addEventListener('input', () => {
      // The middle is hard to hit.
      const value = this.#balance.valueAsNumber;
      settings.change({ balance: Math.abs(value) < 0.04 ? 0 : value });
      actions.balance();
      this.show();
    });
    this.show();
  }

  show(): void {
    const { codec, bitrate, stereo, lowData, buffer, balance, spectrum, loudness } = this.settings.current;
    this.#codec.value = codec;
    this.#bitrate.value = bitrate === null ? '' : String(bitrate);
    this.#stereo.checked = stereo && !lowData;
    this.#lowData.checked = lowData;
    this.#bitrate.disabled = this.#stereo.disabled = lowData;
    for (const radio of this.#radios()) radio.checked = radio.value === buffer;
    this.#balance.value = String(balance);
    this.#balance.setAttribute('aria-label', fixed('balance'));
    this.#balance.setAttribute('aria-valuetext', texts().balanceValue(balance));
    write(this.#balanceValue, texts().balanceValue(balance));
    this.#spectrum.checked = spectrum;
    this.#loudness.checked = loudness;
  }

  #applyBuffer(): void {
    const obeys = this.actions.buffer();
    this.#buffer.disabled = !obeys;
    write(this.#bufferHint, fixed(obeys ? 'buffer-hint' : 'buffer-unsupported'));
  }

  #radios(): HTMLInputElement[] {
    return buffers.flatMap((name) => [
      ...this.#buffer.querySelectorAll<HTMLInputElement>(`input[value="${name}"]`),
    ]);
  }

  #onChange(input: HTMLElement, change: () => Partial<Settings>, then: () => void): void {
    input.addEventListener('change', () => {
      this.settings.change(change());
      this.show();
      then();
    });
  }
}
