import { describe, expect, it } from 'vitest';
import { AccessToken } from '../../../../client/src/core/access-token.js';

function place(hash: string, stored: Record<string, string> = {}) {
  const kept = new Map(Object.entries(stored));
  const addresses: string[] = [];
  return {
    kept,
    addresses,
    location: { hash, pathname: '/room/', search: '?a=b' },
    history: {
      state: null,
      replaceState: (_state: unknown, _title: string, url?: string | URL | null) =>
        void addresses.push(String(url)),
    },
    storage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    },
  };
}

describe('AccessToken', () => {
  it('takes the token out of the address, and keeps it', () => {
    const there = place('#token=se%2Bcret');
    expect(new AccessToken(there).value).toBe('se+cret');
    expect(there.addresses).toEqual(['/room/?a=b']);
    expect(new AccessToken({ ...there, location: { ...there.location, hash: '' } }).value).toBe('se+cret');
  });

  it('leaves what else the fragment holds', () => {
    const there = place('#x=1&token=secret');
    new AccessToken(there);
    expect(there.addresses).toEqual(['/room/?a=b#x=1']);
  });

  it('leaves the address alone where it has none', () => {
    const there = place('#sound', { 'earshot-token': 'old' });
    expect(new AccessToken(there).value).toBe('old');
    expect(there.addresses).toEqual([]);
  });

  it('takes a new one in place of the old one, and forgets an empty one', () => {
    const there = place('#token=new', { 'earshot-token': 'old' });
    const token = new AccessToken(there);
    expect(there.kept.get('earshot-token')).toBe('new');
    token.value = '  ';
    expect(token.value).toBeNull();
    expect(there.kept.size).toBe(0);
  });

  it('works where nothing can be stored', () => {
    const throwing = () => {
      throw new DOMException('denied');
    };
    const storage = { getItem: throwing, setItem: throwing, removeItem: throwing };
    expect(new AccessToken({ ...place('#token=a'), storage }).value).toBe('a');
    expect(new AccessToken({ ...place(''), storage }).value).toBeNull();
    expect(new AccessToken({ ...place(''), storage: null }).value).toBeNull();
  });
});
