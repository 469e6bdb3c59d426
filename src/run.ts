import { once } from 'node:events';
import { Earshot } from './app.js';
import { loadConfig } from './config/load.js';
import { AppError } from './errors.js';
import { createLogger } from './log/logger.js';
import { pageUrls } from './startup/addresses.js';
import { runCommand } from './commands.js';
import { version } from './startup/version.js';

/**
 * The program from its arguments to its exit code: 0 ended as asked, 1 cannot
 * run here, 2 wrong use or configuration.
 */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const { action, subject, config } = loadConfig(args, env);
    const isTerminal = process.stdout.isTTY;
    if (action !== 'run' && action !== 'pick') {
      const log = createLogger({ level: 'warn', file: '', isTerminal });
      const { output, exit } = await runCommand(action, subject, config, log);
      console.log(output);
      return exit;
    }
    const log = createLogger({ ...config.log, isTerminal });
    try {
      const earshot = await Earshot.start(config, log, { pick: action === 'pick' });
      announce(earshot, config.server.host);
      await stopSignal();
      await earshot.close();
      return 0;
    } finally {
      await log.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(`${error.title}:\n${error.message}`);
    return error.exit;
  }
}

function announce(earshot: Earshot, host: string): void {
  const [first, ...others] = pageUrls(host, earshot.port);
  console.log(`Earshot ${version} plays: ${earshot.sourceTitle}`);
  if (earshot.warning !== undefined) console.log(earshot.warning);
  console.log(`Open ${first ?? ''} to listen. Ctrl-C ends it.`);
  for (const url of others) console.log(`  or ${url} from another device`);
}

/** SIGINT or SIGTERM. A second one ends the process at once, as Node's own handling is back by then. */
async function stopSignal(): Promise<void> {
  const stop = new AbortController();
  await Promise.race(
    (['SIGINT', 'SIGTERM'] as const).map((signal) =>
      once(process, signal, { signal: stop.signal }).catch(() => undefined),
    ),
  );
  stop.abort();
}
