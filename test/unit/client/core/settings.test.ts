import { describe, expect, it } from 'vitest';
import { SettingsStore, wishesOf } from '../../../../client/src/core/settings.js';

function storage(stored: string | null = null) {
  const kept = new Map(stored === null ? [] : [['earshot', stored]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe('SettingsStore', () => {
  it('remembers what was chosen', () => {
    const place = storage();
    new SettingsStore(place).change({ volume: 0.5, codec: 'g722', bitrate: 64_000, buffer: 'safe' });
    expect(new SettingsStore(place).current).toMatchObject({
      volume: 0.5,
      codec: 'g722',
      bitrate: 64_000,
      buffer: 'safe',
      stereo: true,
    });
  });

  it.each([
    'null',
    'no JSON',
    '[]',
    '{"volume":7,"codec":"mp3","bitrate":1,"balance":"left","buffer":"none","muted":1,"language":"xx"}',
  ])('is not misled by %s', (stored) => {
    expect(new SettingsStore(storage(stored)).current).toEqual(new SettingsStore(null).current);
  });

  it('works where nothing can be stored', () => {
    const throwing = () => {
      throw new DOMException('denied');
    };
    const store = new SettingsStore({ getItem: throwing, setItem: throwing });
    store.change({ muted: true });
    expect(store.current.muted).toBe(true);
  });

  it('gives an offer its wishes and nothing else', () => {
    expect(wishesOf(new SettingsStore(null).current)).toEqual({
      codec: 'auto',
      bitrate: null,
      stereo: true,
      lowData: false,
    });
  });
});
