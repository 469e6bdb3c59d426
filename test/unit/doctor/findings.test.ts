import { describe, expect, it } from 'vitest';
import type { SourceReport, SourceSpec } from '../../../src/engine/protocol.js';
import { AppError } from '../../../src/errors.js';
import { examineDescriptors } from '../../../src/doctor/descriptors.js';
import { examineDevices } from '../../../src/doctor/devices.js';
import { examineElements } from '../../../src/doctor/elements.js';
import { describeFindings } from '../../../src/doctor/finding.js';
import { examineNames } from '../../../src/doctor/names.js';
import { examinePort } from '../../../src/doctor/port.js';
import { examineSession } from '../../../src/doctor/session.js';
import { examineSound } from '../../../src/doctor/sound.js';

describe('the session', () => {
  const user = { platform: 'linux' as const, uid: 1000, env: { XDG_RUNTIME_DIR: '/run/user/1000' } };

  it('is fine for a user who has one, or names a server', () => {
    expect(examineSession(user).verdict).toBe('ok');
    const named = { ...user, uid: 0, env: { PULSE_SERVER: 'tcp:host' } };
    expect(examineSession(named)).toMatchObject({
      verdict: 'ok',
      says: expect.stringContaining('tcp:host') as string,
    });
    expect(examineSession({ ...user, platform: 'win32', env: {} }).verdict).toBe('ok');
  });

  it.each([
    [{ uid: 0, env: {} }, 'as root or as a system service'],
    [{ uid: 1000, env: { XDG_RUNTIME_DIR: '' } }, 'outside of a login session'],
    [
      { uid: 0, env: { XDG_RUNTIME_DIR: '/run/user/1000' } },
      'the session of user 1000, and Earshot runs as user 0',
    ],
  ])('is a problem for %j, with the way out', (who, words) => {
    const finding = examineSession({ ...user, ...who });
    expect(finding.verdict).toBe('problem');
    expect(finding.says).toContain(words);
    expect(finding.fix).toContain('systemctl --user');
  });
});

describe('the limit of descriptors', () => {
  const limits = (soft: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax open files            ${soft}  4096  files\n`;

  it('is fine where it suffices or is not known', () => {
    expect(examineDescriptors(limits('1024'), 32).verdict).toBe('ok');
    expect(examineDescriptors(limits('unlimited'), 1000).verdict).toBe('ok');
    expect(examineDescriptors('', 1000).verdict).toBe('ok');
  });

  it('is a problem where it does not, with what would', () => {
    expect(examineDescriptors(limits('256'), 32)).toMatchObject({
      verdict: 'problem',
      fix: expect.stringContaining('ulimit -n 534') as string,
    });
  });
});

describe('names', () => {
  const naming = { hostname: 'desk.example', host: '0.0.0.0', exists: () => false };

  it('are of no concern while only this machine is served', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1'])
      expect(examineNames({ ...naming, host }).verdict).toBe('ok');
  });

  it('are told as mDNS has them where it runs', () => {
    expect(examineNames({ ...naming, exists: () => true })).toMatchObject({
      verdict: 'ok',
      says: expect.stringContaining('desk.local') as string,
    });
  });

  it('are noted where nothing answers mDNS', () => {
    expect(examineNames(naming)).toMatchObject({
      verdict: 'note',
      fix: expect.stringContaining('avahi') as string,
    });
  });
});

describe('the port', () => {
  it('is fine where it can be had, and a problem with the way out where not', async () => {
    expect((await examinePort('::1', 80, () => Promise.resolve())).verdict).toBe('ok');
    const taken = () => Promise.reject(new AppError('port-in-use', 'choose --port 81'));
    expect(await examinePort('::1', 80, taken)).toMatchObject({
      verdict: 'problem',
      fix: expect.stringContaining('--port 81') as string,
    });
  });

  it('hides no defect', async () => {
    await expect(examinePort('::1', 80, () => Promise.reject(new Error('defect')))).rejects.toThrow('defect');
  });
});

describe('elements', () => {
  const codec = {
    name: 'opus' as const,
    title: 'Opus',
    encodingName: 'OPUS',
    clockRate: 48_000,
    encode: '',
    payload: '',
    requires: ['opusenc'],
  };
  const catalog = {
    codecs: [codec],
    sources: new Map(),
    filters: [],
    problems: new Map(),
    places: new Map(),
  };

  it('are fine when all are there', () => {
    const info = { gstreamer: [1, 22, 0] as [number, number, number], missingElements: [] };
    expect(examineElements(info, catalog, 96_000)).toEqual([
      { topic: 'GStreamer', verdict: 'ok', says: '1.22.0 with opus' },
    ]);
  });

  it.each([
    [[1, 22, 0], ['webrtcbin']],
    [[1, 22, 0], ['opusenc']],
    [[1, 18, 0], []],
  ] as const)('of GStreamer %j without %j are a problem', (gstreamer, missing) => {
    const info = { gstreamer: [...gstreamer] as [number, number, number], missingElements: [...missing] };
    const [finding] = examineElements(info, catalog, 96_000);
    expect(finding).toMatchObject({
      verdict: 'problem',
      fix: expect.stringContaining('setup.mjs') as string,
    });
  });
});

describe('devices', () => {
  const output = { id: 'a.monitor', name: 'Loud', kind: 'system', isDefault: true, channels: 2 } as const;

  it('are fine with an output', () => {
    expect(examineDevices([output], true)).toMatchObject({
      verdict: 'ok',
      says: '1 outputs, 0 inputs; default output: Loud',
    });
  });

  it('are a problem with inputs alone, or none, and a note where nothing is to be captured', () => {
    expect(examineDevices([{ ...output, kind: 'microphone' }], true).verdict).toBe('problem');
    expect(examineDevices([], true).verdict).toBe('problem');
    expect(examineDevices([], false).verdict).toBe('note');
    expect(examineDevices([], true).fix).not.toBe('');
  });
});

describe('the sound', () => {
  const source: SourceSpec = {
    name: 'system',
    title: 'This computer',
    kind: 'system',
    launch: '',
    properties: {},
  };
  const report = (change: Partial<SourceReport>): SourceReport => ({
    level: { rms: [-20, -20], peak: [-10, -12] },
    caps: null,
    latencyMs: null,
    startMs: 10,
    error: null,
    ...change,
  });
  const silence = { rms: [-120, -120], peak: [-120, -120] };

  it('is fine where it is heard', () => {
    expect(examineSound(source, report({}), undefined)).toEqual({
      topic: 'sound',
      verdict: 'ok',
      says: 'This computer (system) is heard, peak -10.0 dBFS',
    });
  });

  it('is a problem where the source fails, or the output is muted', () => {
    expect(examineSound(source, report({ error: 'refused' }), undefined)).toMatchObject({
      verdict: 'problem',
      says: expect.stringContaining('refused') as string,
    });
    expect(examineSound(source, report({ level: silence }), true).verdict).toBe('problem');
  });

  it('is a note where it is silent, or nothing comes, as nothing may play', () => {
    expect(examineSound(source, report({ level: silence }), false).verdict).toBe('note');
    expect(examineSound(source, report({ level: null, startMs: null }), undefined).verdict).toBe('note');
    const microphone = { ...source, kind: 'microphone' as const };
    expect(examineSound(microphone, report({ level: silence }), true).verdict).toBe('note');
  });
});

it('is written as a list with what to do below each', () => {
  expect(
    describeFindings([
      { topic: 'port', verdict: 'ok', says: 'free' },
      { topic: 'sound', verdict: 'problem', says: 'muted', fix: 'Unmute it.' },
    ]),
  ).toBe(
    [
      'port           ok       free',
      'sound          PROBLEM  muted',
      '                        → Unmute it.',
    ].join('\n'),
  );
});
