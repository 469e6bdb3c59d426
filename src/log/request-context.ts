import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

const requests = new AsyncLocalStorage<string>();

/** Runs this, and whatever it starts, as part of a request: each line logged meanwhile bears the request's id. */
export function inRequest<T>(id: string, action: () => T): T {
  return requests.run(id, action);
}

/** The same action, as part of the request that makes it: for handlers of events, which else belong to none. */
export function ofThisRequest(action: () => void): () => void {
  return AsyncResource.bind(action);
}

/** Id of the request that the running code belongs to. */
export function currentRequest(): string | undefined {
  return requests.getStore();
}
