/** Milliseconds of a round: objects may be large, and then a few of them are work enough. */
const longRound = 10;

/** How much the controllers may still do before they let others have the event loop. */
export class Budget {
  #left: number;
  #hasTaken = false;
  #refused = false;
  readonly #began = performance.now();

  /** @param limit objects that they may make or delete. */
  constructor(limit: number) {
    this.#left = limit;
  }

  /** Takes one from what is left. @returns whether there was any; there is always one. */
  take(): boolean {
    if (this.#left <= 0 || (this.#hasTaken && this.isLate)) this.#refused = true;
    else this.#left--;
    this.#hasTaken = true;
    return !this.#refused;
  }

  /** Whether the round has taken as long as it should. */
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
