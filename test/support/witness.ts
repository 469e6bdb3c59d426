import { expect } from 'vitest';
import type { Joined, Program } from './program.js';
import { gapsIn } from './receiver.js';

/**
 * Between two packets, ms. They come each 20 ms; what is measured here includes that the test itself, which
 * attacks, was busy.
 */
const LONGEST_PAUSE = 1000;

/** A listener who notices whether anything done to the program reaches its sound. */
export class Witness {
  private constructor(
    private readonly program: Program,
    private readonly joined: Joined,
  ) {}

  static async of(program: Program): Promise<Witness> {
    const joined = await program.join();
    await joined.receiver.next(5);
    return new Witness(program, joined);
  }

  /**
   * Does this to the program, and fails if a packet is then missing, if the sound paused,
   * if the engine had to be started again, or if a listener stayed.
   */
  async hearsOn<T>(attack: () => Promise<T>): Promise<T> {
    const { packets } = this.joined.receiver;
    const before = await this.program.status();
    await this.joined.receiver.next(1);
    const from = packets.length;
    const result = await attack();
    await this.joined.receiver.next(10);
    const heard = packets.slice(from - 1);
    expect(gapsIn(heard)).toEqual([]);
    const pauses = heard.slice(1).map(({ at }, index) => at - (heard[index]?.at ?? at));
    expect(Math.max(...pauses)).toBeLessThan(LONGEST_PAUSE);
    const after = await this.program.statusWhere(({ listeners }) => listeners.length === 1);
    expect(after.engine).toEqual(before.engine);
    return result;
  }

  async leave(): Promise<void> {
    await this.joined.receiver.close();
  }
}
