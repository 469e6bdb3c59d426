/** Keeps the tokens that were made here, for their owner alone. */

import { parse, stringify } from 'yaml';
import { AppError } from '../errors.js';
import { readPrivateFile, writePrivateFile } from './private-file.js';
import { isToken, newToken, tokenRule, type Tokens } from './tokens.js';

const HEADER =
  '# Tokens of Earshot. Whoever has the first may listen, whoever has the second may also change what plays.\n' +
  '# Change them here and start again; without this file new ones are made.\n';

/**
 * The tokens in use: those given (empty: not), else those of the file. What is in neither is made and written
 * to the file, mode 0600.
 * @throws AppError `invalid-config` when the file cannot be read or written, or holds something else
 */
export function keptTokens(file: string, given: Tokens): Tokens {
  if (given.listen !== '' && given.operator !== '') return given;
  const kept = read(file);
  const merged = {
    listen: kept.listen ?? newToken(),
    operator: kept.operator ?? newToken(),
  };
  if (kept.listen === undefined || kept.operator === undefined) {
    writePrivateFile(file, HEADER + stringify(merged));
  }
  const tokens = { listen: given.listen || merged.listen, operator: given.operator || merged.operator };
  if (tokens.listen === tokens.operator) {
    refuse(
      `Both tokens are the same: whoever listens could steer. Change one, in ${file} or where you give it`,
    );
  }
  return tokens;
}

function read(file: string): Partial<Tokens> {
  const text = readPrivateFile(file);
  if (text === undefined) return {};
  const content = parsed(text, file);
  const tokens: Record<string, string> = {};
  for (const [name, value] of Object.entries(content)) {
    // Never the value: this ends in a log.
    if (name !== 'listen' && name !== 'operator')
      refuse(`${file} has a key that is neither listen nor operator`);
    if (typeof value !== 'string' || !isToken(value)) {
      refuse(`"${name}" in ${file} is no token: it needs ${tokenRule}, in quotes where it is a number`);
    }
    tokens[name] = value;
  }
  return tokens;
}

function parsed(text: string, file: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parse(text);
  } catch {
    return refuse(`${file} is not YAML: mend it, or remove it to have new tokens made`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return refuse(`${file} should hold "listen: …" and "operator: …": mend it, or remove it`);
  }
  return content as Record<string, unknown>;
}

function refuse(reason: string): never {
  throw new AppError('invalid-config', `${reason}.`);
}
