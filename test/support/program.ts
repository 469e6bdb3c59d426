import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OfferAnswer, Status } from '../../src/api.js';
import { Receiver, type ReceiverOptions } from './receiver.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const entry = join(root, 'dist/src/main.js');

export interface ProgramOptions {
  args?: string[];
  env?: NodeJS.ProcessEnv;
}

export interface Finished {
  code: number | null;
  output: string;
}

/** An audio server that is not there: no test may hear, or start, the machine's own. */
const NO_AUDIO_SERVER = {
  PULSE_SERVER: 'unix:/nonexistent/earshot-test',
  PIPEWIRE_RUNTIME_DIR: '/nonexistent',
};

/** Most tests kill no engine, and have no use for the time that preparing another one takes. */
const NO_RESERVE = { EARSHOT_ENGINE_RESERVE: 'false' };

/** The real program in a process and a folder of its own, on a free port. */
export class Program {
  readonly output: string[] = [];
  #child: ChildProcess;
  #url = '';
  #token = '';

  private constructor(
    private readonly folder: string,
    { args = [], env = {} }: ProgramOptions,
  ) {
    this.#child = spawn(process.execPath, [entry, '--port', '0', ...args], {
      cwd: folder,
      env: { ...process.env, ...NO_AUDIO_SERVER, ...NO_RESERVE, XDG_STATE_HOME: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Resolves when its page can be opened. */
  static async start(options: ProgramOptions = {}): Promise<Program> {
    const program = new Program(await mkdtemp(join(tmpdir(), 'earshot-')), options);
    await program.#ready();
    return program;
  }

  /** Runs it to its end: for options that print and exit. */
  static async run(options: ProgramOptions = {}): Promise<Finished> {
    const program = new Program(await mkdtemp(join(tmpdir(), 'earshot-')), options);
    program.#collect();
    const [code] = (await once(program.#child, 'close')) as [number | null];
    await rm(program.folder, { recursive: true, force: true });
    return { code, output: program.output.join('\n') };
  }

  get url(): string {
    return this.#url;
  }

  /** What it printed to listen with; empty where it asks for none. */
  get token(): string {
    return this.#token;
  }

  /** Where it keeps tokens and certificate. */
  get stateFolder(): string {
    return join(this.folder, 'earshot');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async status(): Promise<Status> {
    const response = await fetch(`${this.#url}/api/status`, { headers: this.#authorization() });
    return (await response.json()) as Status;
  }

  /** Polls the status until it is as wished. */
  async statusWhere(wish: (status: Status) => boolean, timeoutMs = 10_000): Promise<Status> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const status = await this.status();
      if (wish(status)) return status;
      if (performance.now() > deadline)
        throw new Error(`the status stayed ${JSON.stringify(status, null, 1)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async post(sdp: string): Promise<Response> {
    return fetch(`${this.#url}/offer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#authorization() },
      body: JSON.stringify({ sdp, type: 'offer' }),
    });
  }

  /** A listener that hears this program. */
  async join(options: ReceiverOptions = {}): Promise<Joined> {
    let answer: OfferAnswer | undefined;
    const receiver = await Receiver.connect(async (offer) => {
      const response = await this.post(offer);
      if (response.status !== 200) throw new Error(`offer refused: ${await response.text()}`);
      answer = (await response.json()) as OfferAnswer;
      return answer.sdp;
    }, options);
    if (!answer) throw new Error('no answer');
    return { receiver, answer };
  }

  async leave({ id }: OfferAnswer): Promise<void> {
    await fetch(`${this.#url}/offer/${id}`, { method: 'DELETE', headers: this.#authorization() });
  }

  /** Ends it as a person at the terminal would. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const closed = once(this.#child, 'close');
      this.#child.kill(signal);
      await closed;
    }
    await rm(this.folder, { recursive: true, force: true });
    return this.#child.exitCode;
  }

  #authorization(): Record<string, string> {
    return this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` };
  }

  #collect(): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.output.push(line));
    }
  }

  async #ready(): Promise<void> {
    this.#collect();
    const { stdout } = this.#child;
    if (!stdout) throw new Error('no output');
    const found = new Promise<string>((resolve, reject) => {
      createInterface({ input: stdout }).on('line', (line) => {
        const [url, token = ''] = /^Open (https?:[^\s#]+)(?:#token=(\S+))? /.exec(line)?.slice(1) ?? [];
        if (!url) return;
        this.#token = token;
        resolve(url);
      });
      this.#child.once('close', (code) =>
        reject(new Error(`it ended with code ${String(code)}:\n${this.output.join('\n')}`)),
      );
    });
    this.#url = (await found).replace(/\/$/, '');
  }
}

export interface Joined {
  receiver: Receiver;
  answer: OfferAnswer;
}
