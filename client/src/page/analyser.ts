/** Reads the decoded sound, left and right apart. It only looks: what is heard comes from the audio element. */

/** Samples per look: 43 ms at 48 kHz, so that at 60 looks a second none is missed. */
const WINDOW = 2048;
/** Samples of one spectrum: lines 12 Hz apart at 48 kHz. */
const SPECTRUM_WINDOW = 4096;

export type Pair<T> = readonly [left: T, right: T];
type Samples = Float32Array<ArrayBuffer>;

export class StereoAnalyser {
  readonly #stereo: GainNode;
  readonly #plain: Looks;
  #weighted: Looks | null = null;
  #spectrum: AnalyserNode | null = null;
  #lines: Float32Array<ArrayBuffer> | null = null;
  #source: MediaStreamAudioSourceNode | null = null;

  constructor(private readonly context: AudioContext) {
    this.#stereo = new GainNode(context, {
      // Mono is spread to both sides before the splitter, which would leave its right output silent.
      channelCount: 2,
      channelCountMode: 'explicit',
      channelInterpretation: 'speakers',
    });
    this.#plain = new Looks(context, this.#stereo);
  }

  /** Looks at this stream instead of the one before. */
  attach(stream: MediaStream): void {
    this.detach();
    this.#source = new MediaStreamAudioSourceNode(this.context, { mediaStream: stream });
    this.#source.connect(this.#stereo);
    this.resume();
  }

  detach(): void {
    this.#source?.disconnect();
    this.#source = null;
  }

  /** Browsers let it run only after a click or where autoplay is allowed: call this in every gesture. */
  resume(): void {
    if (this.context.state === 'running') return;
    // Stays pending until the browser allows it; a refusal leaves the meters still and nothing else.
    this.context.resume().catch(() => undefined);
  }

  /** The latest samples of left and right; null while nothing can be read. The arrays are reused. */
  read(): Pair<Samples> | null {
    return this.#canRead ? this.#plain.read() : null;
  }

  /** The same as an ear weighs them (ITU-R BS.1770-5: a shelf for the head, a high-pass). */
  readWeighted(): Pair<Samples> | null {
    if (!this.#weighted) {
      const shelf = new BiquadFilterNode(this.context, { type: 'highshelf', frequency: 1682, gain: 4 });
      // Web Audio takes the Q of a high-pass in dB; the standard's is 0.5.
      const highPass = new BiquadFilterNode(this.context, { type: 'highpass', frequency: 38.1, Q: -6.02 });
      this.#weighted = new Looks(this.context, this.#stereo.connect(shelf).connect(highPass));
    }
    return this.#canRead ? this.#weighted.read() : null;
  }

  /** dBFS per line, and Hz between two lines; both sides together. */
  readSpectrum(): { lines: Float32Array; spacing: number } | null {
    this.#spectrum ??= this.#makeSpectrum();
    this.#lines ??= new Float32Array(this.#spectrum.frequencyBinCount);
    if (!this.#canRead) return null;
    this.#spectrum.getFloatFrequencyData(this.#lines);
    return { lines: this.#lines, spacing: this.context.sampleRate / SPECTRUM_WINDOW };
  }

  get #canRead(): boolean {
    return this.#source !== null && this.context.state === 'running';
  }

  #makeSpectrum(): AnalyserNode {
    const analyser = new AnalyserNode(this.context, { fftSize: SPECTRUM_WINDOW, smoothingTimeConstant: 0.7 });
    this.#stereo.connect(analyser);
    return analyser;
  }
}

/** One analyser for each side of a stereo signal. */
class Looks {
  readonly #analysers: Pair<AnalyserNode>;
  readonly #samples: Pair<Samples> = [new Float32Array(WINDOW), new Float32Array(WINDOW)];

  constructor(context: AudioContext, signal: AudioNode) {
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    signal.connect(splitter);
    const analyse = (output: 0 | 1) => {
      const analyser = new AnalyserNode(context, { fftSize: WINDOW });
      splitter.connect(analyser, output);
      return analyser;
    };
    this.#analysers = [analyse(0), analyse(1)];
  }

  read(): Pair<Samples> {
    this.#analysers[0].getFloatTimeDomainData(this.#samples[0]);
    this.#analysers[1].getFloatTimeDomainData(this.#samples[1]);
    return this.#samples;
  }
}
