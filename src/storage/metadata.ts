/**
 * Where facts are kept: named collections of JSON documents, ordered by key.
 *
 * Reads and writes are synchronous, so an operation that runs within one turn of the event loop is
 * atomic: nobody sees half of it, and after a crash either all of it or nothing of it is there.
 * A write is on disk only once `durable()` has resolved; nothing may be acknowledged before that.
 *
 * What the disk refuses is gone from memory too: all writes of that turn are undone together, and everybody who
 * waits for them is told.
 */
export interface Metadata {
  /** Counts up with every write and every undoing, so that whoever remembers what it read can tell that it is stale. */
  readonly version: number;
  /** Counts up when writes are undone or everything is removed: whoever keeps a copy must read again. */
  readonly undone: number;
  /** Why the latest write was refused, until one is taken again. */
  readonly failure: Error | undefined;
  /** Opens the collection of that name, creating it when it is new. */
  collection<Document>(name: string): Collection<Document>;
  /** Runs `work`; when it throws, every write it made is undone and the error passes through. */
  transaction<Result>(work: () => Result): Result;
  /**
   * Resolves when everything that can be read at this moment would survive a power cut.
   * @throws StorageError `NOT_WRITTEN` when the disk refused the writes of this turn.
   */
  durable(): Promise<void>;
  /** Does one request's work; `acknowledged` then knows which writes were part of it, over all of its turns. */
  request<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * As `durable`, and for everything that the request wrote in earlier turns too.
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
  /** Counts up whenever a document may have gone: what was found there before is there as long as it stays the same. */
  readonly removals: number;
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
