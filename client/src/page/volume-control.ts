/** Mute and volume. */

import type { SettingsStore } from '../core/settings.js';
import { fixed, texts } from '../texts/texts.js';
import { element, write } from './element.js';
import type { Speaker } from './speaker.js';

export class VolumeControl {
  readonly #mute = element('mute', HTMLButtonElement);
  readonly #volume = element('volume', HTMLInputElement);
  readonly #value = element('volume-value', HTMLElement);

  /** @param onChange called after each change */
  constructor(
    private readonly settings: SettingsStore,
    private readonly speaker: Speaker,
    private readonly onChange: () => void,
  ) {
    this.#mute.addEventListener('click', () => this.#set({ muted: !settings.current.muted }));
    this.#volume.addEventListener('input', () => {
      // Who turns it up wants to hear it.
      const volume = this.#volume.valueAsNumber;
      this.#set({ volume, ...(volume > 0 && { muted: false }) });
    });
    this.#apply();
  }

  /** Writes everything anew in the language that is spoken now. */
  translate(): void {
    this.#show();
  }

  #set(change: { volume?: number; muted?: boolean }): void {
    this.settings.change(change);
    this.#apply();
    this.onChange();
  }

  #apply(): void {
    const { volume, muted } = this.settings.current;
    this.speaker.setMuted(muted);
    const obeys = this.speaker.setVolume(volume);
    this.#volume.hidden = this.#value.hidden = !obeys;
    this.#show();
  }

  #show(): void {
    const { volume, muted } = this.settings.current;
    this.#mute.setAttribute('aria-pressed', String(muted));
    this.#mute.setAttribute('aria-label', fixed('mute'));
    this.#mute.title = fixed(muted ? 'unmute' : 'mute');
    this.#volume.value = String(volume);
    this.#volume.setAttribute('aria-valuetext', texts().volumeValue(volume));
    write(this.#value, texts().volumeValue(volume));
  }
}
