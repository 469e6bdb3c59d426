import { invalid } from './sdp-text.js';

/** What an `m=` line says (RFC 8866 section 5.14). Every part is printable ASCII without blanks. */
export interface MediaLine {
  media: string;
  port: number;
  protocol: string;
  formats: string[];
}

const PATTERN = /^([\w-]{1,32}) (\d{1,5})(?:\/\d{1,5})? ([\w/.-]{1,64})((?: [!-~]{1,64}){1,256})\s*$/;

/** @throws AppError `invalid-sdp` */
export function readMediaLine(line: string): MediaLine {
  const [, media, port, protocol, formats] = PATTERN.exec(line) ?? [];
  if (media === undefined || protocol === undefined || formats === undefined || Number(port) > 65535) {
    throw invalid('an m= line is not of the form m=<media> <port> <protocol> <formats>');
  }
  return { media, port: Number(port), protocol, formats: formats.trim().split(' ') };
}

/** RFC 5764 section 8. */
export function isDtlsSrtp(protocol: string): boolean {
  return /^UDP\/TLS\/RTP\/SAVPF?$/.test(protocol);
}
