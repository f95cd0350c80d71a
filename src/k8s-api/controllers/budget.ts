/** How many objects the controllers may still make or delete before they let others have the event loop. */
export class Budget {
  #left: number;
  #refused = false;

  constructor(limit: number) {
    this.#left = limit;
  }

  /** Takes one from what is left. @returns whether there was any. */
  take(): boolean {
    if (this.#left <= 0) this.#refused = true;
    else this.#left--;
    return !this.#refused;
  }

  /** Whether work was left for the next round. */
  get exhausted(): boolean {
    return this.#refused;
  }
}
