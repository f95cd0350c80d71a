import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../../ecr/lifecycle/in-steps.ts';
import type { Collection, Entry, Range } from '../../storage/metadata.ts';

/** How many records are written at once, a few milliseconds' work: what is more leaves others their turn in between. */
export const largeSlice = 250;

/** How many records are read at once, about ten milliseconds' work. */
const readSlice = 1_000;

/** How long work goes on that has no natural slices, in milliseconds, before others have their turn. */
const longTurn = 10;

/** The parts of a long list, each in a turn of its own, which commits what is written in it. */
export async function* slices<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let at = 0; at < items.length; at += largeSlice) {
    yield items.slice(at, at + largeSlice);
    await nextTurn();
  }
}

/**
 * The documents of a range, each slice of them read in a turn of its own: those to come may change meanwhile.
 * @param size documents of a slice; fewer where each may be large.
 */
export async function* documentsOf<Document>(
  collection: Collection<Document>,
  range: Omit<Range, 'limit'>,
  size = readSlice,
): AsyncGenerator<readonly Entry<Document>[]> {
  for (let after = range.after; ; ) {
    const from = after === undefined ? {} : { after };
    const slice = collection.list({ ...range, ...from, limit: size });
    if (slice.length > 0) yield slice;
    if (slice.length < size) return;
    after = slice.at(-1)?.key;
    await nextTurn();
  }
}

/** Gives others their turn when the work between two calls of what it returns has taken long. */
export function turnTaking(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longTurn) return;
    await nextTurn();
    since = performance.now();
  };
}

/** What a function makes of each item of a list, with others' turns in between. */
export async function mapInTurns<Item, Result>(
  items: Iterable<Item>,
  make: (item: Item) => Result | Promise<Result>,
): Promise<Result[]> {
  const giveWay = turnTaking();
  const made: Result[] = [];
  for (const item of items) {
    made.push(await make(item));
    await giveWay();
  }
  return made;
}

/** Goes through with work in steps, with others' turns in between. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  const giveWay = turnTaking();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await giveWay();
  }
}
