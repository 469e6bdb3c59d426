import { expect, it } from 'vitest';
import { Gst, type Pipeline } from '../../src/gst/gi.js';
import { startAtZero } from '../../src/gst/mixer-start.js';

/** A live mixer whose first input comes 200 ms after its first output; a message each 100 ms of output. */
const LATE_INPUT = `
  audiomixer name=mixer force-live=true output-buffer-duration=10000000 start-time-selection=zero
  ! audio/x-raw,format=S16LE,rate=48000,channels=2 ! level interval=100000000
  ! opusenc perfect-timestamp=true ! fakesink
  audiotestsrc is-live=true num-buffers=2 ! identity sleep-time=200000 ! mixer.
`;

/** Plays half a second of it. @returns the reason of an error, if one came */
async function play(isSteady: boolean): Promise<string | undefined> {
  Gst.init(null);
  const pipeline = Gst.parseLaunch(LATE_INPUT) as unknown as Pipeline;
  const mixer = pipeline.getByName('mixer');
  const bus = pipeline.getBus();
  if (!mixer || !bus) throw new Error('the pipeline lacks its parts');
  if (isSteady) startAtZero(mixer);
  pipeline.setState(Gst.State.PLAYING);
  let played = 0;
  try {
    while (played < 500) {
      const message = bus.pop();
      if (message?.type === Gst.MessageType.ERROR) return message.parseError()[1] ?? '';
      if (message?.getStructure()?.getName() === 'level') played += 100;
      if (!message) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return undefined;
  } finally {
    pipeline.setState(Gst.State.NULL);
  }
}

it('a mixer goes on where it is when its first input comes late', async () => {
  expect(await play(true)).toBeUndefined();
});

it('which GStreamer left to itself does not: the encoder behind it fails', async () => {
  expect(await play(false)).toMatch(/going too far back in time/);
});
