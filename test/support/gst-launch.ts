import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ElementProperties } from '../../src/engine/protocol.js';

const run = promisify(execFile);
/** Longer than any pipeline of a test plays, ms. */
const TIMEOUT_MS = 30_000;

/** What arrives at an encoder. */
export const RAW =
  'audio/x-raw,format=S16LE,rate=48000,channels=2,layout=interleaved,channel-mask=(bitmask)0x3';

/**
 * Runs a pipeline with GStreamer's own program to its end.
 * @param verbose tells the caps of every pad instead of nothing
 * @returns what arrived at standard output
 * @throws Error with GStreamer's words when the pipeline does not parse or run
 */
export async function gstLaunch(description: string, { verbose = false } = {}): Promise<Buffer> {
  const words = description.trim().split(/\s+/);
  const { stdout, stderr } = await run('gst-launch-1.0', [verbose ? '-v' : '-q', ...words], {
    encoding: 'buffer',
    timeout: TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (/ERROR|erroneous|WARNING/.test(stderr.toString())) throw new Error(stderr.toString());
  return stdout;
}

/** A launch text with properties where the engine sets them after parsing. */
export function withProperties(launch: string, properties: ElementProperties): string {
  return Object.entries(properties).reduce((text, [element, values]) => {
    const set = Object.entries(values).map(([property, value]) => `${property}=${String(value)}`);
    return text.replace(`name=${element}`, [`name=${element}`, ...set].join(' '));
  }, launch);
}

/** Names of an element's properties. @throws Error when there is no such element */
export async function propertiesOf(element: string): Promise<string[]> {
  const { stdout } = await run('gst-inspect-1.0', [element], {
    timeout: TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
  });
  const [, list = ''] = stdout.split('\nElement Properties:\n');
  return [...list.matchAll(/^ {2}([a-z][a-z0-9-]*) *:/gm)].map(([, name = '']) => name);
}

/** 16 bit stereo to samples from -1 to 1. */
export function channelsOf(sound: Buffer): { left: Float32Array; right: Float32Array } {
  const length = Math.floor(sound.length / 4);
  const channel = (offset: number) =>
    Float32Array.from({ length }, (_, i) => sound.readInt16LE(4 * i + offset) / 32_768);
  return { left: channel(0), right: channel(2) };
}
