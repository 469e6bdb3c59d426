import type { HostNames } from '../access/host-names.js';
import type { Handler } from './server.js';

/**
 * Sends requests that came without TLS to the same address with it. 307, as a permanent one would be remembered
 * by browsers when HTTPS is off again, and only to names of this server.
 */
export function redirectToHttps(hosts: HostNames): Handler {
  return (request, response) => {
    const { host = '' } = request.headers;
    const path = request.url ?? '/';
    const verdict = path.startsWith('/') ? hosts.judge(host) : 'invalid';
    response.setHeader('Connection', 'close');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (verdict === 'known') response.setHeader('Location', `https://${host}${path}`);
    response.statusCode = { known: 307, unknown: 421, invalid: 400 }[verdict];
    response.end();
  };
}
