import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../config/types.js';
import type { EngineSupervisor } from '../engine/supervisor.js';
import { AppError } from '../errors.js';
import type { Logger } from '../log/logger.js';
import { loadCatalog } from '../pipelines/catalog.js';
import { chooseSource } from '../startup/choose-source.js';
import { makeEngine } from '../startup/make-engine.js';
import { examineDescriptors } from './descriptors.js';
import { examineDevices } from './devices.js';
import { examineElements } from './elements.js';
import type { Finding } from './finding.js';
import { isMuted } from './is-muted.js';
import { examineNames } from './names.js';
import { examinePort } from './port.js';
import { examineSession } from './session.js';
import { examineSound } from './sound.js';

/** Looks at everything that can keep sound or listeners away, and goes on after each thing that does. */
export async function examine(config: Config, listen: () => Promise<void>, log: Logger): Promise<Finding[]> {
  return [
    await examinePort(config.server.host, config.server.port, listen),
    ...examineMachine(config),
    ...(await examinePipelines(config, log)),
  ];
}

/** What can be told without an engine. */
export function examineMachine({ server, limits, source }: Config): Finding[] {
  const session = examineSession({
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.() ?? -1,
  });
  return [
    // Without a capture there is nothing that a session would be needed for.
    ...(isCapture(source.name) ? [session] : []),
    examineDescriptors(limitsOfThisProcess(), limits.listeners),
    examineNames({ hostname: hostname(), host: server.host, exists: existsSync }),
  ];
}

/** Everything in the order of a start; what cannot be gone past is the last finding. */
async function examinePipelines(config: Config, log: Logger): Promise<Finding[]> {
  const found: Finding[] = [];
  let engine: EngineSupervisor | undefined;
  try {
    const catalog = loadCatalog(config.pipelines.folder);
    engine = makeEngine(config, catalog, log);
    found.push(...examineElements(await engine.start(), catalog, config.audio.bitrate));
    if (found.some(({ verdict }) => verdict === 'problem')) return found;
    const devices = await engine.devices();
    found.push(examineDevices(devices, isCapture(config.source.name)));
    const { source } = chooseSource(config.source, catalog, devices);
    found.push(examineSound(source, await engine.inspect(source), await isMuted()));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    found.push({ topic: 'start', verdict: 'problem', says: error.title, fix: error.message });
  } finally {
    await engine?.close();
  }
  return found;
}

/** Whether what is asked for needs a sound server. */
function isCapture(source: string): boolean {
  return ['auto', 'system', 'microphone', 'application'].includes(source);
}

function limitsOfThisProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
