/** A token bucket: allows a burst, and then a fixed rate. Times are in milliseconds. */
export class TokenBucket {
  readonly #rate: number;
  readonly #capacity: number;
  #tokens: number;
  #filledAt: number;

  /**
   * @param rate tokens that are added each second.
   * @param capacity most tokens it holds; it starts full.
   */
  constructor(rate: number, capacity: number, now: number) {
    this.#rate = rate;
    this.#capacity = capacity;
    this.#tokens = capacity;
    this.#filledAt = now;
  }

  /** Takes a token. @returns false when there is none. */
  take(now: number): boolean {
    const flown = ((now - this.#filledAt) / 1000) * this.#rate;
    this.#tokens = Math.min(this.#capacity, this.#tokens + flown);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
