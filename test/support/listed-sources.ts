import type { ListedParameter, SourceList, SourceStatus } from '../../src/api.js';

const device = (preset: string, description: string): ListedParameter => ({
  name: 'device',
  type: 'string',
  description,
  default: preset,
});

/** What then plays. */
export const listedPlaying: SourceStatus = {
  name: 'system',
  title: 'What this computer plays',
  kind: 'system',
  state: 'running',
  parameters: { device: 'hdmi.monitor', gain: 1, mode: '' },
};

/** What a computer with a sound server may have to offer. */
export const listedSources: SourceList = {
  sources: [
    {
      name: 'system',
      title: 'What this computer plays',
      description: 'The monitor of the default output.',
      kind: 'system',
      active: true,
      state: 'running',
      parameters: [
        device('@DEFAULT_MONITOR@', 'a monitor'),
        { name: 'gain', type: 'number', description: 'factor', default: 1, minimum: 0, maximum: 10 },
        { name: 'mode', type: 'string', description: 'how', default: '', enum: ['soft', 'hard'] },
      ],
    },
    {
      name: 'microphone',
      title: 'Microphone',
      description: 'The default input.',
      kind: 'microphone',
      active: false,
      state: 'idle',
      parameters: [device('@DEFAULT_SOURCE@', 'an input')],
    },
    {
      name: 'radio',
      title: 'Radio',
      description: '',
      kind: 'network',
      active: false,
      state: 'failed',
      parameters: [],
      problem: 'The element souphttpsrc is missing.',
    },
  ],
  devices: [
    {
      index: 0,
      id: 'hdmi.monitor',
      name: 'HDMI',
      kind: 'system',
      channels: 2,
      isDefault: true,
      active: true,
      state: 'running',
    },
    {
      index: 1,
      id: 'usb.monitor',
      name: 'USB',
      kind: 'system',
      channels: 2,
      isDefault: false,
      active: false,
      state: 'idle',
    },
    {
      index: 2,
      id: 'webcam',
      name: 'Webcam',
      kind: 'microphone',
      channels: 1,
      isDefault: true,
      active: false,
      state: 'idle',
    },
  ],
};
