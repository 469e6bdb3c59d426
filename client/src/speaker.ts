/** Why nothing is heard although there is a track: the browser asks for a gesture, or somebody paused. */
export type Hold = 'refused' | 'paused';

/**
 * The audio element: plays a track, and knows whether the browser lets it.
 * An element goes on with the phone locked, which Web Audio does not.
 */
export class Speaker {
  #track: MediaStreamTrack | null = null;
  #hold: Hold | null = null;

  /** @param onChange called when `hold` or `stream` has changed */
  constructor(
    private readonly element: HTMLAudioElement,
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

  get stream(): MediaStream | null {
    return this.#track ? (this.element.srcObject as MediaStream) : null;
  }

  /** Plays this track from now on; null is silence. The same track again changes nothing. */
  use(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#track = track;
    this.element.srcObject = track && new MediaStream([track]);
    if (track) this.play();
    else this.#hold = null;
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

  #setHold(hold: Hold | null): void {
    if (hold === this.#hold) return;
    this.#hold = hold;
    this.onChange();
  }
}
