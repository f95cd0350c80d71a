import { AsyncLocalStorage } from 'node:async_hooks';
import type { StorageError } from './errors.ts';

/** The work of one request, over all of its turns, as far as its writes go. */
export interface RequestWrites {
  failure: StorageError | undefined;
}

/** Which request the running code belongs to. */
export const currentRequest = new AsyncLocalStorage<RequestWrites>();

/** The writes of one turn of the event loop: they become durable together, or none of them does. */
export class Turn {
  readonly committed: Promise<void>;
  #failure: StorageError | undefined;
  readonly #requests = new Set<RequestWrites>();

  /** @param commit is called when the turn ends. @throws StorageError when the disk refused the writes. */
  constructor(commit: (turn: Turn) => void) {
    this.committed = new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          commit(this);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    // A failed commit reaches those who wait for it; the turn itself has no one to tell.
    this.committed.catch(() => undefined);
  }

  /** Set once the turn's writes were undone; nothing can be added to it then. */
  get failure(): StorageError | undefined {
    return this.#failure;
  }

  /** Notes that the running request has a part in this turn. */
  join(): void {
    const request = currentRequest.getStore();
    if (request !== undefined) this.#requests.add(request);
  }

  fail(error: StorageError): void {
    this.#failure = error;
    for (const request of this.#requests) request.failure ??= error;
  }
}
