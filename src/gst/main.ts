/** Entry of the engine process: requests come in and answers go out over Node's IPC channel. */

import type { EngineEventMap, EngineMessage, EngineMethods, RequestMessage } from '../engine/protocol.js';
import { goAhead } from './priority.js';

const EXIT_FATAL = 70;

function send(message: EngineMessage): void {
  if (process.connected) process.send?.(message);
}

function emit<E extends keyof EngineEventMap>(event: E, data: EngineEventMap[E]): void {
  send({ event, data } as EngineMessage);
}

// GStreamer must not see the terminal's Ctrl-C: the server ends the engine in order.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

// Before GStreamer starts its threads, which inherit it.
goAhead();
const { Gst } = await import('./gi.js');
Gst.init(null);
const { GstEngine } = await import('./gst-engine.js');

const makeEngine = () =>
  new GstEngine(emit, (reason) => {
    emit('log', { level: 'error', message: `the sound pipeline broke: ${reason}` });
    process.exit(EXIT_FATAL);
  });
let engine = makeEngine();

/** An engine of nobody's starts and stops: plugins, certificate and compiled code stay in the process. */
async function prepare(params: EngineMethods['prepare']['params']): Promise<null> {
  await engine.start(params);
  engine.stop();
  engine = makeEngine();
  return null;
}

async function answer({ request, method, params }: RequestMessage): Promise<void> {
  try {
    const result = await (method === 'prepare'
      ? prepare(params)
      : (engine[method] as (params: unknown) => unknown)(params));
    send({ reply: request, result } as EngineMessage);
    if (method === 'stop') process.disconnect();
  } catch (error) {
    send({ reply: request, error: { message: error instanceof Error ? error.message : String(error) } });
  }
}

process.on('message', (message: RequestMessage) => void answer(message));
// The server is gone: sound must not go on without it.
process.on('disconnect', () => process.exit(0));
