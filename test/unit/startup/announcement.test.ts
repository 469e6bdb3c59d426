import { describe, expect, it } from 'vitest';
import { type Announcement, announcement } from '../../../src/startup/announcement.js';

function lines(change: Partial<Announcement> = {}): string[] {
  return announcement({
    version: '1.2.3',
    sourceTitle: 'Test tone',
    warning: undefined,
    host: '127.0.0.1',
    port: 8088,
    tokens: undefined,
    tokenFile: '',
    fingerprint: undefined,
    isTerminal: false,
    isLogged: false,
    ...change,
  }).split('\n');
}

const tokens = { listen: 'listen-token', operator: 'operator=token' };

describe('what is printed at the start', () => {
  it('is where to listen, to what', () => {
    expect(lines({ warning: 'Beware.' })).toEqual([
      'Earshot 1.2.3 plays: Test tone',
      'Beware.',
      'Open http://127.0.0.1:8088 to listen. Ctrl-C ends it.',
    ]);
  });

  it('has the tokens in fragments: one for everybody, one for the operator', () => {
    expect(lines({ tokens })).toEqual([
      'Earshot 1.2.3 plays: Test tone',
      'Open http://127.0.0.1:8088/#token=listen-token to listen. Ctrl-C ends it.',
      'Who may also change what plays: http://127.0.0.1:8088/#token=operator%3Dtoken',
    ]);
  });

  it('has no token where it ends in a log, but says where they are', () => {
    const text = lines({
      tokens,
      isLogged: true,
      isTerminal: true,
      host: '0.0.0.0',
      tokenFile: '/state/tokens.yaml',
    });
    expect(text.join('\n')).not.toMatch(/(listen|operator).token|█/);
    expect(text).toContain('Tokens are needed; they are in /state/tokens.yaml or as you gave them.');
  });

  it('has the fingerprint of the certificate', () => {
    const text = lines({ fingerprint: 'AB:CD' });
    expect(text).toContain('Open https://127.0.0.1:8088 to listen. Ctrl-C ends it.');
    expect(text).toContain('SHA-256 of the certificate: AB:CD');
  });

  it('has a code for a phone’s camera on a terminal alone, and where there is a network', () => {
    const hasNetwork = lines({ host: '0.0.0.0' }).length > 2;
    expect(lines({ tokens, host: '0.0.0.0', isTerminal: true }).some((line) => line.includes('█'))).toBe(
      hasNetwork,
    );
    expect(lines({ tokens, host: '0.0.0.0' }).join('')).not.toContain('█');
    expect(lines({ tokens, isTerminal: true }).join('')).not.toContain('█');
  });
});
