/** Everything somebody needs who is asked for help, as text. */

import type { Rung } from '../core/diagnosis.js';
import type { PlayerView } from '../core/player.js';
import type { Settings } from '../core/settings.js';
import type { TransportStates } from '../core/session.js';
import { fixed, texts } from '../texts/texts.js';
import type { ConnectionNews } from './connection-watch.js';
import { element } from './element.js';

export interface Diagnostics {
  view: PlayerView;
  settings: Settings;
  transport: TransportStates | null;
  connection: ConnectionNews | null;
  ladder: Rung[];
}

/** Without the token and without the ids of sessions. */
export function diagnosticsText({ view, settings, transport, connection, ladder }: Diagnostics): string {
  const { track, status, trouble, ...rest } = view;
  const { listeners, ...server } = status ?? { listeners: [] };
  const all = {
    at: new Date().toISOString(),
    page: location.origin + location.pathname,
    browser: navigator.userAgent,
    settings,
    player: {
      ...rest,
      track: track?.readyState ?? null,
      trouble: trouble && { code: trouble.code, detail: trouble.message },
    },
    transport,
    connection,
    ladder,
    server: { ...server, listeners: listeners.length },
  };
  return JSON.stringify(all, null, 2);
}

export class CopyButton {
  readonly #button = element('copy', HTMLButtonElement);
  readonly #copied = element('copied', HTMLElement);
  readonly #text = element('diagnostics', HTMLTextAreaElement);

  constructor(text: () => Promise<string>) {
    this.#button.addEventListener('click', () => void this.#copy(text));
  }

  async #copy(text: () => Promise<string>): Promise<void> {
    this.#text.value = await text();
    this.#text.setAttribute('aria-label', fixed('copy-diagnostics'));
    this.#text.hidden = false;
    this.#text.select();
    this.#copied.textContent = (await this.#toClipboard()) ? texts().copied : texts().copyFailed;
  }

  /** The clipboard is for secure pages only; the old way works on plain HTTP too. */
  async #toClipboard(): Promise<boolean> {
    try {
      if ('clipboard' in navigator) {
        await navigator.clipboard.writeText(this.#text.value);
        return true;
      }
    } catch {
      // Not allowed: the old way may be.
    }
    // Old, but all there is on plain HTTP.
    return document.execCommand('copy');
  }
}
