import { AsyncLocalStorage } from 'node:async_hooks';
import type { StorageError } from './errors.ts';

/** The writes of one request, over all of its turns. */
export interface RequestWrites {
  failure: StorageError | undefined;
}

/** The request that the running code belongs to. */
export const currentRequest = new AsyncLocalStorage<RequestWrites>();

/** The writes of one turn of the event loop: they become durable together, or none of them does. */
export class Turn {
  readonly committed: Promise<void>;
  #failure: StorageError | undefined;
  readonly #requests = new Set<RequestWrites>();

  /** @param commit is called when the turn ends. @throws StorageError when the writes failed. */
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
    // A failed commit is reported to those who wait for it; nobody waits for the turn itself.
    this.committed.catch(() => undefined);
  }

  /** Set once the turn's writes were rolled back; nothing can be added to it then. */
  get failure(): StorageError | undefined {
    return this.#failure;
  }

  /** Records that the running request takes part in this turn. */
  join(): void {
    const request = currentRequest.getStore();
    if (request !== undefined) this.#requests.add(request);
  }

  fail(error: StorageError): void {
    this.#failure = error;
    for (const request of this.#requests) request.failure ??= error;
  }
}
