/** Time that can be asked for and waited for. Everything in the local AWS that depends on time takes one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds of this clock's time.
   * @throws the signal's reason when it is aborted first.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longest delay that Node's timers take, in milliseconds; longer sleeps are slept in pieces. */
const longestTimer = 2 ** 31 - 1;

/** A clock that runs with the machine's own, shifted by an offset that can be moved. */
export class MovableClock implements Clock {
  readonly #machine: () => number;
  readonly #sleepers = new Set<() => void>();
  #offset: number;

  /**
   * @param offset milliseconds ahead of the machine's clock, as kept from an earlier run.
   * @param machine the machine's clock.
   */
  constructor(offset = 0, machine: () => number = Date.now) {
    this.#offset = offset;
    this.#machine = machine;
  }

  /** Milliseconds that this clock is ahead of the machine's, to be kept for the next run. */
  get offset(): number {
    return this.#offset;
  }

  now(): number {
    return this.#machine() + this.#offset;
  }

  /** Moves the clock on (or back) by `ms` milliseconds and wakes whoever has slept past their time. */
  advance(ms: number): void {
    this.#offset += ms;
    for (const check of [...this.#sleepers]) check();
  }

  /** Sets the clock to `ms` milliseconds since the epoch. */
  set(ms: number): void {
    this.advance(ms - this.now());
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const until = this.now() + ms;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const stop = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(check);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        stop();
        reject(signal?.reason);
      };
      const check = (): void => {
        clearTimeout(timer);
        const left = until - this.now();
        if (left <= 0) {
          stop();
          resolve();
          return;
        }
        timer = setTimeout(check, Math.min(left, longestTimer));
      };
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      signal?.addEventListener('abort', abort);
      this.#sleepers.add(check);
      check();
    });
  }
}
