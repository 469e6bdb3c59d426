/** What is printed once the page can be opened. */

import { renderUnicodeCompact } from 'uqr';
import type { Tokens } from '../access/tokens.js';
import { pageUrls } from './addresses.js';

export interface Announcement {
  version: string;
  sourceTitle: string;
  warning: string | undefined;
  host: string;
  port: number;
  tokens: Tokens | undefined;
  tokenFile: string;
  /** Of the certificate; undefined: plain HTTP. */
  fingerprint: string | undefined;
  /** Whether a person reads it: then with a code for the camera of a phone. */
  isTerminal: boolean;
  /** Whether it ends in a log, where no token may be. */
  isLogged: boolean;
}

export function announcement(about: Announcement): string {
  const { version, sourceTitle, warning, host, port, tokens, fingerprint, isTerminal, isLogged } = about;
  const urls = pageUrls(host, port, fingerprint === undefined ? 'http' : 'https');
  const shown = isLogged ? undefined : tokens;
  const [first = '', ...others] = urls.map((url) => withToken(url, shown?.listen));
  return [
    `Earshot ${version} plays: ${sourceTitle}`,
    ...(warning === undefined ? [] : [warning]),
    `Open ${first} to listen. Ctrl-C ends it.`,
    ...others.map((url) => `  or ${url} from another device`),
    ...(shown ? [`Who may also change what plays: ${withToken(urls[0] ?? '', shown.operator)}`] : []),
    ...(tokens && isLogged ? [`Tokens are needed; they are in ${about.tokenFile} or as you gave them.`] : []),
    ...(fingerprint === undefined ? [] : [`SHA-256 of the certificate: ${fingerprint}`]),
    ...(isTerminal && shown && others[0] !== undefined ? ['', renderUnicodeCompact(others[0])] : []),
  ].join('\n');
}

/** In the fragment, which browsers keep to themselves: it reaches no server, no log and no Referer. */
function withToken(url: string, token: string | undefined): string {
  return token === undefined ? url : `${url}/#token=${encodeURIComponent(token)}`;
}
