/** Puts words and states into the page. It decides nothing: what it shows is given, what is clicked is told. */

import type { Applied } from '../../src/api.js';
import type { PlayerView } from './player.js';
import type { Hold } from './speaker.js';
import { type PageState, texts } from './texts.js';

export interface PageActions {
  listen(): void;
  stop(): void;
}

export function element<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html lacks #${id}`);
  return found;
}

const offersListening: readonly PageState[] = ['idle', 'blocked', 'failed'];

export class Page {
  readonly #button = element('button', HTMLButtonElement);
  readonly #action = element('action', HTMLElement);
  readonly #state = element('state', HTMLElement);
  readonly #source = element('source', HTMLElement);
  readonly #notice = element('notice', HTMLElement);
  readonly #message = element('message', HTMLElement);
  readonly #detail = element('message-detail', HTMLElement);
  readonly #sound = element('sound', HTMLDetailsElement);
  readonly #summary = element('applied', HTMLElement);
  readonly #facts = element('facts', HTMLElement);
  readonly #notes = element('notes', HTMLElement);
  readonly #version = element('version', HTMLElement);
  #shown: PageState = 'idle';
  #applied: Applied | null = null;

  constructor(actions: PageActions) {
    this.#button.addEventListener('click', () => {
      if (offersListening.includes(this.#shown)) actions.listen();
      else actions.stop();
    });
  }

  /** @param hold what keeps a playing track from being heard */
  show(view: PlayerView, hold: Hold | null): void {
    const state = hold ? 'blocked' : view.state;
    this.#shown = state;
    document.body.dataset.state = state;
    write(this.#state, texts.state(state));
    write(this.#action, texts.action(state));
    this.#showMessage(view, hold);
    this.#showApplied(view);
    if (!view.status) return;
    write(this.#source, view.status.source.title);
    write(this.#version, texts.version(view.status.version));
    document.title = texts.documentTitle(view.status.source.title);
  }

  /** At most one thing at a time, the one that keeps the sound away. */
  #showMessage({ state, trouble, retryInMs, status }: PlayerView, hold: Hold | null): void {
    const source = state === 'playing' && status ? texts.source(status.source) : '';
    const message = trouble ? texts.trouble(trouble) : hold ? texts.hold(hold) : source;
    this.#notice.hidden = message === '';
    write(this.#message, message);
    write(this.#detail, trouble ? texts.troubleDetail(trouble, retryInMs) : '');
  }

  #showApplied({ applied, asksForStereo }: PlayerView): void {
    if (applied === this.#applied) return;
    this.#applied = applied;
    this.#sound.hidden = applied === null;
    if (!applied) return;
    write(this.#summary, texts.applied(applied, asksForStereo));
    this.#facts.replaceChildren(
      ...texts
        .facts(applied, asksForStereo)
        .flatMap(([name, value]) => [made('dt', name), made('dd', value)]),
    );
    this.#notes.hidden = applied.notes.length === 0;
    this.#notes.replaceChildren(
      ...applied.notes.map((note) => {
        const item = document.createElement('li');
        item.append(made('strong', texts.note(note)), ` ${note.reason}`);
        return item;
      }),
    );
  }
}

function made(name: 'dt' | 'dd' | 'strong', text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

/** Leaves equal text alone, so that a screen reader says only what is new. */
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
