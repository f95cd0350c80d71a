import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that may be paused wherever it yields. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** How long work runs, in milliseconds, before it yields to others. */
const longTurn = 10;

/** Runs work in steps, yielding to the event loop in between. */
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
