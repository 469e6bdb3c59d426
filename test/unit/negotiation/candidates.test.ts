import { describe, expect, it } from 'vitest';
import { usableCandidates } from '../../../src/negotiation/candidates.js';
import { offerFile, plan } from '../../support/offers.js';

function candidatesGivenToEngine(name: string): string[] {
  const lines = plan(offerFile(name)).listener.offer.split('\r\n');
  return lines.filter((line) => line.startsWith('a=candidate:'));
}

describe('candidates for the engine', () => {
  it('are those over UDP with a plain address and port, without extensions', () => {
    expect(candidatesGivenToEngine('odd-candidates')).toEqual([
      'a=candidate:13 1 UDP 2113937151 192.0.2.4 39803 typ host',
      'a=candidate:14 1 UDP 1677729535 203.0.113.5 39804 typ srflx',
      'a=candidate:15 1 UDP 2113939711 2001:db8::4 39805 typ host',
    ]);
  });

  it('are none when all are mDNS names', () => {
    expect(candidatesGivenToEngine('chromium-recvonly')).toEqual([]);
  });

  it('are taken from the section that carries the transport', () => {
    expect(candidatesGivenToEngine('bundle-only-audio')).toEqual([
      'a=candidate:1 1 UDP 2130706431 192.0.2.8 40000 typ host',
    ]);
  });

  it('are the first 64', () => {
    const given = candidatesGivenToEngine('five-hundred-candidates');
    expect(given).toHaveLength(64);
    expect(given.at(-1)).toContain(' 40063 ');
  });

  it.each([
    '1 1 UDP 1 192.0.2.1 1 typ host\r\na=x',
    '1 1 UDP 1 ::1%lo 1 typ host',
    '1;x 1 UDP 1 192.0.2.1 1 typ host',
    '1 1 UDP 1 192.0.2.1 1 typ hostess',
    '1 1 UDP 0 192.0.2.1 1 typ host',
    '1 1 UDP 2147483648 192.0.2.1 1 typ host',
  ])('never are %j', (value) => {
    expect(usableCandidates([value])).toEqual([]);
  });

  it('are not where nobody can be: unspecified, multicast, broadcast and mapped addresses', () => {
    expect(candidatesGivenToEngine('nobodys-candidates')).toEqual([
      'a=candidate:8 1 UDP 2113937151 192.0.2.4 40008 typ host',
    ]);
  });

  it('are searched for among the first 256', () => {
    const usable = '1 1 UDP 1 192.0.2.1 1 typ host';
    const others = (count: number) => Array.from({ length: count }, () => '1 1 TCP 1 192.0.2.1 1 typ host');
    expect(usableCandidates([...others(255), usable])).toEqual([usable]);
    expect(usableCandidates([...others(256), usable])).toEqual([]);
  });

  it('may have the highest priority and port', () => {
    const highest = '1 1 UDP 2147483647 192.0.2.1 65535 typ host';
    expect(usableCandidates([highest])).toEqual([highest]);
  });

  it('never are called relays, whose statistics older GStreamers crash over', () => {
    const given = '1 1 UDP 1 192.0.2.1 1 typ relay raddr 198.51.100.1 rport 9';
    expect(usableCandidates([given])).toEqual(['1 1 UDP 1 192.0.2.1 1 typ srflx']);
  });
});
