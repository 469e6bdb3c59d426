import { allowed, environmentName, type Option, options } from './options.js';
import { fromText, type Value } from './values.js';

/** The settings in EARSHOT_… variables. An empty one counts as not set, unless nothing is what the setting can be. */
export function readEnvironment(env: NodeJS.ProcessEnv): { values: Map<Option, Value>; problems: string[] } {
  const values = new Map<Option, Value>();
  const problems: string[] = [];
  for (const option of options) {
    const name = environmentName(option);
    const text = env[name];
    if (text === undefined) continue;
    const value = fromText(option.format, text);
    if (value === undefined && text === '') continue;
    if (value === undefined) problems.push(`${name} is "${text}"; allowed is ${allowed(option.format)}`);
    else values.set(option, value);
  }
  return { values, problems };
}
