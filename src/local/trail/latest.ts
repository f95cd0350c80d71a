/**
 * A ring buffer of the latest items: the newest replace the oldest. A replaced item's object is overwritten and
 * reused: most items would otherwise live just long enough to be costly for the garbage collector.
 */
export class Latest<Item extends object> {
  readonly #capacity: number;
  readonly #budget: number;
  readonly #weigh: (item: Item) => number;
  readonly #slots: (Item | undefined)[] = [];
  /** Numbers of the oldest item and of the next one; an item's slot is its number modulo the capacity. */
  #oldest = 0;
  #next = 0;
  #weight = 0;

  /**
   * @param capacity most items.
   * @param budget most that they may weigh together; one item is kept whatever it weighs.
   * @param weigh its result for an item must not change while the item is kept.
   */
  constructor(capacity: number, budget: number, weigh: (item: Item) => number) {
    this.#capacity = capacity;
    this.#budget = budget;
    this.#weigh = weigh;
  }

  /** @param item must have every member of its type, also those that are undefined. */
  add(item: Item): void {
    this.#weight += this.#weigh(item);
    let dropped: Item | undefined;
    while (this.#isFull()) dropped = this.#dropOldest();
    const kept = dropped === undefined ? item : Object.assign(dropped, item);
    this.#slots[this.#next++ % this.#capacity] = kept;
  }

  /** The returned objects are overwritten later: copy them to keep them. */
  *newestFirst(): Generator<Item, undefined> {
    for (let number = this.#next - 1; number >= this.#oldest; number--) {
      const item = this.#slots[number % this.#capacity];
      if (item !== undefined) yield item;
    }
    return undefined;
  }

  clear(): void {
    this.#slots.length = 0;
    this.#oldest = 0;
    this.#next = 0;
    this.#weight = 0;
  }

  #isFull(): boolean {
    const count = this.#next - this.#oldest;
    return count === this.#capacity || (count > 0 && this.#weight > this.#budget);
  }

  #dropOldest(): Item | undefined {
    const slot = this.#oldest++ % this.#capacity;
    const item = this.#slots[slot];
    if (item !== undefined) this.#weight -= this.#weigh(item);
    this.#slots[slot] = undefined;
    return item;
  }
}
