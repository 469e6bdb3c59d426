/** Null where the browser forbids it: reading `localStorage` itself throws then. */
export function localStorageOrNull(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
