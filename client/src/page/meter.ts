/**
 * One channel's meter as SVG: RMS as a bar, peak as a paler one behind it, the highest peak of late as a line,
 * a lamp for clipping, and below it, thin, what the computer sends.
 */

import { position, type Reading, SCALE_BOTTOM, SILENCE } from '../core/meter-math.js';
import { texts } from '../texts/texts.js';
import { svg } from './svg.js';

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
  readonly #server = rect('meter-rms');
  readonly #serverPeak = line('meter-server-peak');
  readonly #serverBar = svg('svg', { class: 'meter-bar meter-server', 'aria-hidden': 'true' });
  readonly #label = document.createElement('span');
  readonly #readout = document.createElement('span');
  readonly #lamp = document.createElement('span');
  readonly #widths = new Map<SVGElement, string>();
  #spokenAt = -Infinity;
  #writtenAt = -Infinity;

  /**
   * @param host an empty element; becomes the meter
   * @param id of its own within the document or shadow tree
   */
  constructor(
    private readonly host: HTMLElement,
    id: string,
    private readonly side: 'left' | 'right',
  ) {
    host.setAttribute('role', 'meter');
    host.setAttribute('aria-valuemin', String(SCALE_BOTTOM));
    host.setAttribute('aria-valuemax', '0');
    this.#label.className = 'meter-name';
    this.#readout.className = 'meter-readout';
    this.#lamp.className = 'meter-clip';
    this.#lamp.setAttribute('role', 'img');
    const bars = document.createElement('span');
    bars.className = 'meter-bars';
    bars.append(this.#picture(id), this.#serverBar);
    host.replaceChildren(this.#label, bars, this.#lamp, this.#readout);
    this.clear();
  }

  /** Silence, in words and numbers as well, whenever they were last written. */
  clear(): void {
    this.#label.textContent = texts()[this.side].short;
    this.host.setAttribute('aria-label', texts()[this.side].long);
    this.#lamp.setAttribute('aria-label', texts().clipped);
    this.#writtenAt = this.#spokenAt = -Infinity;
    this.draw({ rms: SILENCE, peak: SILENCE, hold: SILENCE, clipped: false }, null, 0);
    this.#writtenAt = this.#spokenAt = -Infinity;
  }

  /**
   * @param server what the computer sends; null while it does not tell
   * @param now ms, of the same clock each time
   */
  draw(reading: Reading, server: Pick<Reading, 'rms' | 'peak'> | null, now: number): void {
    const { rms, peak, hold } = reading;
    this.#set(this.#rms, 'width', rms);
    this.#set(this.#peak, 'width', peak);
    this.#mark(this.#hold, hold);
    this.#set(this.#server, 'width', server?.rms ?? SILENCE);
    this.#mark(this.#serverPeak, server?.peak ?? SILENCE);
    if (this.#lamp.hidden === reading.clipped) this.#lamp.hidden = !reading.clipped;
    if (now - this.#writtenAt >= WRITTEN_EVERY) this.#write(reading, server, now);
    if (now - this.#spokenAt >= SPOKEN_EVERY) this.#speak(reading, server, now);
  }

  #mark(line: SVGElement, dbfs: number): void {
    if (!this.#set(line, 'x1', dbfs)) return;
    line.setAttribute('x2', percent(dbfs));
    line.setAttribute('visibility', dbfs > SCALE_BOTTOM ? 'visible' : 'hidden');
  }

  /** Touches the document only where a pixel can change. */
  #set(element: SVGElement, name: string, dbfs: number): boolean {
    const value = percent(dbfs);
    if (this.#widths.get(element) === value) return false;
    this.#widths.set(element, value);
    element.setAttribute(name, value);
    return true;
  }

  #write({ rms, peak }: Reading, server: Pick<Reading, 'rms'> | null, now: number): void {
    this.#writtenAt = now;
    this.host.dataset.rms = rms.toFixed(2);
    this.host.dataset.peak = peak.toFixed(2);
    this.host.dataset.server = server?.rms.toFixed(2) ?? '';
    this.#serverBar.classList.toggle('is-unknown', server === null);
    const text = texts().level(rms);
    if (this.#readout.textContent !== text) this.#readout.textContent = text;
  }

  #speak({ rms, peak }: Reading, server: Pick<Reading, 'rms'> | null, now: number): void {
    this.#spokenAt = now;
    const shown = Math.round(Math.min(0, Math.max(SCALE_BOTTOM, rms)));
    this.host.setAttribute('aria-valuenow', String(shown));
    this.host.setAttribute('aria-valuetext', texts().spokenLevel(rms, peak, server?.rms ?? null));
  }

  #picture(id: string): SVGElement {
    const picture = svg('svg', { class: 'meter-bar', 'aria-hidden': 'true' });
    const gradient = svg('linearGradient', {
      id: `${id}-colours`,
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
    for (const bar of [this.#peak, this.#rms, this.#server]) bar.setAttribute('fill', `url(#${gradient.id})`);
    const lines = LINES.map((dbfs) => {
      const tick = line('meter-line');
      tick.setAttribute('x1', percent(dbfs));
      tick.setAttribute('x2', percent(dbfs));
      return tick;
    });
    picture.append(gradient, this.#peak, this.#rms, ...lines, this.#hold);
    this.#serverBar.append(this.#server, this.#serverPeak);
    return picture;
  }
}

/** The numbers below the bars. */
export function scale(): SVGElement {
  const picture = svg('svg', { class: 'meter-scale', 'aria-hidden': 'true' });
  for (const dbfs of NUMBERS) {
    const anchor = dbfs === SCALE_BOTTOM ? 'start' : dbfs === 0 ? 'end' : 'middle';
    const number = svg('text', { x: percent(dbfs), y: '100%', dy: '-4', 'text-anchor': anchor });
    number.textContent = texts().tick(dbfs);
    picture.append(number);
  }
  return picture;
}

/** In tenths of a percent, less than a pixel on most screens. */
function percent(dbfs: number): string {
  return `${(position(dbfs) * 100).toFixed(1)}%`;
}

function rect(name: string): SVGElement {
  return svg('rect', { class: name, height: '100%' });
}

function line(name: string): SVGElement {
  return svg('line', { class: name, y1: '0', y2: '100%' });
}
