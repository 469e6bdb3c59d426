import { afterEach, describe, expect, it } from 'vitest';
import { Program } from '../support/program.js';
import { decode, payloadBitrate, type ReceivedPacket, type ReceiverOptions } from '../support/receiver.js';
import { shareAboveDb } from '../support/spectrum.js';

let program: Program | undefined;
afterEach(async () => {
  await program?.stop();
  program = undefined;
});

async function listen(
  running: Program,
  count: number,
  options: ReceiverOptions = {},
): Promise<ReceivedPacket[]> {
  const { receiver } = await running.join(options);
  // The encoder's rate control settles within the first packets.
  await receiver.next(25);
  const packets = await receiver.next(count);
  await receiver.close();
  return packets;
}

function within10Percent(rate: number, wished: number): boolean {
  return Math.abs(rate - wished) <= wished / 10;
}

describe('--audio-bitrate', () => {
  it.each([32_000, 64_000, 128_000])('%i bps is what goes over the wire', async (bitrate) => {
    const args = ['--source', 'noise', '--opus-cbr', '--audio-bitrate', String(bitrate)];
    program = await Program.start({ args });
    const rate = payloadBitrate(await listen(program, 100));
    expect(within10Percent(rate, bitrate), `${rate} bps`).toBe(true);
  });

  it('is capped by --opus-maxaveragebitrate', async () => {
    const args = [
      '--source',
      'noise',
      '--opus-cbr',
      '--audio-bitrate',
      '128000',
      '--opus-maxaveragebitrate',
      '40000',
    ];
    program = await Program.start({ args });
    const rate = payloadBitrate(await listen(program, 100));
    expect(within10Percent(rate, 40_000), `${rate} bps`).toBe(true);
  });

  it('is capped by a listener’s own maxaveragebitrate, for that listener alone', async () => {
    program = await Program.start({ args: ['--source', 'noise', '--opus-cbr', '--audio-bitrate', '96000'] });
    const [modest, other] = await Promise.all([
      listen(program, 100, { fmtp: 'minptime=10;useinbandfec=1;maxaveragebitrate=24000' }),
      listen(program, 100),
    ]);
    expect(within10Percent(payloadBitrate(modest), 24_000), `${payloadBitrate(modest)} bps`).toBe(true);
    expect(within10Percent(payloadBitrate(other), 96_000), `${payloadBitrate(other)} bps`).toBe(true);
  });
});

describe('--opus-cbr', () => {
  it('makes all packets equally long', async () => {
    program = await Program.start({ args: ['--source', 'noise', '--opus-cbr'] });
    const sizes = new Set((await listen(program, 50)).map(({ payload }) => payload.length));
    expect(sizes.size).toBe(1);
  });

  it('is off by default, and obeyed when a listener asks for it', async () => {
    program = await Program.start({ args: ['--source', 'noise'] });
    const [free, constant] = await Promise.all([
      listen(program, 50),
      listen(program, 50, { fmtp: 'minptime=10;cbr=1' }),
    ]);
    expect(new Set(free.map(({ payload }) => payload.length)).size).toBeGreaterThan(1);
    expect(new Set(constant.map(({ payload }) => payload.length)).size).toBe(1);
  });
});

describe('--opus-usedtx', () => {
  /** Packets per second of RTP time while silence plays. */
  async function packetRate(args: string[], options: ReceiverOptions = {}): Promise<number> {
    program = await Program.start({ args: ['--source', 'silence', ...args] });
    const { receiver } = await program.join(options);
    // DTX begins after some frames of silence (libopus: ten).
    await receiver.next(15);
    const packets = await receiver.next(6);
    await receiver.close();
    const ticks = ((packets.at(-1)?.timestamp ?? 0) - (packets[0]?.timestamp ?? 0)) >>> 0;
    return (packets.length - 1) / (ticks / 48_000);
  }

  it('lowers the packet rate on silence', async () => {
    expect(await packetRate([])).toBeLessThan(10);
  });

  it('--no-opus-usedtx keeps sending 50 packets a second', async () => {
    expect(await packetRate(['--no-opus-usedtx'])).toBeCloseTo(50, 0);
  });

  it('is off for a listener who offers usedtx=0', async () => {
    expect(await packetRate([], { fmtp: 'usedtx=0' })).toBeCloseTo(50, 0);
  });
});

describe('--opus-maxplaybackrate', () => {
  it.each([
    [8000, 4000],
    [12_000, 6000],
    [16_000, 8000],
    [24_000, 12_000],
  ])('%i leaves nothing above %i Hz', async (rate, limit) => {
    program = await Program.start({ args: ['--source', 'noise', '--opus-maxplaybackrate', String(rate)] });
    const { left } = await decode(await listen(program, 60), 'opus');
    // Filters need some room at the edge.
    expect(shareAboveDb(left, 48_000, limit * 1.1)).toBeLessThan(-40);
    expect(shareAboveDb(left, 48_000, limit / 2)).toBeGreaterThan(-10);
  });

  it('48000 lets everything through that the bit rate can hold', async () => {
    program = await Program.start({ args: ['--source', 'noise', '--audio-bitrate', '128000'] });
    const { left } = await decode(await listen(program, 60), 'opus');
    expect(shareAboveDb(left, 48_000, 12_000)).toBeGreaterThan(-10);
  });

  it('obeys a listener’s own maxplaybackrate, for that listener alone', async () => {
    program = await Program.start({ args: ['--source', 'noise', '--audio-bitrate', '128000'] });
    const [narrow, wide] = await Promise.all([
      listen(program, 60, { fmtp: 'maxplaybackrate=8000' }),
      listen(program, 60),
    ]);
    expect(shareAboveDb((await decode(narrow, 'opus')).left, 48_000, 4400)).toBeLessThan(-40);
    expect(shareAboveDb((await decode(wide, 'opus')).left, 48_000, 12_000)).toBeGreaterThan(-10);
  });
});

describe('--audio-ptime', () => {
  it.each([5, 10, 20, 40])('%i ms of sound are in a packet', async (ptime) => {
    program = await Program.start({ args: ['--source', 'test-tone', '--audio-ptime', String(ptime)] });
    // Browsers offer minptime=10, which is obeyed too.
    const [first, second] = await listen(program, 2, { fmtp: 'useinbandfec=1' });
    expect(((second?.timestamp ?? 0) - (first?.timestamp ?? 0)) >>> 0).toBe(ptime * 48);
  });
});
