/** Lets a number of tasks run at a time; the others wait for their turn, in order. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  async take<Value>(task: () => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

/** Does something with each of many, that many at a time, and in order as far as turns go. */
export async function forEachOf<Value>(
  values: readonly Value[],
  most: number,
  task: (value: Value) => Promise<void>,
): Promise<void> {
  const rest = values.values();
  const worker = async (): Promise<void> => {
    for (const value of rest) await task(value);
  };
  await Promise.all(Array.from({ length: Math.min(most, values.length) }, worker));
}
