import { AppError } from '../errors.js';

/** Says in words why listening failed, and what to do. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  return new AppError('port-in-use', detail(error, host, port), { cause: error });
}

function detail(error: NodeJS.ErrnoException, host: string, port: number): string {
  const another = port < 65535 ? port + 1 : port - 1;
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program: choose another with --port ${another}, or end that program.`;
    case 'EACCES':
      return `This user may not listen on port ${port}: choose one above 1023, for example with --port 8088.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: choose one that it has with --host, for example --host 127.0.0.1.`;
    default:
      return `Listening on ${host}, port ${port}, failed (${error.message}): try --host 127.0.0.1 or --port ${another}.`;
  }
}
