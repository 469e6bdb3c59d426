import { hostname, networkInterfaces } from 'node:os';
import { ownNames } from '../access/host-names.js';

const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** The URLs under which the page can be opened, for a bound address; this machine's own first. */
export function pageUrls(host: string, port: number, scheme: 'http' | 'https' = 'http'): string[] {
  const hosts = EVERY_ADDRESS.includes(host) ? ['127.0.0.1', ...networkAddresses()] : [host];
  return hosts.map((name) => `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`);
}

/** Every name and address under which this machine can be reached where it listens: what its certificate is for. */
export function reachableAs(host: string, furtherNames: readonly string[]): string[] {
  const names = [...ownNames(hostname()), ...furtherNames].filter((name) => /^[a-z0-9.-]+$/i.test(name));
  const bound = EVERY_ADDRESS.includes(host) ? networkAddresses() : [host];
  return [...new Set(['localhost', ...names, '127.0.0.1', '::1', ...bound])];
}

/** IPv4 addresses under which others reach this machine. */
function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((address) =>
      address && !address.internal && address.family === 'IPv4' ? [address.address] : [],
    );
}
