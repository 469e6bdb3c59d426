import type { Parameters, Scalar } from './types.js';

type Of = 'source' | 'filters';
type Tree = Parameters | Readonly<Record<string, Parameters>>;

const NAMES: Record<Of, string> = { source: '[A-Za-z]\\w*', filters: '[a-z][a-z0-9-]*\\.[A-Za-z]\\w*' };

/**
 * "NAME=VALUE,NAME=VALUE", the names of filters' parameters with the filter in front: "gain.factor=2". A comma
 * that no name follows belongs to the value, as those of a path do.
 * @returns undefined when it is not of that form
 */
export function parametersFromText(of: Of, text: string): Tree | undefined {
  if (text.trim() === '') return {};
  const entries = text.split(new RegExp(`,(?=\\s*${NAMES[of]}=)`)).map((part) => {
    const [, name, value] = new RegExp(`^\\s*(${NAMES[of]})=(.*)$`, 's').exec(part) ?? [];
    return name === undefined || value === undefined ? undefined : ([name, value] as const);
  });
  if (!entries.every((entry) => entry !== undefined)) return undefined;
  return of === 'source' ? Object.fromEntries(entries) : nested(entries);
}

/** Whether a value, as YAML has it, maps names to values, and filters to such mappings. */
export function areParameters(of: Of, value: unknown): value is Tree {
  if (of === 'source') return isMapping(value) && Object.values(value).every(isScalar);
  return isMapping(value) && Object.values(value).every((inner) => areParameters('source', inner));
}

function nested(entries: (readonly [string, string])[]): Record<string, Parameters> {
  const tree: Record<string, Record<string, string>> = {};
  for (const [path, value] of entries) {
    const [filter = '', name = ''] = path.split('.');
    (tree[filter] ??= {})[name] = value;
  }
  return tree;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
