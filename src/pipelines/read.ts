import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { AppError } from '../errors.js';

/** The mapping in a YAML file, and where each of its keys stands. */
export interface PipelineFile {
  path: string;
  content: Record<string, unknown>;
  /** "file:line" of the key at the end of `keys`. */
  place(...keys: string[]): string;
  /** Raises `invalid-pipeline`, naming file, line and reason; the line is that of the key at the end of `keys`. */
  fail(reason: string, ...keys: string[]): never;
}

/** @throws AppError `invalid-pipeline` when the file cannot be read, is no YAML or no mapping */
export function readPipelineFile(path: string): PipelineFile {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  // A tag that nobody knows would be taken for none.
  const [error] = [...document.errors, ...document.warnings];
  if (error) invalid(path, error.message, lines.linePos(error.pos[0]).line);

  const content = toValue(document, path);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    invalid(path, 'it should hold keys and values, such as "title: …"', 1);
  }
  const lineOf = (keys: string[]) => lines.linePos(offsetOf(document, keys)).line;
  return {
    path,
    content: content as Record<string, unknown>,
    place: (...keys) => `${path}:${lineOf(keys)}`,
    fail: (reason, ...keys) => invalid(path, reason, lineOf(keys)),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('invalid-pipeline', `${path} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

function toValue(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Anchors and aliases are resolved here: one that is not there, or thousands of them.
    return invalid(path, (error as Error).message, 1);
  }
}

/** Where a key stands, or the nearest key above it that is there. */
function offsetOf({ contents }: Document, keys: string[]): number {
  let node: unknown = contents;
  let offset = 0;
  for (const name of keys) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
    if (!pair) break;
    offset = (pair.key as { range?: [number] }).range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
}

function invalid(path: string, reason: string, line: number): never {
  throw new AppError('invalid-pipeline', `${path}:${line}: ${reason}.`);
}
