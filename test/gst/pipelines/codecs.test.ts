import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CodecName } from '../../../src/api.js';
import { packageRoot } from '../../../src/config/load.js';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { channelsOf, gstLaunch, propertiesOf, RAW } from '../../support/gst-launch.js';
import { dominantFrequency, rmsDb } from '../../support/spectrum.js';

const { codecs } = loadCatalog(join(packageRoot(), 'pipelines'), 'linux');

/** How the other side undoes each and what its encoder is to work at (RFC 3551, RFC 7587). */
const expected: Record<CodecName, { decode: string; rate: number; channels: number }> = {
  opus: { decode: 'rtpopusdepay ! opusdec', rate: 48_000, channels: 2 },
  g722: { decode: 'rtpg722depay ! avdec_g722', rate: 16_000, channels: 1 },
  pcmu: { decode: 'rtppcmudepay ! mulawdec', rate: 8000, channels: 1 },
  pcma: { decode: 'rtppcmadepay ! alawdec', rate: 8000, channels: 1 },
};

/** A second of the tone, as it comes out of the mixer. */
const TONE = `audiotestsrc freq=440 volume=0.5 samplesperbuffer=480 num-buffers=100 ! ${RAW}`;

describe.each(codecs)('$name', ({ name, encodingName, clockRate, encode, payload, requires }) => {
  const { decode, rate, channels } = expected[name];

  it('encodes at its own rate, and its packets say what the file says', async () => {
    const caps = (
      await gstLaunch(`${TONE} ! ${encode} ! ${payload} ! fakesink`, { verbose: true })
    ).toString();
    const [, intoEncoder = ''] = /:encoder\.GstPad:sink: caps = (.*)/.exec(caps) ?? [];
    expect(intoEncoder).toContain(`rate=(int)${rate}`);
    expect(intoEncoder).toContain(`channels=(int)${channels}`);

    const [, packets = ''] = /:payloader\.GstPad:src: caps = (.*)/.exec(caps) ?? [];
    expect(packets).toContain(`clock-rate=(int)${clockRate}`);
    expect(packets).toContain(`encoding-name=(string)${encodingName}`);
  });

  it('is the tone again when decoded', async () => {
    const sound = await gstLaunch(
      `${TONE} ! ${encode} ! ${payload} ! ${decode} ! audioconvert ! audioresample ! ${RAW} ! fdsink fd=1`,
    );
    const { left } = channelsOf(sound);
    expect(Math.abs(dominantFrequency(left, 48_000) - 440)).toBeLessThan(4.4);
    expect(rmsDb(left.subarray(4800, -4800))).toBeCloseTo(-9, 0);
  });

  it('has elements and properties that exist', async () => {
    const known = new Map(
      await Promise.all(requires.map(async (element) => [element, await propertiesOf(element)] as const)),
    );
    const [, encoder = ''] = /(\S+) name=encoder/.exec(encode) ?? [];
    const [, payloader = ''] = /(\S+) name=payloader/.exec(payload) ?? [];
    expect(known.get(encoder)).toContain('perfect-timestamp');
    expect(known.get(payloader)).toContain('pt');
  });
});

it.each(codecs.filter(({ name }) => name !== 'opus'))('$name takes 64000 bps', async ({ encode }) => {
  const encoded = await gstLaunch(`${TONE} ! ${encode} ! fdsink fd=1`);
  expect(Math.abs(encoded.length - 8000)).toBeLessThan(200);
});
