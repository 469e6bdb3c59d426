import { describe, expect, it } from 'vitest';
import type { Captures } from '../../../src/gst/captures.js';
import { SourceObstacle } from '../../../src/gst/source-obstacle.js';
import type { SourceSpec } from '../../../src/engine/protocol.js';

const spec = (kind: SourceSpec['kind']): SourceSpec => ({
  name: kind,
  title: kind,
  kind,
  launch: '',
  properties: {},
});

function obstacle(
  kind: SourceSpec['kind'],
  { any = true, isHung = false, isAway = false } = {},
): SourceObstacle {
  const server = {
    isHung,
    isAway,
    ask: () => undefined,
    expect: () => undefined,
    endUnconnected: () => undefined,
  };
  const made = new SourceObstacle(server);
  made.watch(spec(kind), { any, needed: undefined } as Captures);
  return made;
}

describe('what stands against a source', () => {
  it('is nothing where no sound server is used, even when that hangs', () => {
    expect(obstacle('test', { any: false, isHung: true }).reason).toBeUndefined();
    expect(obstacle('application', { any: false }).reason).toBeUndefined();
  });

  it('is a server that does not answer', () => {
    expect(obstacle('system', { isHung: true }).reason).toMatch(/does not answer/);
  });

  it('is that there is no server, as each try would leave a thread behind', () => {
    expect(obstacle('system', { isAway: true }).reason).toMatch(/no sound server to connect to/);
    expect(obstacle('test', { any: false, isAway: true }).reason).toBeUndefined();
  });

  it('is that the server knows what is needed not to be there, until it comes', () => {
    const device = obstacle('system');
    expect(device.learn({ isThere: false, reason: 'there is no headphones.monitor' })).toBe(false);
    expect(device.reason).toBe('there is no headphones.monitor');
    expect(device.learn({ isThere: true })).toBe(true);
    expect(device.reason).toBeUndefined();
  });

  it('is for an application also that nobody has told yet, while a device may be tried on the chance', () => {
    expect(obstacle('system').reason).toBeUndefined();
    const application = obstacle('application');
    expect(application.reason).toMatch(/told/);
    application.learn({ isThere: true });
    expect(application.reason).toBeUndefined();
    application.learn(undefined);
    expect(application.reason).toBeDefined();
  });
});
