/** Which web pages may send requests here. */

/** What a browser says of where a request comes from; each empty where the header is missing. */
export interface Provenance {
  /** Sec-Fetch-Site, which browsers send to https and localhost only. */
  site: string;
  /** Origin, on requests that change something and on those of scripts to other origins. */
  origin: string;
  host: string;
}

/**
 * Whether a request comes from a page of this server, of an allowed origin, or from no web page at all:
 * other programs send neither header.
 */
export function isFromHere({ site, origin, host }: Provenance, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(origin)) return true;
  if (site !== '') return site === 'same-origin' || site === 'none';
  if (origin === '') return true;
  return URL.canParse(origin) && new URL(origin).host === withoutDefaultPort(host, origin);
}

/** As `URL.host` has it, for the scheme of the origin. */
function withoutDefaultPort(host: string, origin: string): string {
  const url = `${new URL(origin).protocol}//${host}`;
  return URL.canParse(url) ? new URL(url).host : host.toLowerCase();
}

/** Whether it is an origin as browsers write it (RFC 6454 section 6.2): scheme, host and port, no path, no wildcard. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
