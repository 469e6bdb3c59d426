/** What can be heard, to choose from. */

import type { ListedDevice, ListedSource, SourceList, SourceRequest } from '../../../src/api.js';
import { position } from '../core/meter-math.js';
import { fixed, texts } from '../texts/texts.js';
import { made } from './element.js';
import { svg } from './svg.js';

export class SourcePicker {
  #shown = '';
  readonly #level = svg('rect', { height: '100%', width: '0%' });

  constructor(
    private readonly host: HTMLElement,
    private readonly choose: (request: SourceRequest) => void,
  ) {}

  show(list: SourceList): void {
    const content = JSON.stringify(list);
    if (content === this.#shown) return;
    this.#shown = content;
    const focused = this.host.contains(document.activeElement) ? document.activeElement?.id : undefined;
    this.host.replaceChildren(
      ...list.sources.map((source) => this.#item(source, list.devices)),
      ...(list.noDevices === undefined ? [] : [made('p', list.noDevices, 'hint')]),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /** The next list is shown even if nothing of it changed. */
  forget(): void {
    this.#shown = '';
  }

  showLevel(peak: number): void {
    this.#level.setAttribute('width', `${(position(peak) * 100).toFixed(0)}%`);
  }

  #item(source: ListedSource, devices: readonly ListedDevice[]): HTMLElement {
    const item = made('div', '', 'source-item');
    const radio = made('input');
    radio.type = 'radio';
    radio.name = 'source';
    radio.id = `source-${source.name}`;
    radio.checked = source.active;
    radio.disabled = source.problem !== undefined;
    radio.addEventListener('change', () => this.choose({ name: source.name }));
    const label = made('label', source.title);
    label.htmlFor = radio.id;
    item.append(radio, label);
    if (source.active) item.append(this.#levelBar());
    const about =
      source.problem ?? (source.kind === 'microphone' ? texts().microphoneWarning : source.description);
    if (about !== '') item.append(made('p', about, 'hint'));
    const fitting = devices.filter(({ kind }) => kind === source.kind);
    if (source.active && fitting.length > 0) item.append(this.#devices(source, fitting));
    return item;
  }

  #levelBar(): Element {
    const bar = svg('svg', { class: 'meter-bar source-level', 'aria-hidden': 'true' });
    bar.append(this.#level);
    return bar;
  }

  #devices(source: ListedSource, devices: readonly ListedDevice[]): HTMLElement {
    const label = made('label', '', 'field');
    const select = made('select');
    select.id = `device-of-${source.name}`;
    select.append(
      new Option(texts().defaultDevice, ''),
      ...devices.map(({ id, name, active }) => new Option(name, id, active, active)),
    );
    select.addEventListener('change', () => {
      const parameters = select.value === '' ? undefined : { device: select.value };
      this.choose({ name: source.name, ...(parameters && { parameters }) });
    });
    label.append(made('span', fixed('device')), select);
    return label;
  }
}
