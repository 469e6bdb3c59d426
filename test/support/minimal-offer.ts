import { isIPv4, isIPv6 } from 'node:net';

const candidate =
  'a=candidate:[A-Za-z0-9+/]{1,32} 1 UDP [1-9]\\d{0,9} [0-9A-Fa-f.:]{2,45} [1-9]\\d{0,4} typ (?:host|srflx|prflx|relay)';

/** Written from the RFCs rather than from the code: 8839 (ICE), 8122 (fingerprint), 5761 (payload types). */
const grammar = new RegExp(
  [
    '^v=0',
    'o=- 0 0 IN IP4 127\\.0\\.0\\.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE audio',
    '(?:a=ice-lite\r\n)?m=audio 9 UDP/TLS/RTP/SAVPF (?<type>\\d|[1-5]\\d|6[0-3]|9[6-9]|1[01]\\d|12[0-7])',
    'c=IN IP4 0\\.0\\.0\\.0',
    'a=mid:audio',
    'a=recvonly',
    'a=rtcp-mux',
    'a=ice-ufrag:[A-Za-z0-9+/]{4,256}',
    'a=ice-pwd:[A-Za-z0-9+/]{22,256}',
    'a=fingerprint:sha-256 [0-9A-F]{2}(?::[0-9A-F]{2}){31}',
    'a=setup:(?:actpass|active|passive)',
    'a=rtpmap:\\k<type> (?:opus/48000/2|(?:G722|PCMU|PCMA)/8000)',
    `(?:${candidate}\r\n){0,64}$`,
  ].join('\r\n'),
);

/** What is wrong with an offer that is about to reach webrtcbin; empty if nothing. */
export function faultsOf(minimalOffer: string): string[] {
  if (!grammar.test(minimalOffer)) return ['it does not follow the grammar of minimal offers'];
  return candidatesOf(minimalOffer).flatMap(({ address, port, priority }) => [
    ...(isUnicast(address) ? [] : [`nobody can be at ${address}`]),
    ...(port <= 65_535 ? [] : [`port ${port}`]),
    ...(priority < 2 ** 31 ? [] : [`priority ${priority}`]),
  ]);
}

interface Candidate {
  address: string;
  port: number;
  priority: number;
}

export function candidatesOf(minimalOffer: string): Candidate[] {
  const lines = minimalOffer.split('\r\n').filter((line) => line.startsWith('a=candidate:'));
  return lines.map((line) => {
    const [, , , priority, address = '', port] = line.split(' ');
    return { address, port: Number(port), priority: Number(priority) };
  });
}

function isUnicast(address: string): boolean {
  if (isIPv4(address)) return /^(?!0\.|22[4-9]|2[3-5]\d)/.test(address);
  if (!isIPv6(address)) return false;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  return canonical !== '::' && !/^(fe[89ab].:|ff..:|::ffff:)/.test(canonical);
}
