import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ListenerStats, Status } from '../api.js';

/** Seconds. Around what a join takes on a LAN, up to the handshake's limit. */
const JOIN_BUCKETS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10];
const JITTER_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];
const ROUND_TRIP_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** Who listens, how they came, and how their connections do. */
export class ListenerMetrics {
  readonly #joins: Counter<'outcome'>;
  readonly #joinTime: Histogram;
  readonly #packets: Counter;
  readonly #bytes: Counter;
  readonly #lost: Counter;
  readonly #jitter: Histogram;
  readonly #roundTrip: Histogram;
  /** Of those who were connected at the last round. */
  #last: Record<string, ListenerStats> = {};

  constructor(registry: Registry, status: () => Status) {
    const registers = [registry];
    new Gauge({
      name: 'earshot_listeners',
      help: 'Listeners by state.',
      labelNames: ['state'],
      registers,
      collect() {
        for (const state of ['negotiating', 'connecting', 'connected'] as const) {
          this.set({ state }, status().listeners.filter((listener) => listener.state === state).length);
        }
      },
    });
    this.#joins = new Counter({
      name: 'earshot_joins_total',
      help: 'Offers by what became of them: connected, or why not.',
      labelNames: ['outcome'],
      registers,
    });
    this.#joins.inc({ outcome: 'connected' }, 0);
    this.#joinTime = new Histogram({
      name: 'earshot_join_seconds',
      help: 'Time from the offer to the standing connection.',
      buckets: JOIN_BUCKETS,
      registers,
    });
    this.#packets = new Counter({
      name: 'earshot_rtp_packets_sent_total',
      help: 'RTP packets sent, counted every few seconds.',
      registers,
    });
    this.#bytes = new Counter({
      name: 'earshot_rtp_payload_bytes_sent_total',
      help: 'Bytes of RTP payload sent, counted every few seconds.',
      registers,
    });
    this.#lost = new Counter({
      name: 'earshot_rtp_packets_lost_total',
      help: 'RTP packets lost on the way, by the listeners’ receiver reports.',
      registers,
    });
    this.#jitter = new Histogram({
      name: 'earshot_rtp_jitter_seconds',
      help: 'Jitter of the packets’ arrival, by the listeners’ receiver reports.',
      buckets: JITTER_BUCKETS,
      registers,
    });
    this.#roundTrip = new Histogram({
      name: 'earshot_rtp_round_trip_seconds',
      help: 'Time to a listener and back, by the listeners’ receiver reports.',
      buckets: ROUND_TRIP_BUCKETS,
      registers,
    });
  }

  /** @param ms since the offer came */
  joined(outcome: string, ms: number): void {
    this.#joins.inc({ outcome });
    if (outcome === 'connected') this.#joinTime.observe(ms / 1000);
  }

  /** How the connections do that stand now. */
  reported(stats: Record<string, ListenerStats>): void {
    for (const [id, now] of Object.entries(stats)) {
      const last = this.#last[id];
      this.#packets.inc(growth(last?.packetsSent, now.packetsSent));
      this.#bytes.inc(growth(last?.bytesSent, now.bytesSent));
      this.#lost.inc(growth(last?.packetsLost, now.packetsLost));
      if (now.jitterMs !== undefined) this.#jitter.observe(now.jitterMs / 1000);
      if (now.roundTripMs !== undefined) this.#roundTrip.observe(now.roundTripMs / 1000);
    }
    this.#last = stats;
  }
}

/** Late packets can make a receiver count fewer losses than before. */
function growth(before = 0, now = 0): number {
  return Math.max(0, now - before);
}
