import { describe, expect, it } from 'vitest';
import { RestartPolicy } from '../../../src/engine/restart-policy.js';

/** An engine that lives for so long each time: the delays before its next lives, ms. */
function delaysOf(policy: RestartPolicy, lifetimes: number[]): number[] {
  let now = 1_000_000;
  return lifetimes.map((aliveFor) => {
    now += aliveFor;
    const { delay } = policy.died(now, aliveFor);
    now += delay;
    return delay;
  });
}

describe('an engine that died', () => {
  it('is started again at once, and then ever later', () => {
    expect(delaysOf(new RestartPolicy(), [5000, 10, 10, 10])).toEqual([0, 200, 400, 800]);
  });

  it('is started again at once however often, if it lives for a while each time', () => {
    expect(delaysOf(new RestartPolicy(), Array<number>(10).fill(60_000))).toEqual(Array(10).fill(0));
  });

  it('is given up for a pause after five deaths in a minute, and says so', () => {
    const policy = new RestartPolicy();
    for (let i = 0; i < 4; i += 1) expect(policy.died(i * 14_000, 14_000).isBroken).toBe(false);
    expect(policy.died(4 * 14_000, 14_000)).toEqual({ delay: 30_000, isBroken: true });
  });

  it('is not given up after five deaths in more than a minute', () => {
    const policy = new RestartPolicy();
    for (let i = 0; i < 20; i += 1) expect(policy.died(i * 15_100, 15_100).isBroken).toBe(false);
  });

  it('has one try after a pause; if that dies soon, the next pause is twice as long, up to 5 min', () => {
    const delays = delaysOf(new RestartPolicy(), Array<number>(10).fill(10));
    expect(delays.slice(4)).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it('is trusted again when a try after a pause lived for a minute', () => {
    const policy = new RestartPolicy();
    delaysOf(policy, Array<number>(5).fill(10));
    expect(policy.died(10_000_000, 60_000)).toEqual({ delay: 0, isBroken: false });
    expect(policy.died(10_000_100, 100)).toEqual({ delay: 200, isBroken: false });
  });
});
