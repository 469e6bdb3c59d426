import type { HostNames } from './host-names.js';
import type { Tokens } from './tokens.js';

/** Who may call this server, and what for. */
export interface Access {
  /** Undefined: everybody who reaches it may listen, and this machine itself may steer. */
  readonly tokens: Tokens | undefined;
  readonly hosts: HostNames;
  /** Of other websites whose pages may use the API. */
  readonly origins: ReadonlySet<string>;
}
