import { expect } from 'vitest';
import type { Joined, Program } from './program.js';
import { gapsIn } from './receiver.js';

/** ms of sound in a packet. */
const PTIME = 20;

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
   * Does this to the program, and fails if a packet is then missing, if sound came slower than it is made,
   * if the engine had to be started again, or if a listener stayed.
   */
  async hearsOn<T>(attack: () => Promise<T>): Promise<T> {
    const { packets } = this.joined.receiver;
    const before = await this.program.status();
    await this.joined.receiver.next(1);
    const from = packets.length;
    const start = performance.now();
    const result = await attack();
    await this.joined.receiver.next(10);
    const elapsed = performance.now() - start;
    expect(gapsIn(packets.slice(from - 1))).toEqual([]);
    expect(packets.length - from).toBeGreaterThan((elapsed / PTIME) * 0.9 - 5);
    const after = await this.program.statusWhere(({ listeners }) => listeners.length === 1);
    expect(after.engine).toEqual(before.engine);
    return result;
  }

  async leave(): Promise<void> {
    await this.joined.receiver.close();
  }
}
