/** Typed reading of a pipeline file's keys. */

import type { PipelineFile } from './read.js';

/** @throws AppError `invalid-pipeline` at a key that is not one of these */
export function onlyKeys(file: PipelineFile, known: readonly string[]): void {
  for (const key of Object.keys(file.content)) {
    if (!known.includes(key)) file.fail(`"${key}" is not a key; the keys are ${known.join(', ')}`, key);
  }
}

export function text(file: PipelineFile, key: string, fallback?: string): string {
  const value = file.content[key] ?? fallback;
  if (typeof value !== 'string' || value.trim() === '') return file.fail(`"${key}" needs a text`, key);
  return value.trim();
}

export function positiveInteger(file: PipelineFile, key: string): number {
  const value = file.content[key];
  if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0) {
    return file.fail(`"${key}" needs a whole number above 0`, key);
  }
  return value;
}

export function oneOf<T extends string>(file: PipelineFile, key: string, allowed: readonly T[]): T {
  const value = file.content[key];
  const found = allowed.find((name) => name === value);
  return found ?? file.fail(`"${key}" needs one of ${allowed.join(', ')}`, key);
}

export function listOf<T extends string>(
  file: PipelineFile,
  key: string,
  { allowed, fallback }: { allowed?: readonly T[]; fallback: readonly T[] },
): T[] {
  const value: unknown = file.content[key] ?? fallback;
  const fits = (item: unknown) => typeof item === 'string' && (!allowed || allowed.includes(item as T));
  if (!Array.isArray(value) || !value.every(fits)) {
    return file.fail(`"${key}" needs a list${allowed ? ` out of ${allowed.join(', ')}` : ' of texts'}`, key);
  }
  return value as T[];
}

/** gst-launch text: one line, and without a `!` at either end, as it is joined to what comes before and after. */
export function launchText(file: PipelineFile, key: string): string {
  const launch = text(file, key).replace(/\s*\n\s*/g, ' ');
  if (launch.startsWith('!') || launch.endsWith('!')) {
    file.fail(`"${key}" begins or ends with "!"; leave that out, it is joined by itself`, key);
  }
  return launch;
}

/** Whether a launch text has an element of this name. */
export function namesElement(launch: string, element: string): boolean {
  return new RegExp(`(^|\\s)name=["']?${element}["']?(\\s|$)`).test(launch);
}
