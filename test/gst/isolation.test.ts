/** What fails takes nobody else with it. */

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/config/load.js';
import { Program } from '../support/program.js';
import { gapsIn } from '../support/receiver.js';
import { tempFolder, writeFiles } from '../support/temp-folder.js';

/** Buffers of 20 ms until the sick part fails. */
const HEALTHY = 50;

let program: Program;
afterEach(() => program.stop());

/** The pipelines that come with Earshot, with some files in another wording. */
function pipelines(files: Record<string, string>): string {
  const folder = tempFolder();
  cpSync(join(packageRoot(), 'pipelines'), folder, { recursive: true });
  writeFiles(folder, files);
  return folder;
}

function pcmu({ encode = 'mulawenc name=encoder', payload = 'rtppcmupay name=payloader' }): string {
  return `title: Sick
encodingName: PCMU
clockRate: 8000
encode: audioconvert ! audioresample ! audio/x-raw,rate=8000,channels=1 ! ${encode}
payload: ${payload}
requires: [mulawenc, rtppcmupay, identity]
`;
}

describe.each([
  ['an encoder', pcmu({ encode: `mulawenc name=encoder ! identity error-after=${HEALTHY}` })],
  ['a payloader', pcmu({ payload: `rtppcmupay name=payloader ! identity error-after=${HEALTHY}` })],
])('%s that fails', (_, file) => {
  it('ends its own listeners and no other, and those may come back', async () => {
    const folder = pipelines({ 'codecs/pcmu.yaml': file });
    program = await Program.start({ args: ['--source', 'test-tone', '--pipelines', folder] });
    const { engine } = await program.status();
    const healthy = await program.join();
    await healthy.receiver.next(5);
    const from = healthy.receiver.packets.length;

    for (let visit = 0; visit < 2; visit += 1) {
      const sick = await program.join({ codecs: ['pcmu'] });
      await sick.receiver.next(5);
      await program.statusWhere(({ listeners }) => listeners.every(({ codec }) => codec === 'opus'));
      await sick.receiver.close();
    }
    expect(program.output.filter((line) => line.includes('"reason":"branch-failed"'))).toHaveLength(2);

    await healthy.receiver.next(25);
    expect(gapsIn(healthy.receiver.packets.slice(from))).toEqual([]);
    expect((await program.status()).engine).toEqual(engine);
    await healthy.receiver.close();
  });
});

it('a source that fails again and again leaves everybody connected, and the engine alive', async () => {
  const folder = pipelines({
    'sources/sick.yaml': `title: Sick\nkind: test\nlaunch: audiotestsrc is-live=true ! identity error-after=${HEALTHY}\n`,
  });
  program = await Program.start({ args: ['--source', 'sick', '--pipelines', folder, '--no-opus-usedtx'] });
  const { engine } = await program.status();
  const { receiver } = await program.join();
  await receiver.next(1);
  for (let i = 0; i < 2; i += 1) {
    await program.statusWhere(({ source: { state } }) => state === 'waiting');
    await program.statusWhere(({ source: { state } }) => state === 'running');
  }
  await receiver.next(10);
  expect(gapsIn(receiver.packets)).toEqual([]);
  expect((await program.status()).engine).toEqual(engine);
  await receiver.close();
});
