/** One channel's meter as SVG: RMS as a bar, peak as a paler one behind it, the highest peak of late as a line. */

import { position, type Reading, SCALE_BOTTOM, SILENCE } from './meter-math.js';
import { texts } from './texts.js';

/** ms; a screen reader and the eye both need more than one frame to read a number. */
const SPOKEN_EVERY = 1000;
const WRITTEN_EVERY = 200;

/** dBFS of the lines across the bars; those of the scale's numbers are in `scale`. */
const LINES = [-48, -36, -24, -12, -6];
const NUMBERS = [-60, -48, -36, -24, -12, 0];

export class Meter {
  readonly #rms = rect('meter-rms');
  readonly #peak = rect('meter-peak');
  readonly #hold = line('meter-hold');
  readonly #readout = document.createElement('span');
  #spokenAt = -Infinity;
  #writtenAt = -Infinity;

  /** @param host an empty element; becomes the meter */
  constructor(
    private readonly host: HTMLElement,
    name: { short: string; long: string },
  ) {
    host.role = 'meter';
    host.ariaLabel = name.long;
    host.ariaValueMin = String(SCALE_BOTTOM);
    host.ariaValueMax = '0';
    const label = document.createElement('span');
    label.className = 'meter-name';
    label.textContent = name.short;
    this.#readout.className = 'meter-readout';
    host.replaceChildren(label, this.#picture(), this.#readout);
    this.clear();
  }

  /** Silence, in words and numbers as well, whenever they were last written. */
  clear(): void {
    this.#writtenAt = this.#spokenAt = -Infinity;
    this.draw({ rms: SILENCE, peak: SILENCE, hold: SILENCE }, 0);
    this.#writtenAt = this.#spokenAt = -Infinity;
  }

  /** @param now ms, of the same clock each time */
  draw(reading: Reading, now: number): void {
    const { rms, peak, hold } = reading;
    this.#rms.setAttribute('width', percent(rms));
    this.#peak.setAttribute('width', percent(peak));
    this.#hold.setAttribute('x1', percent(hold));
    this.#hold.setAttribute('x2', percent(hold));
    this.#hold.setAttribute('visibility', hold > SCALE_BOTTOM ? 'visible' : 'hidden');
    this.host.dataset.rms = rms.toFixed(2);
    this.host.dataset.peak = peak.toFixed(2);
    if (now - this.#writtenAt >= WRITTEN_EVERY) this.#write(reading, now);
    if (now - this.#spokenAt >= SPOKEN_EVERY) this.#speak(reading, now);
  }

  #write({ rms }: Reading, now: number): void {
    this.#writtenAt = now;
    this.#readout.textContent = texts.level(rms);
  }

  #speak({ rms, peak }: Reading, now: number): void {
    this.#spokenAt = now;
    this.host.ariaValueNow = String(Math.round(Math.min(0, Math.max(SCALE_BOTTOM, rms))));
    this.host.ariaValueText = texts.spokenLevel(rms, peak);
  }

  #picture(): SVGElement {
    const picture = svg('svg', { class: 'meter-bar', 'aria-hidden': 'true' });
    const gradient = svg('linearGradient', {
      id: `${this.host.id}-colours`,
      gradientUnits: 'userSpaceOnUse',
      x1: '0%',
      x2: '100%',
    });
    for (const [dbfs, name] of [
      [-60, 'low'],
      [-20, 'low'],
      [-9, 'middle'],
      [-3, 'high'],
    ] as const) {
      gradient.append(svg('stop', { offset: percent(dbfs), class: `meter-${name}` }));
    }
    for (const bar of [this.#peak, this.#rms]) bar.setAttribute('fill', `url(#${gradient.id})`);
    const lines = LINES.map((dbfs) => {
      const tick = line('meter-line');
      tick.setAttribute('x1', percent(dbfs));
      tick.setAttribute('x2', percent(dbfs));
      return tick;
    });
    picture.append(gradient, this.#peak, this.#rms, ...lines, this.#hold);
    return picture;
  }
}

/** The numbers below the bars. */
export function scale(): SVGElement {
  const picture = svg('svg', { class: 'meter-scale', 'aria-hidden': 'true' });
  for (const dbfs of NUMBERS) {
    const anchor = dbfs === SCALE_BOTTOM ? 'start' : dbfs === 0 ? 'end' : 'middle';
    const number = svg('text', { x: percent(dbfs), y: '100%', dy: '-4', 'text-anchor': anchor });
    number.textContent = texts.tick(dbfs);
    picture.append(number);
  }
  return picture;
}

function percent(dbfs: number): string {
  return `${(position(dbfs) * 100).toFixed(2)}%`;
}

function rect(name: string): SVGElement {
  return svg('rect', { class: name, height: '100%' });
}

function line(name: string): SVGElement {
  return svg('line', { class: name, y1: '0', y2: '100%' });
}

function svg(element: keyof SVGElementTagNameMap, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', element);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
