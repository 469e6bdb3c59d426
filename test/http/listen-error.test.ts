import { describe, expect, it } from 'vitest';
import { listenError } from '../../src/http/listen-error.js';

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`listen ${code}`), { code });
}

describe('listenError', () => {
  it.each([
    ['EADDRINUSE', 8088, 'Port 8088 is taken by another program: choose another with --port 8089'],
    ['EADDRINUSE', 65535, '--port 65534'],
    ['EACCES', 80, 'may not listen on port 80: choose one above 1023'],
    ['EADDRNOTAVAIL', 8088, 'no address 10.9.8.7: choose one that it has with --host'],
    ['ENOTFOUND', 8088, 'no address 10.9.8.7'],
    ['EAFNOSUPPORT', 8088, 'Listening on 10.9.8.7, port 8088, failed (listen EAFNOSUPPORT)'],
  ])('%s on port %i says what to do', (code, port, text) => {
    const cause = failure(code);
    const error = listenError(cause, '10.9.8.7', port);

    expect(error.message).toContain(text);
    expect(error).toMatchObject({ code: 'port-in-use', exit: 1, cause });
  });
});
