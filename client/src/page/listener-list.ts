/** Who listens, with a way to end it. */

import type { ListenerStatus } from '../../../src/api.js';
import { fixed, texts } from '../texts/texts.js';
import { made, write } from './element.js';

export class ListenerList {
  readonly #items = new Map<string, { item: HTMLElement; text: HTMLElement }>();
  readonly #nobody = made('li', '', 'hint');

  constructor(
    private readonly host: HTMLElement,
    private readonly disconnect: (id: string) => void,
  ) {}

  show(listeners: readonly ListenerStatus[]): void {
    for (const [id, { item }] of this.#items) {
      if (listeners.some((listener) => listener.id === id)) continue;
      item.remove();
      this.#items.delete(id);
    }
    for (const listener of listeners) {
      const { text } = this.#items.get(listener.id) ?? this.#add(listener.id);
      write(text, describe(listener));
    }
    write(this.#nobody, fixed('nobody-listens'));
    if (listeners.length > 0) this.#nobody.remove();
    else this.host.append(this.#nobody);
  }

  #add(id: string): { item: HTMLElement; text: HTMLElement } {
    const item = made('li');
    const text = made('span');
    const button = made('button', fixed('disconnect'), 'quiet');
    button.type = 'button';
    button.setAttribute('aria-label', texts().disconnectWhom(id));
    button.addEventListener('click', () => this.disconnect(id));
    item.append(made('code', id), text, button);
    this.host.append(item);
    const entry = { item, text };
    this.#items.set(id, entry);
    return entry;
  }
}

function describe({ codec, since, state, stats }: ListenerStatus): string {
  const seconds = Math.max(0, (Date.now() - Date.parse(since)) / 1000);
  const loss = stats?.fractionLost === undefined ? null : stats.fractionLost * 100;
  return [texts().listener(state, codec, seconds), texts().listenerStats(loss, stats?.roundTripMs ?? null)]
    .filter((part) => part !== '')
    .join(' · ');
}
