/** Bit rate, delay and loss of the last two minutes, drawn by uPlot. */

import type UPlot from 'uplot';
import { SPAN, type StatsHistory } from '../core/stats-history.js';
import { fixed } from '../texts/texts.js';

const HEIGHT = 170;

type Colours = Record<'bitrate' | 'delay' | 'loss' | 'text' | 'line', string>;

export class Graph {
  #plot: UPlot | null = null;
  #drawnAs = '';

  /** @param uPlot the chart library, which is fetched when somebody looks */
  constructor(
    private readonly host: HTMLElement,
    private readonly uPlot: typeof UPlot,
  ) {
    new ResizeObserver(() => {
      this.#plot?.setSize({ width: this.#width, height: HEIGHT });
    }).observe(host);
  }

  draw(history: StatsHistory): void {
    const colours = this.#colours();
    // Canvas knows no style sheet: another scheme or language is another picture.
    const drawnAs = [...Object.values(colours), fixed('graph-delay')].join();
    if (drawnAs !== this.#drawnAs) {
      this.#plot?.destroy();
      this.#plot = new this.uPlot(this.#options(colours), history.columns(), this.host);
      this.#drawnAs = drawnAs;
    } else {
      this.#plot?.setData(history.columns());
    }
  }

  get #width(): number {
    return Math.max(200, this.host.clientWidth);
  }

  #colours(): Colours {
    const style = getComputedStyle(this.host);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    return {
      bitrate: colour('--meter-low'),
      delay: colour('--wait'),
      loss: colour('--bad'),
      text: colour('--text-soft'),
      line: colour('--line'),
    };
  }

  #options({ bitrate, delay, loss, text, line }: Colours): UPlot.Options {
    const axis = {
      stroke: text,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line, width: 1 },
      font: '11px system-ui',
    };
    return {
      width: this.#width,
      height: HEIGHT,
      cursor: { show: false },
      legend: { live: false },
      scales: {
        x: { time: false, range: [-SPAN, 0] },
        bitrate: { range: (_plot, _low, high) => [0, Math.max(50, high * 1.15)] },
        delay: { range: (_plot, _low, high) => [0, Math.max(100, high * 1.15)] },
        loss: { range: (_plot, _low, high) => [0, Math.max(10, high)] },
      },
      axes: [
        { ...axis, values: (_plot, splits) => splits.map((split) => `${split} s`), size: 26 },
        { ...axis, scale: 'delay', size: 38 },
        { ...axis, scale: 'bitrate', side: 1, grid: { show: false }, size: 38 },
      ],
      series: [
        {},
        { label: fixed('graph-bitrate'), scale: 'bitrate', stroke: bitrate, width: 1.5 },
        { label: fixed('graph-delay'), scale: 'delay', stroke: delay, width: 1.5 },
        { label: fixed('graph-loss'), scale: 'loss', stroke: loss, width: 1.5 },
      ],
    };
  }
}
