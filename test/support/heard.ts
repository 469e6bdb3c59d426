import { dominantFrequency, rmsDb } from './spectrum.js';

export interface HeardChannel {
  /** The strongest, Hz. */
  frequency: number;
  /** dBFS. */
  rms: number;
}

export interface Heard {
  left: HeardChannel;
  right: HeardChannel;
  /** Whether the two channels are not the same samples. */
  isStereo: boolean;
}

interface Recording {
  /** Hz. */
  rate: number;
  channels: number[][];
}

/** A page of whichever browser and driver. */
interface AnyPage {
  evaluate(pageFunction: typeof record, options: Parameters<typeof record>[0]): Promise<Recording>;
}

const SAMPLES = 16_384;
/** Below this it is silence, dBFS. */
const AUDIBLE = -40;

/**
 * What the page's audio element is given to play: waits until that is sound, then
 * measures a third of a second of it.
 */
export async function heardBy(page: AnyPage): Promise<Heard> {
  const { rate, channels } = await page.evaluate(record, { samples: SAMPLES, audible: AUDIBLE });
  const [left, right] = channels.map((samples) => Float32Array.from(samples));
  if (!left || !right) throw new Error('nothing was recorded');
  const measured = (samples: Float32Array) => ({
    frequency: dominantFrequency(samples, rate),
    rms: rmsDb(samples),
  });
  const isStereo = left.some((sample, i) => Math.abs(sample - (right[i] ?? 0)) > 0.001);
  return { left: measured(left), right: measured(right), isStereo };
}

/** Runs in the page. */
async function record({ samples, audible }: { samples: number; audible: number }): Promise<Recording> {
  const context = new AudioContext();
  await context.resume();
  const splitter = context.createChannelSplitter(2);
  const analysers = [0, 1].map((channel) => {
    const analyser = new AnalyserNode(context, { fftSize: samples });
    splitter.connect(analyser, channel);
    return analyser;
  });
  const [first] = analysers;
  const buffer = new Float32Array(samples);
  const nextFrame = () => new Promise((resolve) => setTimeout(resolve, 20));
  let stream: MediaStream | null = null;
  let source: MediaStreamAudioSourceNode | undefined;
  const isFull = () => {
    first?.getFloatTimeDomainData(buffer);
    const quarter = samples / 4;
    const levels = [0, 1, 2, 3].map((i) => {
      const part = buffer.subarray(i * quarter, (i + 1) * quarter);
      const power = part.reduce((sum, sample) => sum + sample * sample, 0) / quarter;
      return 10 * Math.log10(power + 1e-12);
    });
    // Neither the time before, nor a fade, nor a gap that the browser filled is in it.
    return Math.min(...levels) > audible && Math.max(...levels) - Math.min(...levels) < 1;
  };
  do {
    await nextFrame();
    const current = document.querySelector('audio')?.srcObject;
    if (current instanceof MediaStream && current !== stream) {
      source?.disconnect();
      stream = current;
      source = context.createMediaStreamSource(current);
      source.connect(splitter);
    }
  } while (!isFull());
  const channels = analysers.map((analyser) => {
    analyser.getFloatTimeDomainData(buffer);
    return Array.from(buffer);
  });
  await context.close();
  return { rate: context.sampleRate, channels };
}
