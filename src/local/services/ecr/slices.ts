import { setImmediate as nextTurn } from 'node:timers/promises';

/** How many records are written at once, a few milliseconds' work: what is more leaves others their turn in between. */
export const largeSlice = 250;

/** The parts of a long list, each in a turn of its own, which commits what is written in it. */
export async function* slices<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let at = 0; at < items.length; at += largeSlice) {
    yield items.slice(at, at + largeSlice);
    await nextTurn();
  }
}
