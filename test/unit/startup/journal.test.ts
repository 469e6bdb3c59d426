import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isJournal } from '../../../src/startup/journal.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('what is printed', () => {
  it('goes to the journal where the descriptor is the one that systemd names, and nowhere else', () => {
    const descriptor = openSync(join(tempFolder(), 'out'), 'w');
    onTestFinished(() => closeSync(descriptor));
    const { dev, ino } = fstatSync(descriptor);
    expect(isJournal(descriptor, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe(true);
    expect(isJournal(descriptor, { JOURNAL_STREAM: `${dev}:${ino + 1}` })).toBe(false);
    expect(isJournal(descriptor, {})).toBe(false);
  });
});
