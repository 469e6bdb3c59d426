import { request } from 'node:http';
import { request as requestTls } from 'node:https';

interface Question {
  method?: string;
  /** Also those that fetch() keeps to itself, such as Host. */
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** Of this machine, to ask from: all of 127.0.0.0/8 are. */
  localAddress?: string;
  /** Certificate to trust, PEM. */
  ca?: string;
}

export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Any HTTP request, on a connection of its own. */
export function ask(
  url: string,
  { method = 'GET', headers, body, localAddress, ca }: Question = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestTls : request;
    const asked = send(
      url,
      {
        method,
        agent: false,
        ...(headers && { headers }),
        ...(localAddress !== undefined && { localAddress }),
        ...(ca !== undefined && { ca }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    asked.once('error', reject);
    asked.end(body);
  });
}

/** The code in a problem's body. */
export function codeOf({ body }: Answered): string {
  return (JSON.parse(body) as { code: string }).code;
}
