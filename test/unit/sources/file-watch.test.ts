import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { FileWatch } from '../../../src/sources/file-watch.js';
import { tempFolder } from '../../support/temp-folder.js';

function watching(folder = join(tempFolder({ 'sources/tone.yaml': 'a' }), 'sources')) {
  const onChange = vi.fn();
  const onTrouble = vi.fn();
  const watch = new FileWatch({ folder, onChange, onTrouble });
  onTestFinished(() => watch.close());
  return { folder, file: join(folder, 'tone.yaml'), onChange, onTrouble, watch };
}

const times = (mock: ReturnType<typeof vi.fn>, count: number) =>
  vi.waitFor(() => expect(mock).toHaveBeenCalledTimes(count), { timeout: 3000, interval: 5 });

/** Longer than changes are collected for. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 250));

describe('a watched folder', () => {
  it('tells of a file that is written', async () => {
    const { file, onChange } = watching();
    writeFileSync(file, 'b');
    await times(onChange, 1);
  });

  it('tells of many changes in a row once, when they are over', async () => {
    const { file, onChange } = watching();
    for (let i = 0; i < 20; i += 1) writeFileSync(file, `${i}`);
    expect(onChange).not.toHaveBeenCalled();
    await times(onChange, 1);
    await settled();
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('goes on telling of a file that editors replace by another', async () => {
    const { file, onChange } = watching();
    for (let count = 1; count <= 3; count += 1) {
      writeFileSync(`${file}.swp`, 'b');
      renameSync(file, `${file}~`);
      renameSync(`${file}.swp`, file);
      await times(onChange, count);
    }
  });

  it('tells of files that are new or removed', async () => {
    const { folder, file, onChange } = watching();
    writeFileSync(join(folder, 'new.yml'), 'a');
    await times(onChange, 1);
    rmSync(file);
    await times(onChange, 2);
  });

  it('tells nothing of hidden files and of what is no YAML', async () => {
    const { folder, onChange } = watching();
    for (const name of ['.tone.yaml.swp', '.hidden.yaml', 'tone.yaml~', 'notes.txt', '4913'])
      writeFileSync(join(folder, name), 'a');
    await settled();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('that was replaced by another is watched again', async () => {
    const { folder, file, onChange } = watching();
    renameSync(folder, `${folder}.old`);
    mkdirSync(folder);
    await times(onChange, 1);
    writeFileSync(file, 'b');
    await times(onChange, 2);
  });

  it('that is not there is told of once, looked for, and watched when it comes', async () => {
    const folder = join(tempFolder(), 'sources');
    const { file, onChange, onTrouble } = watching(folder);
    expect(onTrouble).toHaveBeenCalledWith(expect.stringContaining('ENOENT'));
    mkdirSync(folder);
    await times(onChange, 1);
    writeFileSync(file, 'b');
    await times(onChange, 2);
    expect(onTrouble).toHaveBeenCalledTimes(1);
  });

  it('tells nothing after close(), not even of what came before', async () => {
    const { file, onChange, watch } = watching();
    writeFileSync(file, 'b');
    await new Promise((resolve) => setTimeout(resolve, 30));
    watch.close();
    watch.close();
    writeFileSync(file, 'c');
    await settled();
    expect(onChange).not.toHaveBeenCalled();
  });
});
