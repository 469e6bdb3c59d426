/** Stereo badge, spectrum and loudness: what else the decoded sound tells. */

import { ChannelSense } from '../core/channel-sense.js';
import { meanSquare, ShortTermLoudness } from '../core/loudness.js';
import type { Settings } from '../core/settings.js';
import { spectrumPath } from '../core/spectrum-path.js';
import { texts } from '../texts/texts.js';
import type { Pair, StereoAnalyser } from './analyser.js';
import { element, write } from './element.js';

/** ms. */
const BADGE_EVERY = 500;
const SPECTRUM_EVERY = 40;

export class ListeningViews {
  readonly #badge = element('badge', HTMLElement);
  readonly #views = element('views', HTMLElement);
  readonly #picture = element('spectrum', SVGSVGElement);
  readonly #path = element('spectrum-path', SVGPathElement);
  readonly #lufs = element('lufs', HTMLElement);
  readonly #sense = new ChannelSense();
  readonly #loudness = new ShortTermLoudness();
  #badgeAt = 0;
  #spectrumAt = 0;
  #decodesStereo = false;
  #settings: Pick<Settings, 'spectrum' | 'loudness'> = { spectrum: false, loudness: false };

  constructor(private readonly analyser: StereoAnalyser) {}

  apply({ spectrum, loudness }: Settings): void {
    this.#settings = { spectrum, loudness };
    this.#views.hidden = !spectrum && !loudness;
    this.#picture.toggleAttribute('hidden', !spectrum);
    this.#picture.setAttribute('aria-label', texts().spectrum);
    this.#lufs.hidden = !loudness;
    this.#loudness.reset();
    write(this.#lufs, texts().lufs(null));
  }

  /** @param decodesStereo whether the browser decodes two channels; null: nothing is received */
  show(decodesStereo: boolean | null): void {
    this.#badge.hidden = decodesStereo === null;
    if (decodesStereo === null) this.#sense.reset();
    this.#decodesStereo = decodesStereo ?? false;
  }

  /** The audience of the meters. */
  readonly watch = (samples: Pair<Float32Array> | null, seconds: number, now: number): void => {
    if (!samples) return;
    if (now - this.#badgeAt >= BADGE_EVERY) {
      const channels = this.#sense.push(...samples, (now - this.#badgeAt) / 1000);
      this.#badgeAt = now;
      write(this.#badge, texts().badge(channels, this.#decodesStereo));
      this.#badge.dataset.channels = channels;
      if (this.#settings.loudness) write(this.#lufs, texts().lufs(this.#loudness.value));
    }
    if (this.#settings.loudness) {
      const weighted = this.analyser.readWeighted();
      if (weighted) this.#loudness.push(weighted.map(meanSquare), seconds);
    }
    if (this.#settings.spectrum && now - this.#spectrumAt >= SPECTRUM_EVERY) {
      this.#spectrumAt = now;
      const spectrum = this.analyser.readSpectrum();
      if (spectrum) this.#path.setAttribute('d', spectrumPath(spectrum.lines, spectrum.spacing));
    }
  };
}
