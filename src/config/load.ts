import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.js';
import { type Action, readCommandLine } from './command-line.js';
import { contradictions } from './cross-checks.js';
import { readEnvironment } from './environment.js';
import { readConfigFile } from './file.js';
import type { Option } from './options.js';
import { emptyConfig, toTree } from './schema.js';
import { defaultStateFolder } from './state-folder.js';
import type { Config } from './types.js';
import type { Value } from './values.js';

const THIS_MACHINE = '127.0.0.1';
/** IPv4 alone: IPv6 addresses can be reached from beyond the network more often than people think. */
const EVERYWHERE = '0.0.0.0';

export interface Loaded {
  action: Action;
  /** What the action was told to act on; empty where it takes nothing. */
  subject: string;
  config: Config;
}

/**
 * The configuration: defaults, then the file of `--config` (or EARSHOT_CONFIG),
 * then the environment, then the command line; each overrides what came before.
 * Who asks for help or the version gets it whatever the settings are.
 * @throws AppError `invalid-config` that names every wrong setting at once
 */
export function loadConfig(args: string[], env: NodeJS.ProcessEnv): Loaded {
  const commandLine = readCommandLine(args);
  const { action, subject } = commandLine;
  if (action === 'help' || action === 'version') return { action, subject, config: merge([], env) };

  const path = commandLine.configFile ?? env.EARSHOT_CONFIG;
  const file = path ? readConfigFile(path) : { values: new Map<Option, Value>(), problems: [] };
  const layers = [file, readEnvironment(env), commandLine];
  const seeHelp = commandLine.problems.length > 0 ? ['npm start -- --help lists all options'] : [];
  refuse([...layers.flatMap(({ problems }) => problems), ...seeHelp]);
  const config = merge(
    layers.map(({ values }) => values),
    env,
  );
  refuse(contradictions(config, action));
  return { action, subject, config };
}

function merge(layers: Map<Option, Value>[], env: NodeJS.ProcessEnv): Config {
  const convict = emptyConfig();
  // Each setting as a whole: convict would mix the entries of a mapping with those of the layer below.
  const values = new Map(layers.flatMap((layer) => [...layer]));
  convict.load(toTree(values.keys(), (option) => values.get(option)));
  convict.validate({ allowed: 'strict' });
  return deepFreeze(withDerived(convict.getProperties() as Written, env));
}

function refuse(problems: string[]): void {
  const sentences = problems.map((problem) => (problem.endsWith('?') ? problem : `${problem}.`));
  if (problems.length > 0) throw new AppError('invalid-config', sentences.join('\n'));
}

/** As it was written: some settings are empty that then follow from others. */
type Written = Config & { limits: { listeners: number | null } };

/** Settings that stand for others. */
function withDerived(config: Written, env: NodeJS.ProcessEnv): Config {
  const { server, access, source, limits, pipelines } = config;
  const stateFolder = server.stateFolder || defaultStateFolder(env);
  const usesTokens = server.lan || [access.token, access.operatorToken, access.tokenFile].some(Boolean);
  return {
    ...config,
    server: {
      ...server,
      host: server.lan && server.host === THIS_MACHINE ? EVERYWHERE : server.host,
      stateFolder,
    },
    access: { ...access, tokenFile: usesTokens ? access.tokenFile || join(stateFolder, 'tokens.yaml') : '' },
    source: source.sineWave && source.name === 'auto' ? { ...source, name: 'test-tone' } : source,
    limits: { ...limits, listeners: limits.listeners ?? defaultListeners() },
    pipelines: { folder: pipelines.folder === '' ? join(packageRoot(), 'pipelines') : pipelines.folder },
  };
}

/** A listener takes about 0.3 % of a core, so that these take a tenth of the machine. */
function defaultListeners(): number {
  return Math.min(32 * availableParallelism(), 1000);
}

/** The folder with package.json: two levels up from here, or three in the built program. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner as object);
  return Object.freeze(value);
}
