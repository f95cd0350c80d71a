/**
 * Where facts are kept: named collections of JSON documents, ordered by key.
 *
 * Reads and writes are synchronous, so an operation that runs within one turn of the event loop is
 * atomic: nobody sees half of it, and after a crash either all of it or nothing of it is there.
 * A write is on disk only once `durable()` has resolved; nothing may be acknowledged before that.
 */
export interface Metadata {
  /** Counts up with every write, so that whoever remembers what it read can tell that it is stale. */
  readonly version: number;
  /** Counts up when writes are undone or everything is removed: whoever keeps a copy must read again. */
  readonly undone: number;
  /** Opens the collection of that name, creating it when it is new. */
  collection<Document>(name: string): Collection<Document>;
  /** Runs `work`; when it throws, every write it made is undone and the error passes through. */
  transaction<Result>(work: () => Result): Result;
  /** Resolves when everything written so far would survive a power cut. */
  durable(): Promise<void>;
  /** Removes every document of every collection. */
  clear(): void;
  /** Makes everything written durable and closes the store. */
  close(): Promise<void>;
}

/** An ordered map from key to document. Documents are plain JSON and must not be changed in place. */
export interface Collection<Document> {
  get(key: string): Document | undefined;
  put(key: string, document: Document): void;
  /** @returns whether there was such a document. */
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
