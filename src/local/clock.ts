/** Time as the emulator tells it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits that long on this clock; moving the clock past the end ends the wait. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A clock that runs at the pace of the machine's own and can be moved. */
export class MovableClock implements Clock {
  #offset: number;
  readonly #sleepers = new Set<{ readonly until: number; wake(): void }>();

  /** @param offset milliseconds that this clock is ahead of the machine's. */
  constructor(offset = 0) {
    this.#offset = offset;
  }

  get offset(): number {
    return this.#offset;
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  /** Moves the clock by that many milliseconds and wakes whoever has waited long enough. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
    for (const sleeper of [...this.#sleepers]) if (sleeper.until <= this.now()) sleeper.wake();
  }

  /** Sets the clock to that time. */
  set(time: number): void {
    this.advance(time - this.now());
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = { until: this.now() + milliseconds, wake: () => finish() };
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        this.#sleepers.delete(sleeper);
        resolve();
      };
      const timer = setTimeout(finish, Math.min(Math.max(milliseconds, 0), 2 ** 31 - 1));
      this.#sleepers.add(sleeper);
      if (signal?.aborted) finish();
      else signal?.addEventListener('abort', finish, { once: true });
    });
  }
}

const units: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads a duration such as `13h`, `90m` or `1h30m`.
 * @returns milliseconds, or undefined when the text is none.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^-?(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  }
  return text.startsWith('-') ? -total : total;
}
