/** Milliseconds of a round: if objects are large, a few of them take this long. */
const longRound = 10;

/** How much the controllers may still do before they yield to the event loop. */
export class Budget {
  #left: number;
  #hasTaken = false;
  #refused = false;
  readonly #began = performance.now();

  /** @param limit objects that they may create or delete. */
  constructor(limit: number) {
    this.#left = limit;
  }

  /** Uses one of what is left. @returns whether there was any; the first is always allowed. */
  take(): boolean {
    if (this.#left <= 0 || (this.#hasTaken && this.isLate)) this.#refused = true;
    else this.#left--;
    this.#hasTaken = true;
    return !this.#refused;
  }

  /** Whether the round has taken its time. */
  get isLate(): boolean {
    return performance.now() - this.#began > longRound;
  }

  /** Leaves what is left of the work to the next round. */
  stop(): void {
    this.#refused = true;
  }

  /** Whether work was left for the next round. */
  get exhausted(): boolean {
    return this.#refused;
  }
}
