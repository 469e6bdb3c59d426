import { expect, it, onTestFinished } from 'vitest';
import { pipelinesWith } from '../support/pipelines-with.js';
import { Program } from '../support/program.js';

/** By the bytes that have passed it counts time from 0, which is when Earshot started. */
const LATE = `
title: Tone of the past
kind: test
launch: audiotestsrc is-live=true samplesperbuffer=480 ! audio/x-raw,format=S16LE,rate=48000,channels=1 ! identity datarate=96000
requires: [audiotestsrc, identity]
`;

it('a source whose sound comes too late to be heard is not said to be running', async () => {
  const folder = pipelinesWith({ 'late.yaml': LATE });
  const program = await Program.start({ args: ['--pipelines', folder, '--source', 'late'] });
  onTestFinished(async () => void (await program.stop()));
  const { receiver } = await program.join();
  onTestFinished(() => receiver.close());
  const { source } = await program.statusWhere(
    ({ source: { state } }) => !['idle', 'starting'].includes(state),
  );
  expect(source.state).toBe('waiting');
  expect(source.reason).toContain('too late');
});
