import type { SourceList } from '../../src/api.js';

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
      parameters: [],
    },
    {
      name: 'microphone',
      title: 'Microphone',
      description: 'The default input.',
      kind: 'microphone',
      active: false,
      state: 'idle',
      parameters: [],
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
  ],
};
