/** How the connection does, in numbers, as a bar of delays and as a graph. */

import type { Delay } from '../core/delay.js';
import type { PlayerView } from '../core/player.js';
import type { StatsHistory } from '../core/stats-history.js';
import { fixed, texts } from '../texts/texts.js';
import type { ConnectionNews } from './connection-watch.js';
import { element, made, write, writeFacts } from './element.js';
import { Graph } from './graph.js';
import { svg } from './svg.js';

const PARTS = ['sender', 'network', 'buffer', 'output'] as const;

export class ConnectionView {
  readonly #panel = element('connection', HTMLDetailsElement);
  readonly #summary = element('connection-value', HTMLElement);
  readonly #facts = element('connection-facts', HTMLElement);
  readonly #delay = element('delay', HTMLElement);
  readonly #bar = element('delay-bar', SVGSVGElement);
  readonly #parts = element('delay-parts', HTMLElement);
  readonly #hint = element('delay-hint', HTMLElement);
  readonly #graph = element('graph', HTMLElement);
  #drawing: Promise<Graph> | null = null;

  constructor(private readonly history: StatsHistory) {
    this.#panel.addEventListener('toggle', () => this.#draw());
  }

  show({ listeningSince, losses }: PlayerView, news: ConnectionNews | null): void {
    write(this.#summary, news ? texts().connectionSummary(news.delay?.total ?? null, news.facts.loss) : '');
    // Nobody reads what is folded away.
    if (!this.#panel.open) return;
    this.#draw();
    const { unknown, ms, percent, connection } = texts();
    const { facts, sample, delay } = news ?? {};
    const since = listeningSince === null ? unknown : texts().duration((Date.now() - listeningSince) / 1000);
    const shown = <T>(value: T | null | undefined, write: (value: T) => string) =>
      value === null || value === undefined ? unknown : write(value);
    writeFacts(this.#facts, [
      [connection.listening, since],
      [connection.losses, String(losses)],
      [connection.codec, shown(sample?.codec, (name) => name)],
      [connection.bitrate, shown(facts?.bitrate, texts().bitrate)],
      [connection.packets, shown(facts?.packetsPerSecond, texts().perSecond)],
      [connection.loss, shown(facts?.loss, percent)],
      [connection.concealed, shown(facts?.concealed, percent)],
      [connection.jitter, shown(facts?.jitter, ms)],
      [connection.roundTrip, shown(facts?.roundTrip, ms)],
      [connection.delay, shown(delay?.total, ms)],
      [connection.path, shown(sample?.path, (path) => path)],
    ]);
    this.#showDelay(delay ?? null);
  }

  #showDelay(delay: Delay | null): void {
    this.#delay.hidden = delay === null;
    if (!delay) return;
    let from = 0;
    const bars = PARTS.map((part) => {
      const width = (delay[part] / delay.total) * 100;
      const bar = svg('rect', {
        class: `delay-${part}`,
        x: `${from.toFixed(1)}%`,
        width: `${width.toFixed(1)}%`,
        height: '100%',
      });
      from += width;
      return bar;
    });
    this.#bar.replaceChildren(...bars);
    write(this.#hint, fixed(delay.measured ? 'delay-measured' : 'delay-reckoned'));
    const lines = PARTS.map((part) => texts().delayPart(delay[part], fixed(`delay-${part}`)));
    if (this.#parts.children.length !== lines.length) {
      this.#parts.replaceChildren(...PARTS.map((part) => made('li', '', `delay-${part}`)));
    }
    for (const [index, line] of lines.entries()) {
      const item = this.#parts.children[index];
      if (item) write(item, line);
    }
  }

  /** The chart library is fetched when somebody looks. */
  #draw(): void {
    if (!this.#panel.open) return;
    this.#drawing ??= import('uplot').then(({ default: uPlot }) => new Graph(this.#graph, uPlot));
    this.#drawing.then(
      (graph) => graph.draw(this.history),
      () => (this.#drawing = null),
    );
  }
}
