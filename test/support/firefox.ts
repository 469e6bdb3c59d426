/** The system's Firefox, quiet about everything but the page under test. */

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { end } from './audio-server.js';
import { PulseServer } from './pulse-server.js';

const PREFERENCES = {
  'media.autoplay.default': 0,
  // Whatever is not on this machine is asked of a proxy that is not there: nothing can leave it.
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': 'localhost, 127.0.0.1, [::1]',
  'network.trr.mode': 5,
  'network.dns.disablePrefetch': true,
  // What would try in vain, and slow the start.
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
  'toolkit.telemetry.unified': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.normandy.enabled': false,
  'browser.region.update.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'dom.push.connection.enabled': false,
};

/** Firefox with a profile and a sound server of its own: without a sound device its Web Audio stands still. */
export class Firefox {
  private constructor(
    private readonly browser: Browser,
    private readonly folder: string,
    private readonly sound: PulseServer,
  ) {}

  static async launch(): Promise<Firefox> {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-firefox-'));
    const sound = await PulseServer.start();
    try {
      const browser = await puppeteer.launch({
        browser: 'firefox',
        executablePath: installedFirefox(),
        headless: true,
        userDataDir: folder,
        env: { ...process.env, ...sound.env, HOME: folder },
        extraPrefsFirefox: PREFERENCES,
      });
      return new Firefox(browser, folder, sound);
    } catch (error) {
      await sound.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  newPage(): Promise<Page> {
    return this.browser.newPage();
  }

  async close(): Promise<void> {
    const child = this.browser.process() ?? undefined;
    await this.browser.close();
    await end(child);
    await this.sound.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function installedFirefox(): string {
  const names = ['firefox-esr', 'firefox'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found === undefined) throw new Error('No Firefox is installed: `npm test` would install it.');
  return found;
}
