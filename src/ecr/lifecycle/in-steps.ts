/**
 * Work that can be paused wherever it yields: a server handles other requests in between, and other callers run it with
 * `allAtOnce`.
 */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Number of items after which work on a long list yields: well under ten milliseconds of work. */
export const stepSize = 2_000;

export function allAtOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The items of a list, with a step after each batch. */
export function* eachInSteps<Item>(
  items: readonly Item[],
  work: (item: Item) => void,
): Steps<undefined> {
  for (let at = 0; at < items.length; at += stepSize) {
    for (const item of items.slice(at, at + stepSize)) work(item);
    yield;
  }
  return undefined;
}

/** A stable merge sort. @returns a new list. */
export function* sortedInSteps<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Steps<Item[]> {
  let runs: Item[][] = [];
  for (let at = 0; at < items.length; at += stepSize) {
    runs.push(items.slice(at, at + stepSize).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Steps<Item[]> {
  const merged: Item[] = [];
  let [l, r] = [0, 0];
  for (;;) {
    const a = left[l];
    const b = right[r];
    if (a === undefined || b === undefined) return [...merged, ...left.slice(l), ...right.slice(r)];
    if (compare(a, b) <= 0) {
      merged.push(a);
      l++;
    } else {
      merged.push(b);
      r++;
    }
    if (merged.length % stepSize === 0) yield;
  }
}
