// For NODE_OPTIONS, with --expose-gc: SIGUSR2 has the process collect its garbage, which V8 does when it likes.

import process from 'node:process';

process.on('SIGUSR2', () => globalThis.gc?.());
