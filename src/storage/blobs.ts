import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

/** Where content is kept, addressed by its digest. Nothing is visible before its digest was checked. */
export interface Blobs {
  /**
   * @returns size in bytes; undefined when there is no such blob, or it is not what was put in. One that was written to
   *   since is read through to find out.
   */
  size(digest: string): Promise<number | undefined>;
  /** The same, read through in any case: also damage that comes without a write is found. */
  prove(digest: string): Promise<number | undefined>;
  /** Content from `start` to `end`, both inclusive as in HTTP ranges. The blob must exist. */
  read(digest: string, range?: { readonly start: number; readonly end: number }): BlobSource;
  /** Begins an upload under an id of the caller's choosing. @throws StorageError `NOT_WRITTEN` */
  begin(id: string): Promise<void>;
  /**
   * Appends to an upload. What arrived before the source broke off is kept. The pieces of the source are used up:
   * their memory is given back.
   * @returns bytes that the upload holds now.
   * @throws StorageError `NOT_FOUND` for an unknown upload, `TOO_LARGE`, `NOT_WRITTEN` when the disk does not take it;
   *   UploadConflict `BUSY` while another request writes to it, `WRONG_OFFSET`.
   */
  append(id: string, source: Readable, piece?: Piece): Promise<number>;
  /**
   * Bytes that an upload holds. One whose connection has just broken off has first to write what arrived, which is
   * waited for, for a moment.
   * @throws StorageError `NOT_FOUND`.
   */
  uploaded(id: string): Promise<number>;
  /**
   * Makes an upload a blob, once its content has this digest and is on disk. The upload is then gone. A blob that is
   * there already is replaced.
   * @returns size in bytes.
   * @throws StorageError `DIGEST_MISMATCH` (the upload is kept), `BUSY` while another request writes to it,
   *   `NOT_FOUND`, or `NOT_WRITTEN` when the disk fails (the upload is gone).
   */
  commit(id: string, digest: string): Promise<number>;
  cancel(id: string): Promise<void>;
  /** Every blob there is, whole or not, by digest; what comes or goes meanwhile may be missed. */
  list(): AsyncIterable<string>;
  /** The ids of all uploads under way. */
  uploads(): Promise<readonly string[]>;
  /** Removes a blob, if it is there. Whoever is reading it goes on reading. */
  delete(digest: string): Promise<void>;
  clear(): Promise<void>;
}

/** What a client says of a piece of an upload before it sends it, and what is allowed. Sizes are in bytes. */
export interface Piece {
  /** Where the piece is to begin; without it, wherever the upload ends. */
  readonly at?: number | undefined;
  /** Length that the client announces. */
  readonly size?: number | undefined;
  /** What the upload may hold at most with a piece of that size. */
  readonly most?: number | undefined;
}

/** Content on its way out: written to a response as fast as it takes it. */
export interface BlobSource {
  /** Writes everything and resolves; rejects when the reader went away or the file can't be read. */
  pipeTo(sink: NodeJS.WritableStream): Promise<void>;
  /** The same as the body of an HTTP response, whose head is written and names the body's length. */
  sendTo(response: ServerResponse): Promise<void>;
}
