import { networkInterfaces } from 'node:os';

const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** The URLs under which the page can be opened, for a bound address. */
export function pageUrls(host: string, port: number): string[] {
  const hosts = EVERY_ADDRESS.includes(host) ? ['127.0.0.1', ...networkAddresses()] : [host];
  return hosts.map((name) => `http://${name.includes(':') ? `[${name}]` : name}:${port}`);
}

/** IPv4 addresses under which others reach this machine. */
function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((address) =>
      address && !address.internal && address.family === 'IPv4' ? [address.address] : [],
    );
}
