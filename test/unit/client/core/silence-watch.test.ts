import { beforeEach, describe, expect, it } from 'vitest';
import { SilenceWatch } from '../../../../client/src/core/silence-watch.js';

let said: string[];
let watch: SilenceWatch;

beforeEach(() => {
  said = [];
  watch = new SilenceWatch({ silent: () => said.push('silent'), heard: () => said.push('heard') });
});

function push(peak: number | null, seconds: number): void {
  for (let i = 0; i < seconds; i++) watch.push(peak, 1);
}

describe('SilenceWatch', () => {
  it('speaks after four seconds of silence, again every ten, and when it is heard again', () => {
    push(-120, 3);
    expect(said).toEqual([]);
    push(-120, 1);
    expect(said).toEqual(['silent']);
    push(-120, 10);
    expect(said).toEqual(['silent', 'silent']);
    push(-20, 2);
    expect(said).toEqual(['silent', 'silent', 'heard']);
  });

  it('is not disturbed by short pauses, nor by what cannot be read', () => {
    for (let i = 0; i < 5; i++) {
      push(-120, 3);
      push(-20, 1);
    }
    push(null, 20);
    expect(said).toEqual([]);
  });

  it('begins anew after a reset', () => {
    push(-120, 3);
    watch.reset();
    push(-120, 3);
    expect(said).toEqual([]);
  });
});
