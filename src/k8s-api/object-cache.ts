import type { Collection, Metadata } from '../storage/metadata.ts';
import type { Stored } from './object-store.ts';
import { weightOf } from './weight.ts';

/**
 * An in-memory cache of the objects of one resource, sorted by key, over the collection that stores them. Controllers
 * list all objects often, and reading thousands from the database each time would block the event loop.
 */
export class ObjectCache {
  readonly #metadata: Metadata;
  readonly #collection: Collection<Stored>;
  #objects = new Map<string, Stored>();
  #keys: string[] = [];
  #bytes = 0;
  /** The value of `undone` when the collection was read; if it has changed, the collection must be read again. */
  #readAt: number | undefined;

  constructor(metadata: Metadata, collection: Collection<Stored>) {
    this.#metadata = metadata;
    this.#collection = collection;
  }

  /** Approximate size of the objects in bytes. */
  get bytes(): number {
    this.#refresh();
    return this.#bytes;
  }

  get(key: string): Stored | undefined {
    this.#refresh();
    return this.#objects.get(key);
  }

  /** Objects whose key begins with `prefix`, after the key `after`; at most `limit`. */
  list(prefix: string, after = '', limit = Number.POSITIVE_INFINITY): Stored[] {
    this.#refresh();
    const found: Stored[] = [];
    let at = prefix > after ? this.#position(prefix) : this.#position(`${after}\0`);
    for (; at < this.#keys.length && found.length < limit; at++) {
      const key = this.#keys[at] ?? '';
      if (!key.startsWith(prefix)) break;
      const object = this.#objects.get(key);
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  put(key: string, object: Stored): void {
    this.#refresh();
    this.#collection.put(key, object);
    this.#bytes += weightOf(object) - this.#bytesOf(key);
    if (!this.#objects.has(key)) this.#keys.splice(this.#position(key), 0, key);
    this.#objects.set(key, object);
  }

  delete(key: string): void {
    this.#refresh();
    this.#collection.delete(key);
    this.#bytes -= this.#bytesOf(key);
    if (this.#objects.delete(key)) this.#keys.splice(this.#position(key), 1);
  }

  #refresh(): void {
    const { undone } = this.#metadata;
    if (this.#readAt === undone) return;
    const entries = this.#collection.list();
    this.#objects = new Map(entries.map(({ key, document }) => [key, document]));
    this.#keys = [...this.#objects.keys()].sort();
    this.#bytes = entries.reduce((sum, { document }) => sum + weightOf(document), 0);
    this.#readAt = undone;
  }

  #bytesOf(key: string): number {
    const object = this.#objects.get(key);
    return object === undefined ? 0 : weightOf(object);
  }

  /** Index of the first key that is not below the given one. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
