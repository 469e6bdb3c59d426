/** The system's Chromium, quiet about everything but the page under test. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { PulseServer } from './pulse-server.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface ChromiumOptions {
  /** Whether pages may play before a click. */
  autoplay?: boolean;
  /** Whether it keeps pages that were left, for the back button, as it does for people. */
  keepsPages?: boolean;
  /** More of its command line. */
  args?: string[];
  /** A sound server of the test's own that it really plays to; otherwise it plays to nothing. */
  sound?: PulseServer;
}

export function launchChromium({
  autoplay = true,
  keepsPages = false,
  args = [],
  sound,
}: ChromiumOptions = {}): Promise<Browser> {
  const policy = autoplay ? 'no-user-gesture-required' : 'document-user-activation-required';
  return chromium.launch({
    executablePath: installedChromium(),
    headless: true,
    ...(sound && { env: { ...(process.env as Record<string, string>), ...sound.env } }),
    // What Playwright has it do otherwise.
    ignoreDefaultArgs: [
      ...(sound ? ['--mute-audio'] : []),
      ...(keepsPages ? ['--disable-back-forward-cache'] : []),
    ],
    args: [...ARGUMENTS, `--autoplay-policy=${policy}`, ...args],
  });
}

function installedChromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found === undefined) throw new Error('No Chromium is installed: `npm test` would install it.');
  return found;
}
