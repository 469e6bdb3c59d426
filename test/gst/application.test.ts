import { describe, expect, it } from 'vitest';
import { chooseApplication } from '../support/choose-application.js';
import { Listening, OTHER, PRIVATE, SECOND, TONE, UNHEARD } from '../support/listening.js';
import { PipeWireServer } from '../support/pipewire-server.js';
import { onlyPulseAudio } from '../support/sound-servers.js';

describe('one application, on PipeWire', () => {
  const listening = Listening.inEachTest(() => PipeWireServer.start());

  it('is heard alone, leaves silence when it ends, and is heard again when it plays again', async () => {
    await listening.furnish();
    const end = listening.play('speakers', TONE, 'Jukebox');
    listening.play('speakers', OTHER, 'Browser');
    const { program, receiver } = await listening.listen('--source', 'silence');
    await receiver.next(SECOND / 2);
    const chosen = performance.now();
    expect((await chooseApplication(program, 'Jukebox')).status).toBe(200);
    await program.statusWhere(({ source }) => source.name === 'application' && source.state === 'running');
    await receiver.next(SECOND);

    await end();
    const ended = performance.now();
    expect(await listening.isIn(program, 'waiting')).not.toBe('');
    await receiver.next(SECOND);
    expect(await listening.isIn(program, 'waiting')).toBe('no application named "Jukebox" plays');
    const again = performance.now();
    listening.play('speakers', TONE, 'Jukebox');
    await listening.isIn(program, 'running');
    await receiver.next(SECOND);

    const heard = await listening.heardBy(receiver);
    expect(heard.heardAfter(chosen, TONE)).toBeLessThan(1000 + listening.grace(chosen));
    expect(heard.loudest(TONE, ended + 200, again)).toBeLessThan(-100);
    expect(heard.heardAfter(again, TONE)).toBeLessThan(2000 + listening.grace(again));
    expect(heard.loudest(OTHER)).toBeLessThan(UNHEARD);
  });

  it('stays connected to its own output, as often as it begins while it is waited for', async () => {
    const { server } = listening;
    await server.loadNullSink('speakers');
    await server.setDefaultSink('speakers');
    const { program } = await listening.listen('--source', 'silence');
    await chooseApplication(program, 'Jukebox');
    for (let round = 0; round < 8; round += 1) {
      const end = listening.play('speakers', TONE, 'Jukebox');
      await listening.isIn(program, 'running');
      const [output] = /^\d+(?=\tspeakers)/m.exec(await server.pactl('list', 'short', 'sinks')) ?? [];
      expect((await server.pactl('list', 'short', 'sink-inputs')).split('\t')[1]).toBe(output);
      await end();
      await listening.isIn(program, 'waiting');
    }
  });

  it('is silence while it does not play, and when it is a microphone', async () => {
    await listening.furnish();
    const { program, receiver } = await listening.listen('--source', 'application');
    await listening.isIn(program, 'waiting');
    await receiver.next(SECOND / 2);
    expect((await chooseApplication(program, 'microphone')).status).toBe(200);
    await program.statusWhere(({ source: { reason } }) => reason?.includes('microphone') ?? false);
    await receiver.next(SECOND);

    expect((await listening.heardBy(receiver)).loudest(PRIVATE)).toBeLessThan(-100);
  });
});

describe.each(onlyPulseAudio())('one application, on %s', (_, start) => {
  const listening = Listening.inEachTest(start);

  it('is no source there, and the reason says so', async () => {
    const { program } = await listening.listen('--source', 'application');
    expect(await listening.isIn(program, 'waiting')).toContain('PulseAudio cannot');
  });
});
