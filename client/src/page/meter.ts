/**
 * One channel's meter: RMS as a bar, peak as a paler one behind it, the highest peak of late as a line, a lamp for
 * clipping, and below it, thin, what the computer sends. The colours are an SVG that never changes; what moves is
 * what covers it, by transforms, which browsers do without laying out or painting anything anew.
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
  readonly #here = new Bar('meter-bar');
  readonly #server = new Bar('meter-bar meter-server');
  readonly #label = document.createElement('span');
  readonly #readout = document.createElement('span');
  readonly #lamp = document.createElement('span');
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
    bars.append(this.#here.element, this.#server.element);
    this.#here.paint(`${id}-here`, LINES);
    this.#server.paint(`${id}-server`, []);
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
    this.#here.move(rms, peak, hold);
    // What is sent has no need of a second shade: its peak is the line.
    const sent = server ?? { rms: SILENCE, peak: SILENCE };
    this.#server.move(sent.rms, sent.rms, sent.peak);
    if (this.#lamp.hidden === reading.clipped) this.#lamp.hidden = !reading.clipped;
    if (now - this.#writtenAt >= WRITTEN_EVERY) this.#write(reading, server, now);
    if (now - this.#spokenAt >= SPOKEN_EVERY) this.#speak(reading, server, now);
  }

  #write({ rms, peak }: Reading, server: Pick<Reading, 'rms'> | null, now: number): void {
    this.#writtenAt = now;
    this.host.dataset.rms = rms.toFixed(2);
    this.host.dataset.peak = peak.toFixed(2);
    this.host.dataset.server = server?.rms.toFixed(2) ?? '';
    this.#server.element.classList.toggle('is-unknown', server === null);
    const text = texts().level(rms);
    if (this.#readout.textContent !== text) this.#readout.textContent = text;
  }

  #speak({ rms, peak }: Reading, server: Pick<Reading, 'rms'> | null, now: number): void {
    this.#spokenAt = now;
    const shown = Math.round(Math.min(0, Math.max(SCALE_BOTTOM, rms)));
    this.host.setAttribute('aria-valuenow', String(shown));
    this.host.setAttribute('aria-valuetext', texts().spokenLevel(rms, peak, server?.rms ?? null));
  }
}

/** A bar of all colours, and what covers the part of it that is not reached. */
class Bar {
  readonly element = document.createElement('span');
  readonly #shade = piece('meter-shade');
  readonly #cover = piece('meter-cover');
  readonly #mark = piece('meter-mark');
  readonly #places = new Map<HTMLElement, string>();

  constructor(className: string) {
    this.element.className = className;
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** @param id of its own within the document or shadow tree */
  paint(id: string, lines: readonly number[]): void {
    const picture = svg('svg', { width: '100%', height: '100%' });
    const gradient = svg('linearGradient', { id, gradientUnits: 'userSpaceOnUse', x1: '0%', x2: '100%' });
    for (const [dbfs, name] of [
      [-60, 'low'],
      [-20, 'low'],
      [-9, 'middle'],
      [-3, 'high'],
    ] as const) {
      gradient.append(svg('stop', { offset: percent(dbfs), class: `meter-${name}` }));
    }
    picture.append(gradient, svg('rect', { width: '100%', height: '100%', fill: `url(#${id})` }));
    const grid = svg('svg', { class: 'meter-grid', width: '100%', height: '100%' });
    for (const dbfs of lines) {
      const [x1, x2] = [percent(dbfs), percent(dbfs)];
      grid.append(svg('line', { class: 'meter-line', x1, x2, y1: '0', y2: '100%' }));
    }
    this.element.append(picture, this.#cover, this.#mark);
    if (lines.length > 0) this.#cover.before(this.#shade, grid);
  }

  /**
   * @param full dBFS up to which the colours are full
   * @param pale dBFS up to which they are pale
   * @param mark dBFS of the line
   */
  move(full: number, pale: number, mark: number): void {
    this.#place(this.#shade, position(full));
    this.#place(this.#cover, position(pale));
    // Its right edge is the line.
    this.#place(this.#mark, position(mark) - 1);
  }

  /** Touches the document only where a pixel can change: a tenth of a percent is less than one on most screens. */
  #place(element: HTMLElement, share: number): void {
    const place = `translateX(${(share * 100).toFixed(1)}%)`;
    if (this.#places.get(element) === place) return;
    this.#places.set(element, place);
    element.style.transform = place;
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

function percent(dbfs: number): string {
  return `${(position(dbfs) * 100).toFixed(1)}%`;
}

function piece(className: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  return element;
}
