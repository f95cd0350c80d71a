import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that may be left for a moment wherever it yields. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** How long steps follow each other, in milliseconds, before others have their turn. */
const longTurn = 10;

/** Goes through with work in steps, with others' turns in between. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - since < longTurn) continue;
    await nextTurn();
    since = performance.now();
  }
}
