import {
  assignProperties,
  branchOff,
  childNamed,
  dispose,
  linkPads,
  makeElement,
  requestPad,
  staticPad,
} from './elements.js';
import { type Element, Gst, type Message, type Pad, type Pipeline } from './gi.js';
import { startAtZero } from './mixer-start.js';

/** What every source is converted to, and every encoder gets: 16 bit, 48 kHz, stereo. */
export const RAW_CAPS =
  'audio/x-raw,format=S16LE,rate=48000,channels=2,layout=interleaved,channel-mask=(bitmask)0x3';

const MIXER = 'audiomixer output-buffer-duration=10000000 latency=0 start-time-selection=zero';

/**
 * A silent live source feeds the mixer for ever, so that its output is one
 * endless stream of 10 ms buffers with perfect timestamps whatever the sources
 * on its other pads do (come, fail, stall). `start-time-selection=zero` puts it
 * on the same 10 ms grid as pulsesrc: it then adds no delay. The second mixer
 * joins the processing chains in the same way: a new one sounds before the old
 * one goes.
 */
const TEXT = `
  audiotestsrc wave=silence is-live=true samplesperbuffer=480 ! ${RAW_CAPS}
  ! ${MIXER} name=sources min-upstream-latency=30000000 alignment-threshold=20000000 discont-wait=200000000
  ! ${RAW_CAPS} ! tee name=mixed allow-not-linked=true
  mixed. ! ${RAW_CAPS} ! volume volume=0 ! ${MIXER} name=chains
  chains. ! ${RAW_CAPS} ! tee name=processed allow-not-linked=true
`;

/** Where a source's sound goes: an input of a mixer, or an end where nobody hears it. */
export interface MixerInput {
  pad: Pad;
  /** What feeds it turned out to be live, which paces itself. */
  setLive?(): void;
  remove(): void;
}

/** A name is never used twice. */
let drains = 0;

/** The one pipeline: sources plug into its first mixer, processing chains between the two, encoders behind. */
export class SoundPipeline {
  readonly pipeline: Pipeline;
  readonly #sources: Element;
  readonly #mixed: Element;
  readonly #chains: Element;
  readonly #processed: Element;

  constructor() {
    this.pipeline = Gst.parseLaunch(TEXT) as unknown as Pipeline;
    this.#sources = childNamed(this.pipeline, 'sources');
    this.#mixed = childNamed(this.pipeline, 'mixed');
    this.#chains = childNamed(this.pipeline, 'chains');
    this.#processed = childNamed(this.pipeline, 'processed');
    for (const mixer of [this.#sources, this.#chains]) startAtZero(mixer);
    this.pipeline.useClock(Gst.SystemClock.obtain());
  }

  /** @throws Error when the pipeline does not start */
  play(): void {
    if (this.pipeline.setState(Gst.State.PLAYING) === Gst.StateChangeReturn.FAILURE) {
      throw new Error('the sound pipeline does not start');
    }
  }

  /** When the pipeline began to play, ms on the monotonic clock. */
  get beganAt(): number {
    return Number(this.pipeline.getBaseTime()) / 1e6;
  }

  /** Nanoseconds since the pipeline began to play. */
  get runningTime(): number {
    const now = this.pipeline.getClock()?.getTime() ?? 0;
    return Number(now) - Number(this.pipeline.getBaseTime());
  }

  /** Mixes a source in. */
  addSource(from: Pad): MixerInput {
    const input = mixIn(this.#sources, from);
    // The mixer drops what is late in silence, unless it is asked to say so.
    assignProperties(input.pad, { qosMessages: true });
    return input;
  }

  /** Takes a source's sound at its own pace and throws it away: the mixer never waits for it. */
  addDrain(from: Pad): MixerInput {
    const sink = makeElement('fakesink', `drain-${String((drains += 1))}`);
    // Held to the clock, for sources that run as fast as they can. Asynchronous, it would pull the pipeline out of PLAYING.
    assignProperties(sink, { sync: true, async: false, enableLastSample: false });
    this.pipeline.add(sink);
    const pad = staticPad(sink, 'sink');
    linkPads(from, pad);
    sink.syncStateWithParent();
    return {
      pad,
      // A sink that waits for the clock would have a say in the latency of the whole pipeline.
      setLive: () => assignProperties(sink, { sync: false }),
      remove: () => {
        from.unlink(pad);
        dispose(this.pipeline, sink);
      },
    };
  }

  /** Feeds the mixed sources to a chain, and its result to the encoders. */
  addChain(entry: Pad, exit: Pad): MixerInput {
    const input = mixIn(this.#chains, exit);
    const feed = branchOff(this.#mixed, entry);
    return {
      pad: input.pad,
      remove() {
        feed();
        input.remove();
      },
    };
  }

  /** Feeds the processed sound to a pad. @returns the function that ends it */
  addOutput(sink: Pad): () => void {
    return branchOff(this.#processed, sink);
  }

  /** Whether a message means that the pipeline's own fixed part failed, not a branch of it, nor one that was taken out. */
  isOwn(message: Message): boolean {
    return message.src.hasAsParent(this.pipeline);
  }

  close(): void {
    this.pipeline.setState(Gst.State.NULL);
  }
}

function mixIn(mixer: Element, from: Pad): MixerInput {
  const pad = requestPad(mixer, 'sink_%u');
  linkPads(from, pad);
  return {
    pad,
    remove() {
      from.unlink(pad);
      mixer.releaseRequestPad(pad);
    },
  };
}
