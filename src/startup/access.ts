import { hostname } from 'node:os';
import type { Access } from '../access/access.js';
import { HostNames, ownNames } from '../access/host-names.js';
import { keptTokens } from '../access/token-file.js';
import { listOf } from '../config/lists.js';
import type { Config } from '../config/types.js';
import type { Logger } from '../log/logger.js';

/**
 * Who may call this server, by the configuration. Tokens that are needed and not there are made and kept.
 * @throws AppError `invalid-config` when the token file cannot be used
 */
export function prepareAccess({ server, access }: Config, log: Logger): Access {
  const further = listOf(access.allowedHosts);
  const usesTokens = access.tokenFile !== '';
  if (access.insecureOpen) {
    log.warn(
      `ANYBODY WHO REACHES ${server.host} OVER THE NETWORK CAN LISTEN, because of --insecure-open; --lan instead asks for a token`,
    );
  }
  if (further.length > 0 && !usesTokens && !access.insecureOpen) {
    log.warn('no token is asked for: whatever passes requests for --allowed-hosts on decides who listens', {
      hosts: further,
    });
  }
  return {
    tokens: usesTokens
      ? keptTokens(access.tokenFile, { listen: access.token, operator: access.operatorToken })
      : undefined,
    hosts: new HostNames([...ownNames(hostname()), ...further, server.host]),
    origins: new Set(listOf(access.allowedOrigins)),
  };
}
