import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { StorageError } from './errors.ts';
import type { Collection, Entry, Metadata, Range } from './metadata.ts';

/** The layout of the database. A file that says a higher number was written by a newer Hawser. */
export const schemaVersion = 1;

/** Sorts after every key that begins with the same text: no key holds this character. */
const last = '\u{10ffff}';

/**
 * Opens a metadata store in an SQLite file (write-ahead log, full synchronisation), or in memory.
 *
 * Writes of one turn of the event loop share one transaction, which is committed at the end of the
 * turn: one flush serves every request that is waiting for one (group commit).
 *
 * @param file path of the database, or `:memory:` for a store that keeps nothing.
 * @throws StorageError `NEWER_DATA` when a newer Hawser wrote the file, `UNUSABLE` when it can't be opened.
 */
export function openSqlite(file: string): Metadata {
  const database = open(file);
  try {
    prepareSchema(database);
  } catch (cause) {
    database.close();
    throw cause;
  }
  return new SqliteMetadata(database);
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (cause) {
    throw new StorageError('UNUSABLE', `cannot open the data file ${file}`, { cause });
  }
}

function prepareSchema(database: DatabaseSync): void {
  const found = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (found > schemaVersion) {
    throw new StorageError(
      'NEWER_DATA',
      `the data folder was written by a newer Hawser (layout ${found}, this one knows ${schemaVersion})`,
    );
  }
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(`
    CREATE TABLE IF NOT EXISTS document (
      collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (collection, key)
    ) WITHOUT ROWID;
    PRAGMA user_version = ${schemaVersion};
  `);
}

class SqliteMetadata implements Metadata {
  readonly #database: DatabaseSync;
  readonly #collections = new Map<string, SqliteCollection<unknown>>();
  #open = false;
  #version = 0;
  #undone = 0;
  #commit: Promise<void> = Promise.resolve();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get version(): number {
    return this.#version;
  }

  get undone(): number {
    return this.#undone;
  }

  collection<Document>(name: string): Collection<Document> {
    const known = this.#collections.get(name);
    if (known !== undefined) return known as SqliteCollection<Document>;
    const made = new SqliteCollection<Document>(this.#database, name, () => this.#begin());
    this.#collections.set(name, made as SqliteCollection<unknown>);
    return made;
  }

  transaction<Result>(work: () => Result): Result {
    this.#begin();
    this.#database.exec('SAVEPOINT work');
    try {
      const result = work();
      this.#database.exec('RELEASE work');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK TO work; RELEASE work');
      this.#forget();
      throw error;
    }
  }

  async durable(): Promise<void> {
    await this.#commit;
  }

  clear(): void {
    this.#begin();
    this.#database.exec('DELETE FROM document');
    this.#forget();
  }

  async close(): Promise<void> {
    await this.#commit;
    this.#database.close();
  }

  #forget(): void {
    this.#version++;
    this.#undone++;
    for (const collection of this.#collections.values()) collection.forget();
  }

  /** Opens this turn's transaction and schedules its commit. Every write passes here. */
  #begin(): void {
    this.#version++;
    if (this.#open) return;
    this.#database.exec('BEGIN IMMEDIATE');
    this.#open = true;
    this.#commit = new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          this.#database.exec('COMMIT');
          resolve();
        } catch (error) {
          reject(error);
        } finally {
          this.#open = false;
        }
      });
    });
    // A failed commit reaches those who wait for it; the turn itself has no one to tell.
    this.#commit.catch(() => undefined);
  }
}

/** How many parsed documents of a collection are kept, so that a hot read costs no parsing. */
const cacheSize = 10_000;
/** Lists are kept until the collection's next write, as long as they are short. */
const listCacheSize = 1_000;
const shortList = 100;

class SqliteCollection<Document> implements Collection<Document> {
  readonly #name: string;
  readonly #begin: () => void;
  readonly #statements: Record<'get' | 'put' | 'delete' | 'list' | 'count', StatementSync>;
  /** Also remembers what is not there. */
  readonly #cache = new Map<string, Document | undefined>();
  readonly #lists = new Map<string, readonly Entry<Document>[]>();

  constructor(database: DatabaseSync, name: string, begin: () => void) {
    this.#name = name;
    this.#begin = begin;
    this.#statements = {
      get: database.prepare('SELECT body FROM document WHERE collection = ? AND key = ?'),
      put: database.prepare(
        'INSERT INTO document VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
      ),
      delete: database.prepare('DELETE FROM document WHERE collection = ? AND key = ?'),
      list: database.prepare(
        'SELECT key, body FROM document WHERE collection = ? AND key > ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
      ),
      count: database.prepare(
        'SELECT count(*) AS n FROM document WHERE collection = ? AND key >= ? AND key < ?',
      ),
    };
  }

  get(key: string): Document | undefined {
    const cached = this.#cache.get(key);
    if (cached !== undefined || this.#cache.has(key)) return cached;
    const row = this.#statements.get.get(this.#name, key);
    const document = row === undefined ? undefined : (JSON.parse(String(row.body)) as Document);
    this.#remember(key, document);
    return document;
  }

  put(key: string, document: Document): void {
    this.#begin();
    this.#statements.put.run(this.#name, key, JSON.stringify(document));
    this.#lists.clear();
    this.#remember(key, document);
  }

  delete(key: string): boolean {
    this.#begin();
    this.#lists.clear();
    this.#remember(key, undefined);
    return this.#statements.delete.run(this.#name, key).changes > 0;
  }

  list({ prefix = '', after = '', limit = -1 }: Range = {}): readonly Entry<Document>[] {
    const question = `${prefix}\n${after}\n${limit}`;
    const known = this.#lists.get(question);
    if (known !== undefined) return known;
    const found = this.#statements.list
      .all(this.#name, after, prefix, prefix + last, limit)
      .map((row) => ({ key: String(row.key), document: JSON.parse(String(row.body)) as Document }));
    if (found.length <= shortList) {
      if (this.#lists.size >= listCacheSize) this.#lists.clear();
      this.#lists.set(question, found);
    }
    return found;
  }

  count(prefix = ''): number {
    return Number(this.#statements.count.get(this.#name, prefix, prefix + last)?.n ?? 0);
  }

  /** Drops what was read so far, after writes were undone behind the cache's back. */
  forget(): void {
    this.#cache.clear();
    this.#lists.clear();
  }

  #remember(key: string, document: Document | undefined): void {
    if (this.#cache.size >= cacheSize) this.#cache.clear();
    this.#cache.set(key, document);
  }
}
