/** Title and buttons on the lock screen, the headset and the keyboard. */

import type { PageState } from '../texts/en.js';

export interface MediaActions {
  play(): void;
  pause(): void;
  stop(): void;
}

const playbackStates: Record<PageState, MediaSessionPlaybackState> = {
  idle: 'none',
  connecting: 'playing',
  playing: 'playing',
  reconnecting: 'playing',
  blocked: 'paused',
  failed: 'none',
};

export class MediaSessionView {
  readonly #session: MediaSession | undefined =
    'mediaSession' in navigator ? navigator.mediaSession : undefined;
  #title = '';

  constructor(actions: MediaActions) {
    for (const name of ['play', 'pause', 'stop'] as const) {
      try {
        this.#session?.setActionHandler(name, () => actions[name]());
      } catch {
        // A browser without this button.
      }
    }
  }

  show(title: string, state: PageState): void {
    if (!this.#session) return;
    this.#session.playbackState = playbackStates[state];
    if (title === this.#title) return;
    this.#title = title;
    const artwork = [
      { src: new URL('icon-512.png', document.baseURI).href, sizes: '512x512', type: 'image/png' },
    ];
    this.#session.metadata = new MediaMetadata({ title, artist: 'Earshot', artwork });
  }
}
