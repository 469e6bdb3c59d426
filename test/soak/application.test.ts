import { describe, expect, it } from 'vitest';
import { chooseApplication } from '../support/choose-application.js';
import { Listening, TONE } from '../support/listening.js';
import { PipeWireServer } from '../support/pipewire-server.js';

describe('one application, on PipeWire', () => {
  const listening = Listening.inEachTest(() => PipeWireServer.start());

  it('is connected to its own output as often as it begins while it is waited for', async () => {
    await listening.server.loadNullSink('speakers');
    await listening.server.setDefaultSink('speakers');
    const { program } = await listening.listen('--source', 'silence');
    await chooseApplication(program, 'Jukebox');
    for (let round = 0; round < 8; round += 1) {
      const end = listening.play('speakers', TONE, 'Jukebox');
      await listening.isIn(program, 'running');
      const [output] =
        /^\d+(?=\tspeakers)/m.exec(await listening.server.pactl('list', 'short', 'sinks')) ?? [];
      expect((await listening.server.pactl('list', 'short', 'sink-inputs')).split('\t')[1]).toBe(output);
      await end();
      await listening.isIn(program, 'waiting');
    }
  });
});
