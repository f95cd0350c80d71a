/**
 * The store of facts: named collections of JSON documents, ordered by key.
 *
 * Reads and writes are synchronous, so an operation that runs within one turn of the event loop is atomic: no
 * other operation sees half of it, and after a crash either all of it or nothing of it is stored. A write is on
 * disk only once `durable()` has resolved; nothing may be acknowledged before that.
 *
 * A failed write is undone in memory too: all writes of that turn are rolled back together, and everyone who
 * waits for them gets the error.
 */
export interface Metadata {
  /** Increases with every write and every rollback, so that a cache can detect that it is stale. */
  readonly version: number;
  /** Increases when writes are rolled back or everything is removed: a cache must then be read again. */
  readonly undone: number;
  /** Why the latest write failed, until one succeeds. */
  readonly failure: Error | undefined;
  /** Opens the collection of that name, creating it if necessary. */
  collection<Document>(name: string): Collection<Document>;
  /** Runs `work`; when it throws, all its writes are rolled back and the error is passed on. */
  transaction<Result>(work: () => Result): Result;
  /**
   * Resolves when everything that can be read now would survive a power failure.
   * @throws StorageError `NOT_WRITTEN` when the writes of this turn failed.
   */
  durable(): Promise<void>;
  /**
   * Runs the work of one request; `acknowledged` then knows which writes were part of it, over all of its
   * turns.
   */
  request<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * As `durable`, and for everything that the request wrote in earlier turns as well.
   * @throws StorageError `NOT_WRITTEN`
   */
  acknowledged(): Promise<void>;
  /** Removes every document of every collection. */
  clear(): void;
  /** Makes everything written durable and closes the store. */
  close(): Promise<void>;
}

/** An ordered map from key to document. Documents are plain JSON and must not be changed in place. */
export interface Collection<Document> {
  /**
   * Increases whenever a document may have been removed: while it is unchanged, every document found before
   * still exists.
   */
  readonly removals: number;
  /** Increases with every write and rollback in this collection, so that an index of it can detect that it is stale. */
  readonly changes: number;
  get(key: string): Document | undefined;
  /** @throws StorageError `NOT_WRITTEN`; then nothing of this turn was kept. */
  put(key: string, document: Document): void;
  /** @returns whether there was such a document. @throws StorageError `NOT_WRITTEN` */
  delete(key: string): boolean;
  /** Documents in key order: those whose key starts with `prefix`, after the key `after`. */
  list(range?: Range): readonly Entry<Document>[];
  count(prefix?: string): number;
}

export interface Range {
  readonly prefix?: string;
  readonly after?: string;
  readonly limit?: number;
}

export interface Entry<Document> {
  readonly key: string;
  readonly document: Document;
}
