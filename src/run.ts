import { once } from 'node:events';
import { ExitPromptError } from '@inquirer/core';
import { Earshot } from './app.js';
import { loadConfig } from './config/load.js';
import type { Config } from './config/types.js';
import { AppError } from './errors.js';
import { createLogger } from './log/logger.js';
import { announcement } from './startup/announcement.js';
import { isJournal } from './startup/journal.js';
import { runCommand } from './commands.js';
import { version } from './startup/version.js';

/**
 * The program from its arguments to its exit code: 0 ended as asked, 1 cannot
 * run here, 2 wrong use or configuration.
 */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  outliveClosedPipes();
  try {
    const { action, subject, config } = loadConfig(args, env);
    const isTerminal = process.stdout.isTTY;
    if (action !== 'run' && action !== 'pick') {
      const log = createLogger({ level: 'warn', file: '', isTerminal });
      const { text, isFine } = await runCommand(action, subject, config, log);
      console.log(text);
      return isFine ? 0 : 1;
    }
    const log = createLogger({ ...config.log, isTerminal });
    try {
      const stopped = stopSignal();
      const earshot = await Promise.race([Earshot.start(config, log, { pick: action === 'pick' }), stopped]);
      // Stopped before it stood: the engine ends with this process.
      if (!earshot) return 0;
      announce(earshot, config, env);
      await stopped;
      await earshot.close();
      return 0;
    } finally {
      await log.close();
    }
  } catch (error) {
    if (error instanceof ExitPromptError) return 0; // Ctrl-C at --pick
    if (!(error instanceof AppError)) throw error;
    console.error(`${error.title}:\n${error.message}`);
    return error.exit;
  }
}

/** Whoever reads the output may go, as head does after some lines: that ends nobody's sound. */
function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

function announce(earshot: Earshot, { server, access }: Config, env: NodeJS.ProcessEnv): void {
  const text = announcement({
    version,
    sourceTitle: earshot.sourceTitle,
    warning: earshot.warning,
    host: server.host,
    port: earshot.port,
    tokens: earshot.tokens,
    tokenFile: access.tokenFile,
    fingerprint: earshot.fingerprint,
    isTerminal: process.stdout.isTTY,
    isLogged: isJournal(process.stdout.fd, env),
  });
  console.log(text);
}

/** SIGINT or SIGTERM. A second one ends the process at once, as Node's own handling is back by then. */
async function stopSignal(): Promise<undefined> {
  const stop = new AbortController();
  await Promise.race(
    (['SIGINT', 'SIGTERM'] as const).map((signal) =>
      once(process, signal, { signal: stop.signal }).catch(() => undefined),
    ),
  );
  stop.abort();
  return undefined;
}
