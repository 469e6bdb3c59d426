/** What the options that print something and end do. */

import { helpText } from './cli.js';
import type { Action } from './config/command-line.js';
import type { Config } from './config/types.js';
import { HttpServer } from './http/server.js';
import type { Logger } from './log/logger.js';
import { loadSources } from './pipelines/catalog.js';
import { listSources as listed } from './sources/listing.js';
import { describeDevices } from './startup/choose-source.js';
import { examine, examineMachine } from './doctor/doctor.js';
import { describeFindings } from './doctor/finding.js';
import { checkPipeline } from './startup/check-pipeline.js';
import { prepare } from './startup/prepare.js';
import { version } from './startup/version.js';

export interface Outcome {
  /** What to print. */
  text: string;
  /** Whether all was well with what was asked about. */
  isFine: boolean;
}

/**
 * @throws AppError where what was asked for cannot be found out or does not hold
 */
export async function runCommand(
  action: Exclude<Action, 'run' | 'pick'>,
  subject: string,
  config: Config,
  log: Logger,
): Promise<Outcome> {
  switch (action) {
    case 'help':
      return fine(helpText());
    case 'version':
      return fine(version);
    case 'list-sources':
      return fine(listSources(config));
    case 'list-devices':
      return fine(await listDevices(config, log));
    case 'check':
      return fine(await check(config, log));
    case 'check-pipeline':
      return checkPipeline(subject, config, log);
    case 'doctor':
      return doctor(config, log);
  }
}

function fine(text: string): Outcome {
  return { text, isFine: true };
}

async function doctor(config: Config, log: Logger): Promise<Outcome> {
  const findings = await examine(config, () => tryPort(config, log), log);
  const problems = findings.filter(({ verdict }) => verdict === 'problem').length;
  const summary =
    problems === 0 ? 'Nothing is wrong.' : `${problems} thing${problems === 1 ? ' is' : 's are'} wrong.`;
  return { text: `${describeFindings(findings)}\n${summary}`, isFine: problems === 0 };
}

/** @throws AppError `port-in-use` */
async function tryPort({ server: { host, port } }: Config, log: Logger): Promise<void> {
  const http = new HttpServer((_, response) => response.end(), log);
  await http.listen(host, port);
  await http.close();
}

function listSources({ pipelines }: Config): string {
  // Without an engine: which elements are missing is told by --check and by the page.
  const lines = listed(loadSources(pipelines.folder), []).map(
    ({ name, title, kind, description, problem }) =>
      problem === undefined
        ? `  ${name.padEnd(14)}${title} (${kind})\n${' '.repeat(16)}${description}`
        : `  ${name.padEnd(14)}not usable: ${problem}`,
  );
  return ['Sources (--source NAME):', ...lines].join('\n');
}

async function listDevices(config: Config, log: Logger): Promise<string> {
  // A device that was asked for and is not there must not keep the list from being shown.
  const { engine } = await prepare(
    {
      ...config,
      source: { ...config.source, name: 'auto', parameters: {}, inputDevice: '', sineWave: false },
      processing: { filters: '', parameters: {} },
    },
    log,
  );
  try {
    return describeDevices(await engine.devices());
  } finally {
    await engine.close();
  }
}

async function check(config: Config, log: Logger): Promise<string> {
  const { host, port } = config.server;
  await tryPort(config, log);
  const concerns = examineMachine(config).filter(({ verdict }) => verdict !== 'ok');
  const { engine, info, codecs, catalog, choice } = await prepare(config, log);
  try {
    await engine.setSource(choice.source);
    return [
      'configuration  fine',
      `port           ${host}:${port} is free`,
      `pipelines      ${catalog.sources.size} sources in ${config.pipelines.folder}${catalog.problems.size > 0 ? `, ${catalog.problems.size} files not usable` : ''}`,
      `GStreamer      ${info.gstreamer.join('.')}`,
      `codecs         ${codecs.map(({ name }) => name).join(', ')}`,
      `source         ${choice.source.name}: ${choice.source.title}`,
      ...(choice.warning === undefined ? [] : [`               ${choice.warning}`]),
      ...(concerns.length === 0 ? [] : [describeFindings(concerns)]),
      'Ready to start.',
    ].join('\n');
  } finally {
    await engine.close();
  }
}
