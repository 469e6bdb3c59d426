/** Parameters of an `a=fmtp` line by lower-case name; the first of equal names counts. */
export type FormatParameters = ReadonlyMap<string, string>;

/** Reads `name=value;name=value`. A Map, so that a parameter called `__proto__` is just a parameter. */
export function readFormatParameters(text: string): FormatParameters {
  const parameters = new Map<string, string>();
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim().toLowerCase();
    if (!parameters.has(name)) parameters.set(name, part.slice(equals + 1).trim());
  }
  return parameters;
}

/** A parameter that is a positive whole number of at most ten digits; anything else counts as absent. */
export function numberParameter(parameters: FormatParameters, name: string): number | undefined {
  return positiveInteger(parameters.get(name));
}

export function positiveInteger(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 ? value : undefined;
}
