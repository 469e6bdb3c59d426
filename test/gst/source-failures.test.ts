import { describe, expect, it } from 'vitest';
import { Listening, OTHER, SECOND, TONE, UNHEARD } from '../support/listening.js';
import { Program } from '../support/program.js';
import type { PulseServer } from '../support/pulse-server.js';
import { lostPackets } from '../support/receiver.js';
import { onlyPulseAudio, soundServers } from '../support/sound-servers.js';

describe.each(soundServers())('on %s', (_, start) => {
  const listening = Listening.inEachTest(start);
  const { play, isIn } = bound(listening);

  it('an output that was chosen leaves silence and a reason when it is unplugged, and is heard within 2 s of its return', async () => {
    const speakers = await listening.furnish();
    const end = play('speakers', TONE);
    const { program, receiver } = await listening.listen('--input-device', 'speakers.monitor');
    await isIn(program, 'running');
    await receiver.next(SECOND / 2);

    await end();
    await listening.server.unload(speakers);
    const unplugged = performance.now();
    await isIn(program, 'waiting');
    await receiver.next(SECOND);
    expect(await isIn(program, 'waiting')).toContain('speakers.monitor');
    const plugged = performance.now();
    await listening.server.loadNullSink('speakers');
    play('speakers', TONE);
    await isIn(program, 'running');
    await receiver.next(SECOND);

    const heard = await listening.heardBy(receiver);
    expect(heard.loudest(TONE, unplugged + 200, plugged)).toBeLessThan(-100);
    expect(heard.heardAfter(plugged, TONE)).toBeLessThan(2000 + listening.grace(plugged));
  });

  it('the default output is followed when another one becomes it', async () => {
    await listening.furnish();
    play('headphones', OTHER);
    const { program, receiver } = await listening.listen();
    await program.statusWhere(({ source: { state } }) => state === 'running' || state === 'silent');
    await receiver.next(SECOND / 2);

    const changed = performance.now();
    await listening.server.setDefaultSink('headphones');
    await receiver.next(2 * SECOND);

    const heard = await listening.heardBy(receiver);
    expect(heard.loudest(OTHER, 0, changed)).toBeLessThan(UNHEARD);
    expect(heard.heardAfter(changed, OTHER)).toBeLessThan(2000 + listening.grace(changed));
  });

  it('the default output is heard within 3 s when the sound server died and is started again', async () => {
    await listening.furnish();
    play('speakers', TONE);
    const { program, receiver } = await listening.listen();
    await isIn(program, 'running');
    await receiver.next(SECOND / 2);

    await listening.server.killDaemons();
    const killed = performance.now();
    await isIn(program, 'waiting');
    await receiver.next(SECOND);
    expect(await isIn(program, 'waiting')).toMatch(/connect/i);
    const { engine } = await program.status();
    await listening.server.startDaemons();
    const started = performance.now();
    await listening.furnish();
    play('speakers', TONE);
    await receiver.next(3 * SECOND);

    const heard = await listening.heardBy(receiver);
    expect(heard.loudest(TONE, killed + 200, started)).toBeLessThan(-100);
    expect(heard.heardAfter(started, TONE)).toBeLessThan(3000 + listening.grace(started));
    expect((await program.status()).engine).toEqual(engine);
  });
});

describe.each(onlyPulseAudio())('on %s, which moves streams to other devices', (_, start) => {
  const listening = Listening.inEachTest(start);
  const { play, isIn } = bound(listening);

  it('an output that was chosen is left for no microphone when that becomes the default input', async () => {
    await listening.furnish();
    await listening.server.pactl('set-default-source', 'speakers.monitor');
    play('speakers', TONE);
    const { program, receiver } = await listening.listen('--input-device', 'speakers.monitor');
    await isIn(program, 'running');
    await receiver.next(SECOND / 2);

    const changed = performance.now();
    await listening.server.pactl('set-default-source', 'microphone');
    await receiver.next(SECOND);

    const heard = await listening.heardBy(receiver);
    expect(heard.missing(TONE, changed, Infinity)).toBeLessThan(500 + listening.grace(changed));
  });

  it('the default output is followed when it is unplugged', async () => {
    const speakers = await listening.furnish();
    play('headphones', OTHER);
    const end = play('speakers', TONE);
    const { program, receiver } = await listening.listen();
    await isIn(program, 'running');
    await receiver.next(SECOND / 2);

    await end();
    const unplugged = performance.now();
    await listening.server.unload(speakers);
    await receiver.next(2 * SECOND);

    const heard = await listening.heardBy(receiver);
    expect(heard.heardAfter(unplugged, OTHER)).toBeLessThan(2000 + listening.grace(unplugged));
  });

  it('the default output is silent while nothing plays, and says so', async () => {
    await listening.furnish();
    const { program } = await listening.listen();
    await isIn(program, 'silent');
    play('speakers', TONE);
    await isIn(program, 'running');
  });

  it('the default output is heard again after the server hung, and meanwhile others may join', async () => {
    await listening.furnish();
    const end = play('speakers', TONE);
    const { program, receiver } = await listening.listen();
    await isIn(program, 'running');
    const { engine } = await program.status();
    await receiver.next(SECOND / 2);

    const server = listening.server as PulseServer;
    const frozen = performance.now();
    server.freeze();
    await isIn(program, 'waiting');
    const late = await program.join();
    expect(lostPackets(await late.receiver.next(SECOND))).toBe(0);
    await late.receiver.close();
    expect(await isIn(program, 'waiting')).toContain('does not answer');
    await receiver.next(SECOND / 2);
    const thawed = performance.now();
    expect(thawed - frozen).toBeGreaterThan(2000);
    server.thaw();
    await end(); // a player may underrun and stay silent after such a time
    play('speakers', TONE);
    await isIn(program, 'running');
    await receiver.next(SECOND);

    const heard = await listening.heardBy(receiver);
    expect(heard.heardAfter(thawed, TONE)).toBeLessThan(2000 + listening.grace(thawed));
    expect((await program.status()).engine).toEqual(engine);
  });

  it('nothing is recorded before somebody listens, and 10 s after the last one left', async () => {
    const { server } = listening;
    await listening.furnish();
    play('speakers', TONE);
    const program = await Program.start({ env: server.env });
    listening.ends(() => program.stop());
    expect(await server.recordings()).toEqual([]);

    const { receiver, answer } = await program.join();
    listening.ends(() => receiver.close());
    await server.changesUntil(async () => (await server.recordings()).length === 1);
    await isIn(program, 'running');
    const left = performance.now();
    await program.leave(answer);
    await server.changesUntil(async () => (await server.recordings()).length === 0);
    const stopped = performance.now();
    expect(stopped - left).toBeGreaterThan(9500);
    expect(stopped - left).toBeLessThan(11_000 + listening.grace(left));
    expect(await isIn(program, 'idle')).toBe('');
  });
});

function bound(listening: Listening) {
  return { play: listening.play.bind(listening), isIn: listening.isIn.bind(listening) };
}
