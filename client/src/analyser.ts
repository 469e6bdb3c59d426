/** Reads the decoded sound, left and right apart. It only looks: what is heard comes from the audio element. */

/** Samples per look: 43 ms at 48 kHz, so that at 60 looks a second none is missed. */
const WINDOW = 2048;

export class StereoAnalyser {
  readonly #context = new AudioContext();
  readonly #stereo = new GainNode(this.#context, {
    // Mono is spread to both sides before the splitter, which would leave its right output silent.
    channelCount: 2,
    channelCountMode: 'explicit',
    channelInterpretation: 'speakers',
  });
  readonly #channels: [AnalyserNode, AnalyserNode];
  readonly #samples: [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];
  #source: MediaStreamAudioSourceNode | null = null;

  constructor() {
    const splitter = new ChannelSplitterNode(this.#context, { numberOfOutputs: 2 });
    this.#stereo.connect(splitter);
    this.#channels = [this.#analyse(splitter, 0), this.#analyse(splitter, 1)];
    this.#samples = [new Float32Array(WINDOW), new Float32Array(WINDOW)];
  }

  /** Looks at this stream instead of the one before. */
  attach(stream: MediaStream): void {
    this.detach();
    this.#source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
    this.#source.connect(this.#stereo);
    this.resume();
  }

  detach(): void {
    this.#source?.disconnect();
    this.#source = null;
  }

  /** Browsers let it run only after a click or where autoplay is allowed: call this in every gesture. */
  resume(): void {
    if (this.#context.state === 'running') return;
    // Stays pending until the browser allows it; a refusal leaves the meters still and nothing else.
    this.#context.resume().catch(() => undefined);
  }

  /** The latest samples of left and right; null while nothing can be read. The arrays are reused. */
  read(): readonly [Float32Array, Float32Array] | null {
    if (!this.#source || this.#context.state !== 'running') return null;
    this.#channels[0].getFloatTimeDomainData(this.#samples[0]);
    this.#channels[1].getFloatTimeDomainData(this.#samples[1]);
    return this.#samples;
  }

  #analyse(splitter: ChannelSplitterNode, output: 0 | 1): AnalyserNode {
    const analyser = new AnalyserNode(this.#context, { fftSize: WINDOW });
    splitter.connect(analyser, output);
    return analyser;
  }
}
