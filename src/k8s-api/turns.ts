/** Bytes that are encoded and handed to sockets in one turn of the event loop. */
const perTurn = 256 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/**
 * Shares the turns of the event loop among all answers that are being written: in each of them some bytes, whoever they
 * are for, in the order in which they were asked for. So nobody else waits for long lists, or for many watches.
 */
export class Turns {
  #left = perTurn;
  #isDue = false;
  readonly #waiting: Waiting[] = [];

  /** @returns what to wait for before so many bytes are encoded; nothing when there is room in this turn. */
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

/** There is one event loop, so there is one of these. */
export const turns = new Turns();
