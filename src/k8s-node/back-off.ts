import type { Clock } from '../clock/clock.ts';

interface Entry {
  delay: number;
  updated: number;
}

/** Delays that double from `base` to `max` milliseconds, by key (client-go: util/flowcontrol/backoff.go). */
export class BackOff {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #base: number;
  readonly #max: number;
  readonly #entries = new Map<string, Entry>();

  /** The kubelet's back-off for images: 10 seconds, doubling to 5 minutes. */
  constructor(clock: Pick<Clock, 'now'>, base = 10_000, max = 300_000) {
    this.#clock = clock;
    this.#base = base;
    this.#max = max;
  }

  /** Records a failure: the first starts at `base`, each further one doubles the delay. */
  next(key: string): void {
    const now = this.#clock.now();
    const entry = this.#entries.get(key);
    const delay =
      entry === undefined || this.#forgotten(entry)
        ? this.#base
        : Math.min(entry.delay * 2, this.#max);
    this.#entries.set(key, { delay, updated: now });
  }

  /** @returns milliseconds until the next try is due, 0 when it is. */
  remaining(key: string): number {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#forgotten(entry)) return 0;
    return Math.max(0, entry.delay - (this.#clock.now() - entry.updated));
  }

  /** @returns the delay in milliseconds after the last failure; 0 when there was none. */
  delay(key: string): number {
    return this.#entries.get(key)?.delay ?? 0;
  }

  /** Removes keys without a failure for twice the longest delay. */
  collect(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#forgotten(entry)) this.#entries.delete(key);
    }
  }

  #forgotten({ updated }: Entry): boolean {
    return this.#clock.now() - updated > 2 * this.#max;
  }
}
