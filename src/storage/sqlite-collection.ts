import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Collection, Entry, Range } from './metadata.ts';
import { rowSum } from './row-sum.ts';

/** Sorts after every key with the same prefix: no key contains this character. */
const last = '\u{10ffff}';

/** How many parsed documents of a collection are cached, so that a frequent read needs no parsing. */
const cacheSize = 10_000;
/** Short lists are cached until the collection's next write. */
const listCacheSize = 1_000;
const shortList = 100;

/** How a collection accesses its rows; the store handles failures. */
export interface RowAccess {
  read<Result>(work: () => Result): Result;
  write<Result>(work: () => Result): Result;
}

/** A collection in the table of all documents, with a cache of recent reads. */
export class SqliteCollection<Document> implements Collection<Document> {
  readonly #name: string;
  readonly #access: RowAccess;
  readonly #statements: Record<
    'get' | 'put' | 'delete' | 'from' | 'after' | 'count',
    StatementSync
  >;
  /** Also caches that a document does not exist. */
  readonly #cache = new Map<string, Document | undefined>();
  readonly #lists = new Map<string, readonly Entry<Document>[]>();
  #removals = 0;
  #changes = 0;

  constructor(database: DatabaseSync, name: string, access: RowAccess) {
    this.#name = name;
    this.#access = access;
    this.#statements = {
      get: database.prepare('SELECT body FROM document WHERE collection = ? AND key = ?'),
      put: database.prepare(
        'INSERT INTO document (collection, key, body, sum) VALUES (?, ?, ?, ?) ON CONFLICT (collection, key) DO UPDATE SET body = excluded.body, sum = excluded.sum',
      ),
      delete: database.prepare('DELETE FROM document WHERE collection = ? AND key = ?'),
      // With two lower bounds SQLite would search by one of them, and read everything in between.
      from: database.prepare(
        'SELECT key, body FROM document WHERE collection = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
      ),
      after: database.prepare(
        'SELECT key, body FROM document WHERE collection = ? AND key > ? AND key < ? ORDER BY key LIMIT ?',
      ),
      count: database.prepare(
        'SELECT count(*) AS n FROM document WHERE collection = ? AND key >= ? AND key < ?',
      ),
    };
  }

  get removals(): number {
    return this.#removals;
  }

  get changes(): number {
    return this.#changes;
  }

  get(key: string): Document | undefined {
    const cached = this.#cache.get(key);
    if (cached !== undefined || this.#cache.has(key)) return cached;
    const row = this.#access.read(() => this.#statements.get.get(this.#name, key));
    const document = row === undefined ? undefined : (JSON.parse(String(row.body)) as Document);
    this.#remember(key, document);
    return document;
  }

  put(key: string, document: Document): void {
    this.#changes++;
    const body = JSON.stringify(document);
    const sum = rowSum(this.#name, key, body);
    this.#access.write(() => this.#statements.put.run(this.#name, key, body, sum));
    this.#lists.clear();
    this.#remember(key, document);
  }

  delete(key: string): boolean {
    this.#removals++;
    this.#changes++;
    const { changes } = this.#access.write(() => this.#statements.delete.run(this.#name, key));
    this.#lists.clear();
    this.#remember(key, undefined);
    return changes > 0;
  }

  list({ prefix = '', after = '', limit = -1 }: Range = {}): readonly Entry<Document>[] {
    const question = `${prefix}\n${after}\n${limit}`;
    const known = this.#lists.get(question);
    if (known !== undefined) return known;
    const isAfter = after >= prefix && after !== '';
    const statement = isAfter ? this.#statements.after : this.#statements.from;
    const first = isAfter ? after : prefix;
    const found = this.#access
      .read(() => statement.all(this.#name, first, prefix + last, limit))
      .map((row) => ({ key: String(row.key), document: JSON.parse(String(row.body)) as Document }));
    if (found.length <= shortList) {
      if (this.#lists.size >= listCacheSize) this.#lists.clear();
      this.#lists.set(question, found);
    }
    return found;
  }

  count(prefix = ''): number {
    const row = this.#access.read(() =>
      this.#statements.count.get(this.#name, prefix, prefix + last),
    );
    return Number(row?.n ?? 0);
  }

  /** Clears the cache after writes were rolled back. */
  forget(): void {
    this.#removals++;
    this.#changes++;
    this.#cache.clear();
    this.#lists.clear();
  }

  #remember(key: string, document: Document | undefined): void {
    if (this.#cache.size >= cacheSize) this.#cache.clear();
    this.#cache.set(key, document);
  }
}
