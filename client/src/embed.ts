/** `<earshot-player src="…">`: a player for other sites, as a custom element in a shadow tree. */

import { allEvents, EventFeed } from './core/event-feed.js';
import { Player, type PlayerView } from './core/player.js';
import { Server } from './core/server.js';
import { EmbedView } from './embed/view.js';
import { StereoAnalyser } from './page/analyser.js';
import { Meters } from './page/meters.js';
import { Speaker } from './page/speaker.js';
import { chooseLanguage, speak } from './texts/language.js';

/** `blocked`: the browser wants a click before it plays sound. */
export type EarshotState = 'idle' | 'connecting' | 'playing' | 'blocked' | 'reconnecting' | 'failed';

/** Of the event `statechange`. */
export interface EarshotStateChange {
  state: EarshotState;
  /** Code of what keeps the sound away; null where nothing does. */
  trouble: string | null;
}

/**
 * Attributes: `src`, the address of an Earshot's page; `token`, where it needs one; `autoplay`, to begin without a
 * click where the browser allows it; `lang`, `en` or `de`. Fires `statechange` with an EarshotStateChange.
 */
export class EarshotPlayer extends HTMLElement {
  static readonly observedAttributes = ['src', 'token'];
  #parts: Parts | null = null;
  #volume = 1;
  #muted = false;

  /** Address of the Earshot that is heard; null while there is none. */
  get src(): string | null {
    return this.getAttribute('src');
  }

  set src(address: string | null) {
    if (address === null) this.removeAttribute('src');
    else this.setAttribute('src', address);
  }

  get state(): EarshotState {
    return this.#parts?.state ?? 'idle';
  }

  /** 0 to 1. */
  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    this.#volume = Math.min(1, Math.max(0, volume));
    this.#parts?.setVolume(this.#volume);
  }

  get muted(): boolean {
    return this.#muted;
  }

  set muted(muted: boolean) {
    this.#muted = muted;
    this.#parts?.setMuted(muted);
  }

  /** Begins to listen; in a click, where the browser asks for one. */
  play(): void {
    this.#parts?.listen();
  }

  /** Ends the session. */
  stop(): void {
    this.#parts?.stop();
  }

  connectedCallback(): void {
    this.#begin();
  }

  disconnectedCallback(): void {
    this.#end();
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (!this.isConnected || before === now) return;
    const wasHeard = this.state !== 'idle';
    this.#end();
    this.#begin();
    if (wasHeard) this.play();
  }

  #begin(): void {
    if (this.#parts || this.src === null) return;
    speak(chooseLanguage(null, [this.lang, ...navigator.languages]));
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const base = new URL(this.src, document.baseURI).href.replace(/[^/]*$/, '');
    this.#parts = new Parts(
      root,
      base,
      () => this.getAttribute('token'),
      (detail) => {
        this.dispatchEvent(new CustomEvent<EarshotStateChange>('statechange', { detail }));
      },
    );
    this.#parts.setVolume(this.#volume);
    this.#parts.setMuted(this.#muted);
    if (this.hasAttribute('autoplay')) this.play();
  }

  #end(): void {
    this.#parts?.close();
    this.#parts = null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'earshot-player': EarshotPlayer;
  }
}

/** What one element is made of while it stands in a document. */
class Parts {
  state: EarshotState = 'idle';
  readonly #context = new AudioContext();
  readonly #analyser = new StereoAnalyser(this.#context);
  readonly #view: EmbedView;
  readonly #speaker: Speaker;
  readonly #player: Player;
  readonly #meters: Meters;
  readonly #feed: EventFeed;
  readonly #leaving = new AbortController();
  #metered: MediaStream | null = null;
  #trouble: string | null = null;

  constructor(
    root: ShadowRoot,
    base: string,
    token: () => string | null,
    private readonly onChange: (change: EarshotStateChange) => void,
  ) {
    this.#view = new EmbedView(root, { listen: () => this.listen(), stop: () => this.stop() });
    const server = new Server(base, (input, init) => fetch(input, init), token);
    this.#speaker = new Speaker(this.#view.audio, this.#context, () => this.#show());
    this.#player = new Player({
      server,
      browser: { createPeer: () => new RTCPeerConnection(), codecs: () => [] },
      random: () => Math.random(),
      onChange: ({ track }) => {
        this.#speaker.use(track);
        this.#show();
      },
    });
    this.#meters = new Meters(this.#view.meters, () => this.#analyser.read());
    this.#feed = new EventFeed(allEvents(server), () => Math.random(), {
      event: ({ name, data }) => {
        if (name === 'status') this.#player.tell(data);
        else if (name === 'level')
          this.#meters.serverLevels(data.rms.map((rms, i) => ({ rms, peak: data.peak[i] ?? rms })));
      },
      opened: () => {
        this.#player.isTold = true;
        this.#player.wake();
      },
      lost: () => (this.#player.isTold = false),
    });
    this.#attend();
    this.#show();
  }

  listen(): void {
    this.#analyser.resume();
    this.#speaker.play();
    this.#player.start();
    this.#feed.start();
  }

  stop(): void {
    this.#feed.stop();
    void this.#player.stop();
  }

  setVolume(volume: number): void {
    this.#speaker.setVolume(volume);
  }

  setMuted(muted: boolean): void {
    this.#speaker.setMuted(muted);
  }

  close(): void {
    this.#leaving.abort();
    this.stop();
    this.#meters.close();
    void this.#context.close();
  }

  /** The page comes and goes with its player. */
  #attend(): void {
    const { signal } = this.#leaving;
    const wake = () => {
      this.#analyser.resume();
      this.#feed.wake();
      this.#player.wake();
    };
    addEventListener('online', wake, { signal });
    document.addEventListener('visibilitychange', () => document.hidden || wake(), { signal });
    addEventListener(
      'pagehide',
      () => {
        this.#feed.stop();
        void this.#player.suspend();
      },
      { signal },
    );
    addEventListener(
      'pageshow',
      ({ persisted }) => {
        if (!persisted) return;
        this.#player.resume();
        if (this.#player.view.state !== 'idle') this.#feed.start();
      },
      { signal },
    );
  }

  #show(): void {
    const { view } = this.#player;
    const hold = view.state === 'playing' ? this.#speaker.hold : null;
    this.#view.show(view, hold);
    this.#meter();
    this.#tell(view, hold !== null);
  }

  #tell({ state, trouble }: PlayerView, isHeld: boolean): void {
    const now = { state: isHeld ? 'blocked' : state, trouble: trouble?.code ?? null } as const;
    if (now.state === this.state && now.trouble === this.#trouble) return;
    this.state = now.state;
    this.#trouble = now.trouble;
    this.onChange(now);
  }

  #meter(): void {
    const { stream } = this.#speaker;
    if (stream === this.#metered) return;
    this.#metered = stream;
    if (stream) {
      this.#analyser.attach(stream);
      this.#meters.start();
    } else {
      this.#analyser.detach();
      this.#meters.stop();
    }
  }
}

if (!customElements.get('earshot-player')) customElements.define('earshot-player', EarshotPlayer);
