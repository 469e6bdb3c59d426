import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Program } from '../support/program.js';
import { tempFolder } from '../support/temp-folder.js';

let program: Program;
afterEach(() => program.stop());

/** What of a session description nobody else should read: addresses, ICE's names and passwords, certificates. */
function secretsOf(sdp: string): string[] {
  const lines = sdp.split(/\r?\n/);
  const values = lines.flatMap((line) => /^a=(?:ice-ufrag|ice-pwd):(.+)$/.exec(line)?.slice(1) ?? []);
  const candidates = lines.flatMap((line) => {
    const [, , , , address, port] = line.startsWith('a=candidate:') ? line.split(' ') : [];
    return address === undefined || address.startsWith('127.') ? [] : [`${address} ${port ?? ''}`, address];
  });
  const fingerprints = lines.flatMap((line) => /^a=fingerprint:\S+ (\S+)$/.exec(line)?.slice(1) ?? []);
  return [...values, ...candidates, ...fingerprints];
}

it('no candidate, no ICE password, no certificate and no session secret is logged at info, whatever happens', async () => {
  const file = join(tempFolder(), 'my.log');
  const args = ['--source', 'test-tone', '--log-file', file, '--handshake-timeout', '2'];
  program = await Program.start({ args });
  const secrets: string[] = [];
  const spied = {
    editOffer: (sdp: string) => {
      secrets.push(...secretsOf(sdp));
      return sdp;
    },
  };
  const polite = await program.join(spied);
  await polite.receiver.next(3);
  await program.leave(polite.answer);
  await polite.receiver.close();
  const stranger = await program.join({
    editOffer: (sdp) =>
      spied.editOffer(sdp).replace(/(a=fingerprint:sha-256 )\S+/g, `$1${Array(32).fill('AB').join(':')}`),
  });
  const refused = await program.post('v=0\r\na=ice-pwd:verysecretpassword\r\n');
  expect(refused.status).toBeGreaterThanOrEqual(400);
  await program.statusWhere(({ listeners }) => listeners.length === 0);
  for (const { answer } of [polite, stranger]) secrets.push(answer.id, ...secretsOf(answer.sdp));
  await stranger.receiver.close();
  await program.stop();

  const log = `${program.output.join('\n')}${readFileSync(file, 'utf8')}`;
  expect(secrets.length).toBeGreaterThan(10);
  for (const secret of [...secrets, 'verysecretpassword']) expect(log).not.toContain(secret);
  expect(log).not.toContain('candidate:');

  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const about = lines.filter(({ message }) => message.startsWith('listener '));
  expect(about.length).toBeGreaterThan(3);
  for (const line of about) expect(line.listener).toMatch(/^[0-9a-f]{8}$/);
  for (const line of about.filter(({ message }) => message === 'listener joined'))
    expect(line.request).toMatch(/^[0-9a-f]{12}$/);
});

interface Line {
  message: string;
  listener?: string;
  request?: string;
}
