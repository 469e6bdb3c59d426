import { AppError } from '../../errors.js';
import type { EventStream } from './event-stream.js';

/** How many event streams an address has open, whatever they tell. */
export class StreamPlaces {
  readonly #taken = new Set<EventStream>();

  constructor(private readonly perAddress: number) {}

  /** @throws AppError `too-many-streams` when its address has all that it may have */
  take(stream: EventStream): void {
    const own = [...this.#taken].filter(({ address }) => address === stream.address).length;
    if (own >= this.perAddress) {
      const detail = `Your address has ${own} event streams open. Close a page of Earshot, and try again.`;
      throw new AppError('too-many-streams', detail, { retryAfter: 10 });
    }
    this.#taken.add(stream);
    stream.once('close', () => this.#taken.delete(stream));
  }
}
