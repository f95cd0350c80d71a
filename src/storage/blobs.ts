import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

/** Where content is kept, addressed by its digest. Nothing is visible before its digest was checked. */
export interface Blobs {
  /** @returns size in bytes, or undefined when there is no such blob. */
  size(digest: string): Promise<number | undefined>;
  /** Content from `start` to `end`, both inclusive as in HTTP ranges. The blob must exist. */
  read(digest: string, range?: { readonly start: number; readonly end: number }): BlobSource;
  /** Begins an upload under an id of the caller's choosing. */
  begin(id: string): Promise<void>;
  /**
   * Appends to an upload. What arrived before the source broke off is kept. The pieces of the source are used up:
   * their memory is given back.
   * @returns bytes that the upload holds now.
   * @throws StorageError `NOT_FOUND` for an unknown upload.
   */
  append(id: string, source: Readable): Promise<number>;
  /** Bytes that an upload holds. @throws StorageError `NOT_FOUND`. */
  uploaded(id: string): Promise<number>;
  /**
   * Makes an upload a blob, once its content has this digest and is on disk. The upload is then gone.
   * @returns size in bytes.
   * @throws StorageError `DIGEST_MISMATCH` (the upload is kept) or `NOT_FOUND`.
   */
  commit(id: string, digest: string): Promise<number>;
  cancel(id: string): Promise<void>;
  /** Every blob there is, by digest; what comes or goes meanwhile may be missed. */
  list(): AsyncIterable<string>;
  /** Removes a blob, if it is there. Whoever is reading it goes on reading. */
  delete(digest: string): Promise<void>;
  clear(): Promise<void>;
}

/** Content on its way out: written to a response as fast as it takes it. */
export interface BlobSource {
  /** Writes everything and resolves; rejects when the reader went away or the file can't be read. */
  pipeTo(sink: NodeJS.WritableStream): Promise<void>;
  /** The same as the body of an HTTP response, whose head is written and names the body's length. */
  sendTo(response: ServerResponse): Promise<void>;
}
