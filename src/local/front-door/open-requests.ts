import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { whenAnswered } from './answered.ts';

/** How long requests under way may go on when somebody wants to be alone, in milliseconds. */
const patience = 1_000;

/** The requests under way. */
export class OpenRequests {
  readonly #open = new Set<ServerResponse>();
  /** Told when no request is under way. */
  #onEmpty: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** Serves a request, once nobody is alone, and knows of it until it has been answered. */
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
   * Does some work while no request is served: new ones wait, those under way have a moment to come to their end, and
   * are broken off then. What was acknowledged before the work is there for it, what comes after it finds it done.
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
    // One that waits for another request, which has to wait now, does not end.
    await this.#ended();
  }

  #empty(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  /** Waits for the requests under way, and not for long. */
  async #ended(): Promise<void> {
    const stop = new AbortController();
    const late = wait(patience, undefined, { signal: stop.signal }).catch(() => undefined);
    await Promise.race([this.#empty(), late]);
    stop.abort();
  }
}
