/** What cannot hold together among the settings of who may call this server. */

import { isLoopbackAddress } from '../access/client-address.js';
import { isHostName } from '../access/host-names.js';
import { isOrigin } from '../access/origins.js';
import { isToken, tokenRule } from '../access/tokens.js';
import { listOf } from './lists.js';
import type { Config } from './types.js';

export function accessContradictions({ server, access, limits }: Config): string[] {
  const found: string[] = [];
  const usesTokens = access.tokenFile !== '';
  if (!isLoopback(server.host) && !usesTokens && !access.insecureOpen) {
    found.push(
      `With --host ${server.host} everybody in the network could listen: use --lan, which asks for a token and prints addresses that have it, or allow it to everybody with --insecure-open`,
    );
  }
  if (access.insecureOpen && usesTokens) {
    found.push('--insecure-open asks for no token, and --lan or a token for one: leave one of them out');
  }
  if ((server.tlsCert === '') !== (server.tlsKey === '')) {
    found.push('--tls-cert and --tls-key belong together: give both');
  }
  if (server.https && server.tlsCert !== '') {
    found.push('--https makes a certificate, and --tls-cert is one: leave one of them out');
  }
  if (limits.headersTimeout > limits.requestTimeout) {
    found.push('--headers-timeout is a part of --request-timeout: it cannot be more');
  }
  return [...found, ...wrongTokens(access), ...wrongNames(access)];
}

/** Never says what a token is: this ends on a screen or in a log. */
function wrongTokens({ token, operatorToken }: Config['access']): string[] {
  const given = [
    ['--token', token],
    ['--operator-token', operatorToken],
  ] as const;
  const found = given
    .filter(([, value]) => value !== '' && !isToken(value))
    .map(([name]) => `${name} needs ${tokenRule}`);
  if (token !== '' && token === operatorToken) {
    found.push('--token and --operator-token are the same, so that whoever listens could steer: change one');
  }
  return found;
}

function wrongNames({ allowedHosts, allowedOrigins }: Config['access']): string[] {
  return [
    ...listOf(allowedHosts)
      .filter((name) => !isHostName(name))
      .map((name) => `--allowed-hosts has "${name}", which is no name such as radio.example, without port`),
    ...listOf(allowedOrigins)
      .filter((origin) => !isOrigin(origin))
      .map((origin) => `--allowed-origins has "${origin}", which is no origin such as https://radio.example`),
  ];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
}
