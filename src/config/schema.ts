import convict from 'convict';
import { allowed, type Option, options } from './options.js';
import { fits } from './values.js';

/** The options as convict's schema: its strict validation is the last gate before the program sees a value. */
export function emptyConfig(): convict.Config<unknown> {
  const schema = toTree(options, (option) => ({
    doc: option.doc,
    default: option.default,
    nullable: option.default === null,
    // A function would have convict take the names in a mapping for settings.
    format: option.format.type === 'parameters' ? Object : gate(option),
  }));
  // No arguments and no environment of its own: it ignores what it does not know, and we must not.
  return convict(schema as unknown as convict.Schema<unknown>, { args: [], env: {} });
}

function gate({ format }: Option): (value: unknown) => void {
  return (value) => {
    if (!fits(format, value)) throw new Error(`allowed is ${allowed(format)}`);
  };
}

/** Nests one thing per option below the parts of its key. */
export function toTree<T>(
  chosen: Iterable<Option>,
  value: (option: Option) => T,
): Record<string, Record<string, T>> {
  const tree: Record<string, Record<string, T>> = {};
  for (const option of chosen) {
    const [room = '', name = ''] = option.key.split('.');
    (tree[room] ??= {})[name] = value(option);
  }
  return tree;
}
