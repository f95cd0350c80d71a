import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Collection, Entry, Range } from './metadata.ts';
import { rowSum } from './row-sum.ts';

/** Sorts after every key that begins with the same text: no key holds this character. */
const last = '\u{10ffff}';

/** How many parsed documents of a collection are kept, so that a hot read costs no parsing. */
const cacheSize = 10_000;
/** Lists are kept until the collection's next write, as long as they are short. */
const listCacheSize = 1_000;
const shortList = 100;

/** How a collection gets at its rows: what fails there is the store's to judge. */
export interface RowAccess {
  read<Result>(work: () => Result): Result;
  write<Result>(work: () => Result): Result;
}

/** A collection in the table of all documents, with what was read of it lately. */
export class SqliteCollection<Document> implements Collection<Document> {
  readonly #name: string;
  readonly #access: RowAccess;
  readonly #statements: Record<
    'get' | 'put' | 'delete' | 'from' | 'after' | 'count',
    StatementSync
  >;
  /** Also remembers what is not there. */
  readonly #cache = new Map<string, Document | undefined>();
  readonly #lists = new Map<string, readonly Entry<Document>[]>();
  #removals = 0;

  constructor(database: DatabaseSync, name: string, access: RowAccess) {
    this.#name = name;
    this.#access = access;
    this.#statements = {
      get: database.prepare('SELECT body FROM document WHERE collection = ? AND key = ?'),
      put: database.prepare(
        'INSERT INTO document (collection, key, body, sum) VALUES (?, ?, ?, ?) ON CONFLICT (collection, key) DO UPDATE SET body = excluded.body, sum = excluded.sum',
      ),
      delete: database.prepare('DELETE FROM document WHERE collection = ? AND key = ?'),
      // Of two lower bounds SQLite would search by one, and read everything that lies between them.
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

  get(key: string): Document | undefined {
    const cached = this.#cache.get(key);
    if (cached !== undefined || this.#cache.has(key)) return cached;
    const row = this.#access.read(() => this.#statements.get.get(this.#name, key));
    const document = row === undefined ? undefined : (JSON.parse(String(row.body)) as Document);
    this.#remember(key, document);
    return document;
  }

  put(key: string, document: Document): void {
    const body = JSON.stringify(document);
    const sum = rowSum(this.#name, key, body);
    this.#access.write(() => this.#statements.put.run(this.#name, key, body, sum));
    this.#lists.clear();
    this.#remember(key, document);
  }

  delete(key: string): boolean {
    this.#removals++;
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

  /** Drops what was read so far, after writes were undone behind the cache's back. */
  forget(): void {
    this.#removals++;
    this.#cache.clear();
    this.#lists.clear();
  }

  #remember(key: string, document: Document | undefined): void {
    if (this.#cache.size >= cacheSize) this.#cache.clear();
    this.#cache.set(key, document);
  }
}
