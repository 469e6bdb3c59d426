/** Makes one side of a stream quieter. */

/** s in which a change is made, so that it does not click. */
const GLIDE = 0.02;

export class Balance {
  readonly stream: MediaStream;
  readonly #source: MediaStreamAudioSourceNode;
  readonly #gains: readonly [GainNode, GainNode];
  readonly #pump = new Audio();

  constructor(
    private readonly context: AudioContext,
    stream: MediaStream,
    balance: number,
  ) {
    // Chromium gives Web Audio a remote stream only while an element plays it as well.
    this.#pump.muted = true;
    this.#pump.srcObject = stream;
    this.#pump.play().catch(() => undefined);
    this.#source = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
    const stereo = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
    this.#source.connect(stereo).connect(splitter);
    const side = (channel: 0 | 1) => {
      const gain = new GainNode(context, { gain: gainOf(channel, balance) });
      splitter.connect(gain, channel).connect(merger, 0, channel);
      return gain;
    };
    this.#gains = [side(0), side(1)];
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    merger.connect(destination);
    this.stream = destination.stream;
  }

  set(balance: number): void {
    for (const channel of [0, 1] as const) {
      const { gain } = this.#gains[channel];
      gain.setTargetAtTime(gainOf(channel, balance), this.context.currentTime, GLIDE);
    }
  }

  close(): void {
    this.#source.disconnect();
    this.#pump.srcObject = null;
  }
}

/** The favoured side stays as it is. */
function gainOf(channel: 0 | 1, balance: number): number {
  return Math.min(1, channel === 0 ? 1 - balance : 1 + balance);
}
