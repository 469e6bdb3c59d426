/** The token that opens this Earshot: it comes in the address, `#token=…`, and is kept on this device. */

const KEY = 'earshot-token';

/** What it needs of the browser. */
export interface TokenPlace {
  location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  history: Pick<History, 'replaceState' | 'state'>;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
}

export class AccessToken {
  #value: string | null;

  /** Takes the token out of the address bar, so that it is not shown, bookmarked or passed on. */
  constructor(private readonly place: TokenPlace) {
    const { hash, pathname, search } = place.location;
    const fragment = new URLSearchParams(hash.slice(1));
    const given = fragment.get('token');
    if (given === null) {
      this.#value = this.#stored();
      return;
    }
    fragment.delete('token');
    const rest = fragment.toString();
    place.history.replaceState(place.history.state, '', pathname + search + (rest === '' ? '' : `#${rest}`));
    this.#value = null;
    this.value = given;
  }

  get value(): string | null {
    return this.#value;
  }

  /** Kept for the next visit; an empty one is forgotten. */
  set value(token: string | null) {
    const trimmed = token?.trim() ?? '';
    this.#value = trimmed === '' ? null : trimmed;
    try {
      if (this.#value === null) this.place.storage?.removeItem(KEY);
      else this.place.storage?.setItem(KEY, this.#value);
    } catch {
      // A browser that stores nothing asks again next time.
    }
  }

  #stored(): string | null {
    try {
      return this.place.storage?.getItem(KEY) ?? null;
    } catch {
      return null;
    }
  }
}
