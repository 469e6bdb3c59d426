import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { gstreamerWithout } from '../support/gst-plugins.js';
import { Program } from '../support/program.js';
import { PulseServer } from '../support/pulse-server.js';
import { tempFolder } from '../support/temp-folder.js';

let pulse: PulseServer;
beforeAll(async () => {
  pulse = await PulseServer.start();
  await pulse.loadNullSink('speakers');
  await pulse.setDefaultSink('speakers');
});
afterAll(() => pulse.close());

async function doctor(env: NodeJS.ProcessEnv, ...args: string[]) {
  const { code, output } = await Program.run({ env, args: ['doctor', ...args] });
  return { code, output };
}

describe('earshot doctor', () => {
  it('finds nothing wrong where music plays, and says that it is heard', async () => {
    onTestFinished(pulse.playTone('speakers', 440));
    const { code, output } = await doctor(pulse.env);
    expect(output).toMatch(/^audio server +ok .*default output: /m);
    expect(output).toMatch(/^sound +ok .*is heard, peak -\d/m);
    expect(output).toMatch(/^GStreamer +ok .*opus/m);
    expect(output).toMatch(/^port +ok /m);
    expect(output).toMatch(/^descriptors +ok /m);
    expect(output).toMatch(/Nothing is wrong\.$/);
    expect(code).toBe(0);
  });

  it('notes that nothing plays', async () => {
    const { code, output } = await doctor(pulse.env);
    expect(output).toMatch(/^sound +note .*just now\n +→ Play something\./m);
    expect(code).toBe(0);
  });

  it('finds that the default output is muted', async () => {
    await pulse.pactl('set-sink-mute', 'speakers', '1');
    onTestFinished(async () => void (await pulse.pactl('set-sink-mute', 'speakers', '0')));
    onTestFinished(pulse.playTone('speakers', 440));
    const { code, output } = await doctor(pulse.env);
    expect(output).toMatch(/^sound +PROBLEM .*muted\n +→ Unmute it/m);
    expect(output).toMatch(/1 thing is wrong\.$/);
    expect(code).toBe(1);
  });

  it('finds that no audio server answers, which is no problem for a test tone', async () => {
    const { code, output } = await doctor({ XDG_RUNTIME_DIR: '/nonexistent' });
    expect(output).toMatch(/^audio server +PROBLEM +No capture device was found/m);
    expect(output).toMatch(/^ +→ Start one, or run Earshot in the session/m);
    expect(code).toBe(1);

    const tone = await doctor({}, '--source', 'test-tone');
    expect(tone.output).toMatch(/^audio server +note /m);
    expect(tone.output).toMatch(/^sound +ok +Test tone/m);
    expect(tone.code).toBe(0);
  });

  it.each([
    ['webrtc', /^GStreamer +PROBLEM .*webrtcbin.*\n +→ .*setup\.mjs/m, 1],
    ['opus', /^codecs +note +codec opus is left out/m, 0],
  ])('finds that the plugin %s is missing', async (plugin, words, exit) => {
    const { code, output } = await doctor(gstreamerWithout(plugin), '--source', 'test-tone');
    expect(output).toMatch(words);
    expect(code).toBe(exit);
  });

  it('finds that the port is taken, and goes on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const port = String((other.address() as AddressInfo).port);
    const { code, output } = await doctor({}, '--source', 'test-tone', '--port', port);
    expect(output).toMatch(/^port +PROBLEM .*\n +→ .*choose another with --port/m);
    expect(output).toMatch(/^sound +ok /m);
    expect(code).toBe(1);
  });

  it('finds that a configured device is not there', async () => {
    const { code, output } = await doctor(pulse.env, '--input-device', 'gramophone');
    expect(output).toMatch(/^start +PROBLEM +No such input device\n +→ There is no device "gramophone"/m);
    expect(code).toBe(1);
  });

  it('--check has its concerns about the machine, too', async () => {
    const config = join(tempFolder({ 'client.conf': 'autospawn = no\n' }), 'client.conf');
    const env = { XDG_RUNTIME_DIR: '/run/user/77777', PULSE_SERVER: '', PULSE_CLIENTCONFIG: config };
    const { output } = await Program.run({ env, args: ['--check'] });
    expect(output).toMatch(/^session +PROBLEM .*the session of user 77777/m);
    expect(output).toContain('Ready to start.');
  });
});
