import type { Status } from '../api.js';

/** One thing that keeps a new listener from being served. */
export interface Unready {
  code: 'engine' | 'source' | 'full';
  detail: string;
}

/** What keeps the next listener from hearing something; empty: nothing. A source that is only waited for is no reason. */
export function unready({ engine, source, listeners }: Status, places: number): Unready[] {
  const found: Unready[] = [];
  if (engine.state !== 'ready') {
    const reason = engine.reason === undefined ? '' : `: ${engine.reason}`;
    found.push({ code: 'engine', detail: `The audio engine is ${engine.state}${reason}` });
  }
  if (source.state === 'failed') {
    found.push({ code: 'source', detail: `Source "${source.name}" cannot be used: ${source.reason ?? ''}` });
  }
  if (listeners.length >= places) {
    found.push({ code: 'full', detail: `All ${places} listening places are taken.` });
  }
  return found;
}
