/** Measures of a sound: what the tests listen with. */

/** Energy per FFT bin of the middle of a signal, Hann windowed; bin i is i · rate / size Hz. */
export function powerSpectrum(samples: Float32Array, size = 16_384): Float64Array {
  if (samples.length < size)
    throw new Error(`${String(samples.length)} samples are too few for an FFT of ${String(size)}`);
  const start = Math.floor((samples.length - size) / 2);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    re[i] = (samples[start + i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
  }
  fft(re, im);
  return Float64Array.from({ length: size / 2 }, (_, i) => (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2);
}

/** The strongest frequency, Hz, interpolated between bins. */
export function dominantFrequency(samples: Float32Array, rate: number): number {
  const power = powerSpectrum(samples);
  let peak = 1;
  for (let i = 2; i < power.length - 1; i += 1) if ((power[i] ?? 0) > (power[peak] ?? 0)) peak = i;
  const [a, b, c] = [peak - 1, peak, peak + 1].map((i) => Math.log((power[i] ?? 0) + 1e-30)) as [
    number,
    number,
    number,
  ];
  const shift = (a - c) / (2 * (a - 2 * b + c));
  return ((peak + shift) * rate) / (power.length * 2);
}

/** Root mean square relative to full scale, dBFS: a full-scale sine has −3.01. */
export function rmsDb(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0);
  return 10 * Math.log10(sum / samples.length + 1e-12);
}

/** How much of the power lies above a frequency, dB relative to all of it. */
export function shareAboveDb(samples: Float32Array, rate: number, frequency: number): number {
  const power = powerSpectrum(samples);
  const from = Math.ceil((frequency * power.length * 2) / rate);
  const total = power.reduce((sum, value) => sum + value, 0);
  const above = power.subarray(from).reduce((sum, value) => sum + value, 0);
  return 10 * Math.log10(above / total + 1e-12);
}

/** In-place radix-2 Cooley–Tukey transform. */
function fft(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i += 1) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] ?? 0, re[i] ?? 0];
      [im[i], im[j]] = [im[j] ?? 0, im[i] ?? 0];
    }
  }
  for (let length = 2; length <= size; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    for (let start = 0; start < size; start += length) {
      for (let k = 0; k < length / 2; k += 1) {
        const [cos, sin] = [Math.cos(angle * k), Math.sin(angle * k)];
        const [p, q] = [start + k, start + k + length / 2];
        const tre = (re[q] ?? 0) * cos - (im[q] ?? 0) * sin;
        const tim = (re[q] ?? 0) * sin + (im[q] ?? 0) * cos;
        re[q] = (re[p] ?? 0) - tre;
        im[q] = (im[p] ?? 0) - tim;
        re[p] = (re[p] ?? 0) + tre;
        im[p] = (im[p] ?? 0) + tim;
      }
    }
  }
}
