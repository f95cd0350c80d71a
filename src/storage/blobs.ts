import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

/** Content, addressed by its digest. Nothing is visible before its digest was verified. */
export interface Blobs {
  /**
   * @returns size in bytes; undefined when there is no such blob, or it was changed. One that was written to
   * since
   *   is read to find out.
   */
  size(digest: string): Promise<number | undefined>;
  /** The same, but always read: this also finds damage that no write caused. */
  prove(digest: string): Promise<number | undefined>;
  /** Content from `start` to `end`, both inclusive as in HTTP ranges. The blob must exist. */
  read(digest: string, range?: { readonly start: number; readonly end: number }): BlobSource;
  /** Begins an upload under an id that the caller chooses. @throws StorageError `NOT_WRITTEN` */
  begin(id: string): Promise<void>;
  /**
   * Appends to an upload. What arrived before the source failed is kept. The buffers of the source are
   * released.
   * @returns bytes that the upload holds now.
   * @throws StorageError `NOT_FOUND` for an unknown upload, `TOO_LARGE`, `NOT_WRITTEN` when the write fails;
   *   UploadConflict `BUSY` while another request writes to it, `WRONG_OFFSET`.
   */
  append(id: string, source: Readable, piece?: Piece): Promise<number>;
  /**
   * Bytes that an upload holds. If its connection has just been lost, what arrived is written first, which this
   * waits for, within a time limit.
   * @throws StorageError `NOT_FOUND`.
   */
  uploaded(id: string): Promise<number>;
  /**
   * Makes an upload a blob, once its content has this digest and is on disk. The upload is then removed. An
   * existing blob is replaced.
   * @returns size in bytes.
   * @throws StorageError `DIGEST_MISMATCH` (the upload is kept), `BUSY` while another request writes to it,
   *   `NOT_FOUND`, or `NOT_WRITTEN` when the disk fails (the upload is removed).
   */
  commit(id: string, digest: string): Promise<number>;
  cancel(id: string): Promise<void>;
  /** Every blob, intact or not, by digest; concurrent changes may be missed. */
  list(): AsyncIterable<string>;
  /** The ids of all uploads in progress. */
  uploads(): Promise<readonly string[]>;
  /** Removes a blob, if it exists. Current readers can still read it to the end. */
  delete(digest: string): Promise<void>;
  clear(): Promise<void>;
}

/** What a client states about a part of an upload before it sends it, and what is allowed. Sizes are in bytes. */
export interface Piece {
  /** Where the part is to begin; by default at the end of the upload. */
  readonly at?: number | undefined;
  /** Length that the client states. */
  readonly size?: number | undefined;
  /** What the upload may hold at most with a part of that size. */
  readonly most?: number | undefined;
}

/** Content that is sent, as fast as a response accepts it. */
export interface BlobSource {
  /** Sends everything and resolves; rejects when the client disconnected or the file cannot be read. */
  pipeTo(sink: NodeJS.WritableStream): Promise<void>;
  /** The same as the body of an HTTP response, whose head is written and states the body's length. */
  sendTo(response: ServerResponse): Promise<void>;
}
