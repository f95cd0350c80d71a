import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { whenAnswered } from './answered.ts';

/** How long exclusive work waits for the requests in progress, in milliseconds. */
const patience = 1_000;

/** The requests in progress. */
export class OpenRequests {
  readonly #open = new Set<ServerResponse>();
  /** Called when no request is in progress. */
  #onEmpty: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** Serves a request once no exclusive work runs, and tracks it until it has been answered. */
  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    work: () => Promise<void>,
  ): Promise<void> {
    while (this.#isClosed) await this.#turn;
    if (request.socket.destroyed) return;
    this.#open.add(response);
    let left = 2;
    const end = (): void => {
      if (--left === 0) this.#close(response);
    };
    whenAnswered(request, response, end);
    try {
      await work();
    } finally {
      end();
    }
  }

  #close(response: ServerResponse): void {
    this.#open.delete(response);
    if (this.#open.size === 0) this.#onEmpty();
  }

  /**
   * Runs some work while no request is served: new requests wait; those in progress have a short time to end
   * and are then aborted. Everything acknowledged before the work is visible to it, and later requests see its
   * result.
   */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(async () => {
      this.#isClosed = true;
      try {
        await this.#emptied();
        return await work();
      } finally {
        this.#isClosed = false;
      }
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #emptied(): Promise<void> {
    await this.#ended();
    for (const response of this.#open) response.socket?.destroy();
    // A request that waits for another, blocked request does not end.
    await this.#ended();
  }

  #empty(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  /** Waits for the requests in progress, for a limited time. */
  async #ended(): Promise<void> {
    const stop = new AbortController();
    const late = wait(patience, undefined, { signal: stop.signal }).catch(() => undefined);
    await Promise.race([this.#empty(), late]);
    stop.abort();
  }
}
