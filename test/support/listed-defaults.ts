import type { ListedDefault } from '../../src/api.js';

/** Some of what new listeners get, one of each kind. */
export const listedDefaults: ListedDefault[] = [
  {
    name: 'preferred-codec',
    type: 'string',
    description: 'Codec for every listener who offers it.',
    default: 'opus',
    enum: ['opus', 'pcmu', 'pcma', 'g722'],
    value: 'opus',
  },
  {
    name: 'audio-bitrate',
    type: 'integer',
    description: 'Bit rate of the Opus encoder.',
    default: 96_000,
    minimum: 6000,
    maximum: 510_000,
    value: 96_000,
  },
  {
    name: 'opus-maxaveragebitrate',
    type: 'integer',
    description: 'Upper limit of the Opus bit rate.',
    default: null,
    minimum: 6000,
    maximum: 510_000,
    nullable: true,
    value: 64_000,
  },
  {
    name: 'opus-usedtx',
    type: 'boolean',
    description: 'Send next to nothing while it is silent.',
    default: true,
    value: true,
  },
];
