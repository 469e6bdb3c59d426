/** What only the computer's operator may do: choose the source, process the sound, end somebody's listening, say what others get. */

import type { ListedDefault, SourceLevels, SourceList, SourceRequest, Status } from '../../../src/api.js';
import type { Server } from '../core/server.js';
import { Trouble } from '../core/trouble.js';
import { texts } from '../texts/texts.js';
import { DefaultsForm } from './defaults-form.js';
import { element, write } from './element.js';
import { LevelWatch } from './level-watch.js';
import { ListenerList } from './listener-list.js';
import { ProcessingList } from './processing-list.js';
import { SourcePicker } from './source-picker.js';

export class OperatorView {
  readonly #panel = element('computer', HTMLDetailsElement);
  readonly #summary = element('computer-value', HTMLElement);
  readonly #trouble = element('operator-trouble', HTMLElement);
  readonly #sources: SourcePicker;
  readonly #processing: ProcessingList;
  readonly #listeners: ListenerList;
  readonly #defaults: DefaultsForm;
  readonly #levels: LevelWatch;
  #isOperator = false;
  #status: Status | null = null;
  #list: SourceList | null = null;

  constructor(server: Server) {
    const attempt = (change: () => Promise<unknown>) => void this.#attempt(change);
    const choose = (request: SourceRequest) => attempt(() => server.chooseSource(request));
    this.#sources = new SourcePicker(element('sources', HTMLElement), choose);
    this.#processing = new ProcessingList(element('processing', HTMLElement), (request) =>
      attempt(() => server.changeProcessing(request)),
    );
    this.#listeners = new ListenerList(element('listeners', HTMLElement), (id) =>
      attempt(() => server.disconnect(id)),
    );
    const show = async (list: Promise<ListedDefault[]>) => this.#defaults.show(await list);
    this.#defaults = new DefaultsForm(
      () => attempt(() => show(server.defaults())),
      (request) => attempt(() => show(server.changeDefaults(request))),
    );
    this.#levels = new LevelWatch(server, {
      levels: (levels) => this.#showLevels(levels),
      opened: () => this.#calm(),
      trouble: (trouble) => this.#complain(trouble),
    });
    this.#panel.addEventListener('toggle', () => this.#show());
    setInterval(() => {
      if (this.#panel.open && this.#status) this.#listeners.show(this.#status.listeners);
    }, 1000);
  }

  set isOperator(isOperator: boolean) {
    this.#isOperator = isOperator;
    this.#show();
  }

  showStatus(status: Status): void {
    this.#status = status;
    this.#show();
  }

  showSources(list: SourceList): void {
    this.#list = list;
    this.#show();
  }

  /** dBFS of the source that plays. */
  showLevel(peak: number): void {
    if (this.#panel.open) this.#sources.showSent(peak);
  }

  /** Writes everything anew in the language that is spoken now. */
  translate(): void {
    this.#sources.forget();
    this.#processing.forget();
    this.#defaults.translate();
    this.#show();
  }

  #show(): void {
    this.#panel.hidden = !this.#isOperator || !this.#status;
    this.#levels.isSeen = !this.#panel.hidden && this.#panel.open;
    if (!this.#status) return;
    write(this.#summary, texts().listenerCount(this.#status.listeners.length));
    if (!this.#panel.open) return;
    if (this.#list) this.#sources.show(this.#list, this.#status.source);
    this.#processing.show(this.#status.processing);
    this.#listeners.show(this.#status.listeners);
  }

  #showLevels(levels: SourceLevels | null): void {
    const isOther = this.#sources.showLevels(levels);
    if (isOther) this.#show();
  }

  async #attempt(change: () => Promise<unknown>): Promise<void> {
    try {
      await change();
      this.#calm();
    } catch (error) {
      this.#complain(Trouble.from(error));
      // What was tried must not look as if it had been done.
      this.translate();
    }
  }

  #calm(): void {
    this.#trouble.hidden = true;
    write(this.#trouble, '');
  }

  #complain(trouble: Trouble): void {
    this.#trouble.hidden = false;
    write(this.#trouble, [texts().trouble(trouble), trouble.message].join(' '));
  }
}
