/** What can be heard, to choose from and to set. */

import type {
  ListedDevice,
  ListedSource,
  SourceLevels,
  SourceList,
  SourceRequest,
  SourceStatus,
} from '../../../src/api.js';
import { parameterLabel } from '../core/parameter-label.js';
import { texts } from '../texts/texts.js';
import { deviceChoice } from './device-choice.js';
import { made } from './element.js';
import { LevelBars } from './level-bars.js';
import { parameterField } from './parameter-field.js';
import { replaceContent } from './replace-content.js';

type Values = NonNullable<SourceRequest['parameters']>;

/** What can be measured without harm: neither files, nor what comes from the network or one application. */
const MEASURED = ['system', 'microphone', 'test'];

export class SourcePicker {
  #shown = '';
  #active = '';
  #bars = new LevelBars();
  /** Of what plays, as everybody hears it, dBFS. */
  #sent: number | null = null;
  /** Null: not wanted. */
  #levels: SourceLevels | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly choose: (request: SourceRequest) => void,
  ) {}

  /** @param playing what plays, with its parameters; it may be newer or older than the list */
  show(list: SourceList, playing: SourceStatus): void {
    const active = list.sources.find((source) => source.active)?.name ?? '';
    const values = playing.name === active ? (playing.parameters ?? {}) : null;
    const content = JSON.stringify([list, values, this.#levels !== null]);
    if (content === this.#shown) return;
    this.#shown = content;
    this.#active = active;
    this.#bars = new LevelBars();
    replaceContent(this.host, [
      ...list.sources.map((source) => this.#item(source, list.devices, source.active ? values : null)),
      ...(list.noDevices === undefined ? [] : [made('p', list.noDevices, 'hint')]),
    ]);
    this.#measure();
  }

  /** The next list is shown even if nothing of it changed. */
  forget(): void {
    this.#shown = '';
  }

  /** Of what plays, as everybody hears it, dBFS. */
  showSent(peak: number): void {
    this.#sent = peak;
    this.#measure();
  }

  /**
   * @param levels null: nobody wants to see them
   * @returns whether the list is to be shown anew, with bars for all or without
   */
  showLevels(levels: SourceLevels | null): boolean {
    const isOther = (levels === null) !== (this.#levels === null);
    this.#levels = levels;
    this.#measure();
    return isOther;
  }

  #measure(): void {
    const { sources = {}, devices = {} } = this.#levels ?? {};
    const sent = this.#sent === null ? {} : { [this.#active]: this.#sent };
    this.#bars.show({ sources: { ...sent, ...sources }, devices });
  }

  #item(source: ListedSource, devices: readonly ListedDevice[], values: Values | null): HTMLElement {
    const { name, title, kind, active, problem } = source;
    const item = made('div', '', 'source-item');
    const radio = made('input');
    radio.type = 'radio';
    radio.name = 'source';
    radio.id = `source-${name}`;
    radio.checked = active;
    radio.disabled = problem !== undefined;
    radio.addEventListener('change', () => this.choose({ name }));
    const label = made('label', title);
    label.htmlFor = radio.id;
    item.append(radio, label);
    const isMeasured = this.#levels !== null && problem === undefined && MEASURED.includes(kind);
    if (active || isMeasured) item.append(this.#bars.ofSource(name, title));
    const about = problem ?? (kind === 'microphone' ? texts().microphoneWarning : source.description);
    if (about !== '') item.append(made('p', about, 'hint'));
    if (active || isMeasured) item.append(...this.#devices(source, devices, values));
    if (values) item.append(...this.#parameters(source, values));
    return item;
  }

  #devices(source: ListedSource, devices: readonly ListedDevice[], values: Values | null): HTMLElement[] {
    const { name, kind, parameters } = source;
    const fitting = devices.filter((device) => device.kind === kind);
    const parameter = parameters.find((each) => each.name === 'device');
    if (!parameter || fitting.length === 0) return [];
    const { device = '', ...others } = values ?? {};
    const chosen = device === parameter.default ? '' : String(device);
    return [
      deviceChoice({
        source: name,
        devices: fitting,
        chosen: values ? chosen : undefined,
        bars: this.#levels && this.#bars,
        choose: (id) => this.#set(name, id === '' ? others : { ...others, device: id }),
      }),
    ];
  }

  #parameters({ name, kind, parameters }: ListedSource, values: Values): HTMLElement[] {
    const fields = parameters.filter((each) => each.name !== 'device' || !isCapture(kind));
    return fields.map((parameter) =>
      parameterField(
        { ...parameter, value: values[parameter.name] ?? parameter.default },
        {
          id: `source-${name}-${parameter.name}`,
          label: parameterLabel(parameter),
          set: (value) => this.#set(name, { ...values, [parameter.name]: value ?? parameter.default }),
        },
      ),
    );
  }

  #set(name: string, parameters: Values): void {
    const isEmpty = Object.keys(parameters).length === 0;
    this.choose(isEmpty ? { name } : { name, parameters });
  }
}

/** Whether its device is chosen from the list of devices. */
function isCapture(kind: ListedSource['kind']): boolean {
  return kind === 'system' || kind === 'microphone';
}
