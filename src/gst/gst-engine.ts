import type {
  Device,
  EngineEventMap,
  EngineInfo,
  EngineMethods,
  SourceReport,
  SourceSpec,
} from '../engine/protocol.js';
import { Demand } from './demand.js';
import { DeviceMonitor } from './device-monitor.js';
import { DeviceWatch } from './device-watch.js';
import { isDtlsClosed, watchDtls } from './dtls-watch.js';
import type { EncoderBranch } from './encoder-branch.js';
import { FanOut } from './fan-out.js';
import { Gst, type Message } from './gi.js';
import { Inspection } from './inspection.js';
import { Listener } from './listener.js';
import { Loop } from './loop.js';
import { nameOf } from './message.js';
import { dropPacketWait } from './packet-wait.js';
import { Probe } from './probe.js';
import { PulseWatch } from './pulse-watch.js';
import { Processing } from './processing.js';
import { ReportRound } from './report-round.js';
import { SoundPipeline } from './sound-pipeline.js';
import { SourcePlayer } from './source-player.js';
import { warmUp } from './warm-up.js';

type Emit = <E extends keyof EngineEventMap>(event: E, data: EngineEventMap[E]) => void;

type Handlers = {
  [M in Exclude<keyof EngineMethods, 'prepare'>]: (
    params: EngineMethods[M]['params'],
  ) => EngineMethods[M]['result'] | Promise<EngineMethods[M]['result']>;
};

/** The engine: one sound pipeline and everything plugged into it. */
export class GstEngine implements Handlers {
  readonly #sound = new SoundPipeline();
  readonly #loop: Loop;
  readonly #pulseWatch: PulseWatch;
  readonly #source: SourcePlayer;
  readonly #processing: Processing;
  readonly #probe: Probe;
  readonly #demand: Demand;
  readonly #inspections = new Set<Inspection>();
  readonly #deviceWatch: DeviceWatch;
  /** Of Windows; elsewhere the sound server tells. */
  readonly #deviceMonitor: DeviceMonitor | undefined;
  readonly #listeners = new Map<string, Listener>();
  #fanOut: FanOut | undefined;
  #reports: ReportRound | undefined;

  constructor(
    private readonly emit: Emit,
    /** Called when the fixed part of the pipeline broke: only a new process helps. */
    private readonly onFatal: (reason: string) => void,
  ) {
    const bus = this.#sound.pipeline.getBus();
    if (!bus) throw new Error('the pipeline has no bus');
    this.#loop = new Loop(bus, (message) => this.#dispatch(message));
    const onGarbage = () => this.#loop.collectSoon();
    this.#pulseWatch = new PulseWatch({
      onDefaultMonitor: (device) => this.#source.followDefault(device),
      onDevices: () => this.#deviceWatch.alarm(),
      onStream: (place) => this.#source.moved(place),
      onPresence: (presence) => this.#source.found(presence),
    });
    if (process.platform === 'win32')
      this.#deviceMonitor = new DeviceMonitor(() => this.#deviceWatch.alarm());
    this.#deviceWatch = new DeviceWatch(
      () => this.#deviceMonitor?.list() ?? this.#pulseWatch.devices(),
      (devices) => this.emit('devices', devices),
    );
    this.#source = new SourcePlayer(
      this.#sound,
      {
        onState: (state, { name }, reason) =>
          this.emit('source', reason === undefined ? { name, state } : { name, state, reason }),
        onGarbage,
      },
      this.#pulseWatch,
    );
    this.#processing = new Processing(this.#sound, {
      onLevel: (level) => this.emit('level', level),
      onFailure: (name, reason) => this.emit('filter', { name, reason }),
      onGarbage,
    });
    this.#probe = new Probe(this.#sound, this.#pulseWatch, {
      onLevel: (name, level) => this.emit('probe', { name, ...level }),
      onFailure: (name, reason) =>
        this.emit('log', { level: 'debug', message: `probe of ${name}: ${reason}` }),
      onGarbage,
    });
    this.#demand = new Demand((isWanted) => this.#source.want(isWanted));
  }

  async start(params: EngineMethods['start']['params']): Promise<EngineInfo> {
    const { codecs, elements, keepAlive, liveness } = params;
    const [major, minor, micro] = Gst.version();
    const missingElements = elements.filter((name) => Gst.ElementFactory.find(name) === null);
    const usable = codecs.filter(({ requires }) => !requires.some((name) => missingElements.includes(name)));
    this.#fanOut = new FanOut(this.#sound, usable, () => this.#loop.collectSoon());
    this.#sound.play();
    if (params.warmUp && usable[0] && !missingElements.includes('webrtcbin')) {
      await warmUp(this.#sound, this.#fanOut, usable[0].name);
      this.#loop.collectSoon();
    }
    if (keepAlive) this.#demand.keepAlive();
    this.#reports = new ReportRound(
      liveness,
      () => this.#listeners.values(),
      (stats) => this.emit('stats', stats),
    );
    if (process.platform !== 'win32') await this.#pulseWatch.start();
    await this.#deviceWatch.current();
    return { gstreamer: [major, minor, micro], missingElements };
  }

  setSource(spec: SourceSpec): null {
    this.#source.play(spec);
    return null;
  }

  setProcessing(filters: EngineMethods['setProcessing']['params']): null {
    this.#processing.use(filters);
    return null;
  }

  setMetering({ on }: { on: boolean }): null {
    this.#processing.metering = on;
    return null;
  }

  probe(sources: SourceSpec[]): null {
    this.#probe.use(sources, this.#pulseWatch.defaultMonitor);
    return null;
  }

  async inspect(source: SourceSpec): Promise<SourceReport> {
    const inspection = new Inspection(source, this.#sound, this.#pulseWatch.defaultMonitor);
    this.#inspections.add(inspection);
    try {
      return await inspection.report;
    } finally {
      this.#inspections.delete(inspection);
      this.#loop.collectSoon();
    }
  }

  devices(): Promise<Device[]> {
    return this.#deviceWatch.current();
  }

  async open({ id, plan }: EngineMethods['open']['params']): Promise<EngineMethods['open']['result']> {
    if (!this.#fanOut) throw new Error('the engine was not started');
    const listener = new Listener(id, this.#sound, this.#fanOut, plan, {
      onConnected: () => {
        // Not before: capture starts for nobody whose certificate was not checked.
        this.#demand.add(listener);
        this.emit('connected', { id });
      },
      onEnded: (reason) => {
        this.#forget(listener, id);
        this.emit('ended', { id, reason });
      },
    });
    this.#listeners.set(listener.name, listener);
    try {
      return { sdp: await listener.answer(), origin: listener.origin };
    } catch (error) {
      listener.close();
      this.#forget(listener, id);
      throw error;
    }
  }

  close({ id }: { id: string }): null {
    const listener = this.#listeners.get(`listener-${id}`);
    listener?.close();
    if (listener) this.#forget(listener, id);
    return null;
  }

  ping(): null {
    return null;
  }

  stop(): null {
    for (const listener of this.#listeners.values()) listener.close();
    this.#listeners.clear();
    this.#reports?.close();
    this.#demand.close();
    this.#pulseWatch.close();
    this.#deviceWatch.close();
    this.#deviceMonitor?.close();
    this.#probe.close();
    for (const inspection of this.#inspections) inspection.close();
    this.#source.close();
    this.#processing.close();
    this.#fanOut?.close();
    this.#loop.close();
    this.#sound.close();
    return null;
  }

  #forget(listener: Listener, id: string): void {
    if (this.#listeners.get(listener.name) === listener) this.#listeners.delete(`listener-${id}`);
    this.#demand.remove(listener);
    this.#loop.collectSoon();
  }

  #dispatch(message: Message): void {
    // The source player last among these: it takes late messages of any source bin for its own.
    const inspections = [...this.#inspections];
    if (inspections.some((inspection) => inspection.handle(message))) return;
    if (this.#probe.handle(message) || this.#source.handle(message) || this.#processing.handle(message))
      return;
    if (message.type === Gst.MessageType.PROPERTY_NOTIFY) {
      // Inner DTLS elements have properties of the same names: only webrtcbins are in the map.
      const listener = this.#listeners.get(nameOf(message));
      if (listener) listener.handle(message);
      else if (isDtlsClosed(message)) this.#ownerOf(message)?.hungUp();
    } else if (message.type === Gst.MessageType.STATE_CHANGED) {
      dropPacketWait(message);
      watchDtls(message);
    } else if (message.type === Gst.MessageType.LATENCY) {
      this.#sound.pipeline.recalculateLatency();
    } else if (message.type === Gst.MessageType.ERROR) {
      this.#branchError(message);
    } else if (message.type === Gst.MessageType.WARNING) {
      this.emit('log', { level: 'warn', message: describe(nameOf(message), message.parseWarning()) });
    }
  }

  #branchError(message: Message): void {
    const text = describe(nameOf(message), message.parseError());
    const listener = this.#ownerOf(message);
    this.emit('log', { level: 'error', message: text, ...(listener && { listener: listener.id }) });
    const encoder = this.#fanOut?.encoderOf(message);
    if (listener) listener.fail('branch-failed');
    else if (encoder) this.#endEncoder(encoder);
    else if (this.#sound.isOwn(message)) this.onFatal(text);
  }

  #ownerOf(message: Message): Listener | undefined {
    return [...this.#listeners.values()].find((listener) => listener.owns(message));
  }

  /** Its listeners may join again and get a new one. */
  #endEncoder(encoder: EncoderBranch): void {
    for (const listener of [...this.#listeners.values()]) {
      if (listener.isFedBy(encoder)) listener.fail('branch-failed');
    }
    this.#fanOut?.drop(encoder);
  }
}

function describe(source: string, [error, debug]: [{ message: string | null }, string | null]): string {
  return `${source}: ${error.message ?? 'unknown'}${debug ? ` (${debug.split('\n').at(-1) ?? ''})` : ''}`;
}
