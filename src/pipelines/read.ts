import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { AppError } from '../errors.js';

/** The mapping in a YAML file, and where each of its keys stands. */
export interface PipelineFile {
  path: string;
  content: Record<string, unknown>;
  /** Raises `invalid-pipeline`, naming file, line and reason. */
  fail(reason: string, key?: string): never;
}

/** @throws AppError `invalid-pipeline` when the file cannot be read, is no YAML or no mapping */
export function readPipelineFile(path: string): PipelineFile {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) invalid(path, error.message, lines.linePos(error.pos[0]).line);

  const content: unknown = document.toJS();
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    invalid(path, 'it should hold keys and values, such as "title: …"', 1);
  }
  return {
    path,
    content: content as Record<string, unknown>,
    fail(reason, key) {
      const range =
        key === undefined ? undefined : (document.get(key, true) as { range?: [number] } | undefined)?.range;
      return invalid(path, reason, range ? lines.linePos(range[0]).line : 1);
    },
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

function invalid(path: string, reason: string, line: number): never {
  throw new AppError('invalid-pipeline', `${path}:${line}: ${reason}.`);
}
