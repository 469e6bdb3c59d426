/** What `<earshot-player>` shows: a button, state and source, and the meters. */

import type { Hold } from '../core/diagnosis.js';
import type { PlayerView } from '../core/player.js';
import { made, write } from '../page/element.js';
import type { ListenActions } from '../page/listen-view.js';
import type { MeterPlaces } from '../page/meters.js';
import { svg } from '../page/svg.js';
import { fixed, texts } from '../texts/texts.js';
import { embedStyle } from './style.js';

const PLAY = 'M7 4.6v14.8a1 1 0 0 0 1.5.87l12.3-7.4a1 1 0 0 0 0-1.74L8.5 3.73A1 1 0 0 0 7 4.6Z';
const STOP = 'M6 5h12a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z';

export class EmbedView {
  readonly audio = made('audio');
  readonly meters: MeterPlaces = {
    left: made('div', '', 'meter'),
    right: made('div', '', 'meter'),
    scale: made('div'),
  };
  readonly #box = made('div', '', 'box');
  readonly #button = made('button');
  readonly #icon = svg('path', { d: PLAY });
  readonly #state = made('span', '', 'state');
  readonly #source = made('span', '', 'source');
  readonly #message = made('p', '', 'message');
  #offersListening = true;

  constructor(root: ShadowRoot, actions: ListenActions) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(embedStyle);
    root.adoptedStyleSheets = [sheet];
    this.#button.type = 'button';
    this.#button.addEventListener('click', () => (this.#offersListening ? actions.listen() : actions.stop()));
    const picture = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
    picture.append(this.#icon);
    this.#button.append(picture);
    const words = made('div', '', 'words');
    this.#state.setAttribute('role', 'status');
    words.append(this.#source, this.#state);
    const top = made('div', '', 'top');
    top.append(this.#button, words);
    this.#message.setAttribute('role', 'status');
    this.#box.append(top, this.#message, this.meters.left, this.meters.right, this.audio);
    root.replaceChildren(this.#box);
  }

  /** @param hold what keeps a playing track from being heard */
  show({ state, status, trouble }: PlayerView, hold: Hold | null): void {
    const shown = hold ? 'blocked' : state;
    this.#box.dataset.state = shown;
    this.#offersListening = ['idle', 'blocked', 'failed'].includes(shown);
    this.#icon.setAttribute('d', this.#offersListening ? PLAY : STOP);
    this.#button.setAttribute('aria-label', texts().action(shown));
    write(this.#state, texts().state(shown));
    write(this.#source, status?.source.title ?? fixed('hear-this-computer'));
    const message = trouble ? texts().trouble(trouble) : hold ? texts().hold(hold) : '';
    write(this.#message, message);
    this.#message.hidden = message === '';
  }
}
