import { assignProperties, branchOff, dispose, linkPads, makeElement, staticPad } from './elements.js';
import type { Element, Pad, Pipeline } from './gi.js';

/**
 * The shared end of a branch: a tee that goes on while nobody is linked to it.
 * It stands beside the branch's bin, as request pads of a tee inside would need
 * a ghost pad each, a detour for every packet.
 */
export class Outlet {
  readonly #tee: Element;

  constructor(
    private readonly pipeline: Pipeline,
    name: string,
    from: Pad,
  ) {
    this.#tee = makeElement('tee', name);
    assignProperties(this.#tee, { allowNotLinked: true });
    pipeline.add(this.#tee);
    linkPads(from, staticPad(this.#tee, 'sink'));
    this.#tee.syncStateWithParent();
  }

  /** Feeds a pad. @returns the function that ends it */
  feed(sink: Pad): () => void {
    return branchOff(this.#tee, sink);
  }

  /** Only after the branch in front of it. */
  close(): void {
    dispose(this.pipeline, this.#tee);
  }
}
