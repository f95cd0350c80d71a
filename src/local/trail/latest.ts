/** The latest of many things: the oldest makes room for the newest. */
export class Latest<Item> {
  readonly #capacity: number;
  readonly #items: Item[] = [];
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(item: Item): void {
    this.#items[this.#count++ % this.#capacity] = item;
  }

  *newestFirst(): Generator<Item, undefined> {
    const oldest = this.#count - this.#items.length;
    for (let index = this.#count - 1; index >= oldest; index--) {
      yield this.#items[index % this.#capacity] as Item;
    }
    return undefined;
  }

  clear(): void {
    this.#items.length = 0;
    this.#count = 0;
  }
}
