/** State, source, button and what keeps the sound away. It decides nothing: what it shows is given, clicks are told. */

import type { Hold } from '../core/diagnosis.js';
import type { PlayerView } from '../core/player.js';
import type { PageState } from '../texts/en.js';
import { fixed, texts } from '../texts/texts.js';
import { element, write } from './element.js';

export interface ListenActions {
  listen(): void;
  stop(): void;
}

const offersListening: readonly PageState[] = ['idle', 'blocked', 'failed'];

export class ListenView {
  readonly #button = element('button', HTMLButtonElement);
  readonly #action = element('action', HTMLElement);
  readonly #state = element('state', HTMLElement);
  readonly #source = element('source', HTMLElement);
  readonly #notice = element('notice', HTMLElement);
  readonly #message = element('message', HTMLElement);
  readonly #detail = element('message-detail', HTMLElement);
  readonly #version = element('version', HTMLElement);
  #shown: PageState = 'idle';

  constructor(actions: ListenActions) {
    this.#button.addEventListener('click', () => {
      if (offersListening.includes(this.#shown)) actions.listen();
      else actions.stop();
    });
  }

  /**
   * @param hold what keeps a playing track from being heard
   * @param reason why nothing is heard although it plays; empty: it is heard, or nobody knows yet
   */
  show(view: PlayerView, hold: Hold | null, reason: string): void {
    const state = hold ? 'blocked' : view.state;
    this.#shown = state;
    document.body.dataset.state = state;
    write(this.#state, texts().state(state));
    write(this.#action, texts().action(state));
    this.#showMessage(view, hold, reason);
    const { status } = view;
    write(this.#source, status?.source.title ?? fixed('hear-this-computer'));
    if (!status) return;
    write(this.#version, texts().version(status.version));
    document.title = texts().documentTitle(status.source.title);
  }

  /** At most one thing at a time, the one that keeps the sound away. */
  #showMessage({ state, trouble, retryInMs, status }: PlayerView, hold: Hold | null, reason: string): void {
    const source = state === 'playing' && status ? texts().source(status.source) : '';
    const message = trouble ? texts().trouble(trouble) : hold ? texts().hold(hold) : source || reason;
    this.#notice.hidden = message === '';
    write(this.#message, message);
    write(this.#detail, trouble ? texts().troubleDetail(trouble, retryInMs) : '');
  }
}
