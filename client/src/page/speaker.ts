import type { Hold } from '../core/diagnosis.js';
import { Balance } from './balance.js';

/**
 * The audio element: plays a track, and knows whether the browser lets it.
 * An element goes on with the phone locked, which Web Audio does not.
 */
export class Speaker {
  #track: MediaStreamTrack | null = null;
  #stream: MediaStream | null = null;
  #hold: Hold | null = null;
  #balance = 0;
  #balancer: Balance | null = null;

  /** @param onChange called when `hold` or `stream` has changed */
  constructor(
    private readonly element: HTMLAudioElement,
    private readonly context: AudioContext,
    private readonly onChange: () => void,
  ) {
    // A headset's button, a phone call or the system can pause it; only a person should bring it back.
    element.addEventListener('pause', () => this.#setHold(this.#track && 'paused'));
    element.addEventListener('playing', () => this.#setHold(null));
  }

  /** What keeps a track from being heard; play() in a gesture ends it. */
  get hold(): Hold | null {
    return this.#hold;
  }

  /** The sound as it was decoded, before balance, volume and mute. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** s that the element has played; goes on only while it does. */
  get position(): number {
    return this.element.currentTime;
  }

  /** Plays this track from now on; null is silence. The same track again changes nothing. */
  use(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#stream = track && new MediaStream([track]);
    this.#connect();
    if (!track) this.#hold = null;
    this.onChange();
  }

  /** Call it in a gesture to end a hold; before there is a track it earns the element its permission. */
  play(): void {
    this.element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.#setHold(this.#track && 'refused');
      }
      // An AbortError only says that another track took this one's place.
    });
  }

  /** As a person would at a headset; play() goes on. */
  pause(): void {
    this.element.pause();
  }

  /** @param volume 0 to 1 @returns false where only the device's own buttons can (iOS) */
  setVolume(volume: number): boolean {
    this.element.volume = volume;
    return Math.abs(this.element.volume - volume) < 0.01;
  }

  setMuted(muted: boolean): void {
    this.element.muted = muted;
  }

  /** @param balance −1 left only, 1 right only */
  setBalance(balance: number): void {
    const wasOff = this.#balance === 0;
    this.#balance = balance;
    if (this.#balancer) this.#balancer.set(balance);
    // Only who wants it pays for it: it takes the way through Web Audio.
    if (wasOff !== (balance === 0)) this.#connect();
  }

  #connect(): void {
    this.#balancer?.close();
    this.#balancer = null;
    const stream = this.#stream;
    if (stream && this.#balance !== 0) this.#balancer = new Balance(this.context, stream, this.#balance);
    this.element.srcObject = this.#balancer?.stream ?? stream;
    if (stream) this.play();
  }

  #setHold(hold: Hold | null): void {
    if (hold === this.#hold) return;
    this.#hold = hold;
    this.onChange();
  }
}
