/** Bytes that are encoded and handed to sockets in one turn of the event loop. */
const perTurn = 256 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/**
 * Limits the bytes that all responses together may write in one turn of the event loop, granted in the order of the
 * requests. Long lists and many watches therefore do not block other requests.
 */
export class Turns {
  #left = perTurn;
  #isDue = false;
  readonly #waiting: Waiting[] = [];

  /** @returns a promise to await before that many bytes are encoded; undefined when there is room in this turn. */
  room(bytes: number): Promise<void> | undefined {
    if (this.#left > 0 && this.#waiting.length === 0) {
      this.#take(bytes);
      return undefined;
    }
    return new Promise((go) => this.#waiting.push({ bytes, go }));
  }

  #take(bytes: number): void {
    this.#left -= bytes;
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.#next());
  }

  #next(): void {
    this.#isDue = false;
    this.#left = perTurn;
    while (this.#left > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#take(next.bytes);
      next.go();
    }
  }
}

/** One instance for the one event loop. */
export const turns = new Turns();
