/** The devices that a source can capture, to choose one from, each with its level. */

import type { ListedDevice } from '../../../src/api.js';
import { fixed, texts } from '../texts/texts.js';
import { made } from './element.js';
import type { LevelBars } from './level-bars.js';

interface DeviceChoice {
  /** Name of the source. */
  source: string;
  devices: readonly ListedDevice[];
  /** Id of the chosen one; '' is the default one, whichever that is; undefined: the source does not play. */
  chosen: string | undefined;
  /** Null: levels are not shown. */
  bars: LevelBars | null;
  choose: (id: string) => void;
}

export function deviceChoice({ source, devices, chosen, bars, choose }: DeviceChoice): HTMLElement {
  const group = made('fieldset', '', 'devices');
  group.append(made('legend', fixed('device')));
  const add = (id: string, name: string, bar: Element | null) => {
    const label = made('label', '', 'device');
    const radio = made('input');
    radio.type = 'radio';
    radio.name = `device-of-${source}`;
    radio.id = `${radio.name}-${id}`;
    radio.checked = id === chosen;
    radio.addEventListener('change', () => choose(id));
    label.append(radio, made('span', name));
    const row = made('div', '', 'device-row');
    row.append(label, ...(bar ? [bar] : []));
    group.append(row);
  };
  add('', texts().defaultDevice(devices.find(({ isDefault }) => isDefault)?.name ?? null), null);
  for (const { id, name } of devices) add(id, name, bars?.ofDevice(id, name) ?? null);
  return group;
}
