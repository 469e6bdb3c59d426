import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The environment of a GStreamer without one of its plugins, until the running test ends. */
export function gstreamerWithout(plugin: string): NodeJS.ProcessEnv {
  const system = systemFolder();
  const names = readdirSync(system).filter((name) => name.endsWith('.so'));
  const missing = `libgst${plugin}.so`;
  if (!names.includes(missing)) throw new Error(`this machine has no ${missing} to leave out`);

  const folder = mkdtempSync(join(tmpdir(), 'earshot-plugins-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of names) if (name !== missing) symlinkSync(join(system, name), join(folder, name));
  return {
    GST_PLUGIN_SYSTEM_PATH_1_0: folder,
    GST_PLUGIN_PATH_1_0: '',
    GST_REGISTRY_1_0: join(folder, 'registry.bin'),
  };
}

function systemFolder(): string {
  const words = execFileSync('gst-inspect-1.0', ['coreelements'], { encoding: 'utf8' });
  const [, file = ''] = /^ *Filename +(.*)$/m.exec(words) ?? [];
  return dirname(file);
}
