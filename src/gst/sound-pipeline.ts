import { linkPads, requestPad, childNamed } from './elements.js';
import { type Element, Gst, type Message, type Pad, type Pipeline } from './gi.js';

/** What every source is converted to, and every encoder gets: 16 bit, 48 kHz, stereo. */
export const RAW_CAPS =
  'audio/x-raw,format=S16LE,rate=48000,channels=2,layout=interleaved,channel-mask=(bitmask)0x3';

/**
 * A silent live source feeds the mixer for ever, so that its output is one
 * endless stream of 10 ms buffers with perfect timestamps whatever the sources
 * on its other pads do (come, fail, stall). `start-time-selection=zero` puts it
 * on the same 10 ms grid as pulsesrc: it then adds no delay.
 */
const FRONT = [
  `audiotestsrc wave=silence is-live=true samplesperbuffer=480 ! ${RAW_CAPS}`,
  'audiomixer name=mixer output-buffer-duration=10000000 latency=0 min-upstream-latency=30000000 ' +
    'start-time-selection=zero alignment-threshold=20000000 discont-wait=200000000',
  RAW_CAPS,
  'tee name=raw allow-not-linked=true',
].join(' ! ');

/** States of webrtcbins and devices of captures reach the bus as messages; these watches cover later elements too. */
const WATCHED = ['connection-state', 'ice-gathering-state', 'current-device'];

/** The one pipeline: sources plug into its mixer, encoders into its raw tee. */
export class SoundPipeline {
  readonly pipeline: Pipeline;
  readonly #mixer: Element;
  readonly #raw: Element;

  constructor() {
    this.pipeline = Gst.parseLaunch(FRONT) as unknown as Pipeline;
    this.#mixer = childNamed(this.pipeline, 'mixer');
    this.#raw = childNamed(this.pipeline, 'raw');
    this.pipeline.useClock(Gst.SystemClock.obtain());
    for (const property of WATCHED) this.pipeline.addPropertyDeepNotifyWatch(property, true);
  }

  /** @throws Error when the pipeline does not start */
  play(): void {
    if (this.pipeline.setState(Gst.State.PLAYING) === Gst.StateChangeReturn.FAILURE) {
      throw new Error('the sound pipeline does not start');
    }
  }

  /** Nanoseconds since the pipeline began to play. */
  get runningTime(): number {
    const now = this.pipeline.getClock()?.getTime() ?? 0;
    return Number(now) - Number(this.pipeline.getBaseTime());
  }

  /** A muted way into the mixer. */
  addInput(source: Pad): Pad {
    const pad = requestPad(this.#mixer, 'sink_%u');
    muteInput(pad, true);
    linkPads(source, pad);
    return pad;
  }

  removeInput(source: Pad, pad: Pad): void {
    source.unlink(pad);
    this.#mixer.releaseRequestPad(pad);
  }

  /** Feeds the mixed sound to a pad. */
  addOutput(sink: Pad): Pad {
    const pad = requestPad(this.#raw, 'src_%u');
    linkPads(pad, sink);
    return pad;
  }

  removeOutput(pad: Pad, sink: Pad): void {
    pad.unlink(sink);
    this.#raw.releaseRequestPad(pad);
  }

  /** Whether a message means that the pipeline's own fixed part failed, not a branch of it. */
  isOwn(message: Message): boolean {
    return message.src.hasAsAncestor(this.#mixer) || message.src === (this.#mixer as unknown);
  }

  close(): void {
    this.pipeline.setState(Gst.State.NULL);
  }
}

export function muteInput(pad: Pad, mute: boolean): void {
  (pad as unknown as { mute: boolean }).mute = mute;
}
