export type StorageErrorCode =
  /** The data folder or a file in it can't be read or written. */
  | 'UNUSABLE'
  /** A newer Hawser wrote the data folder. */
  | 'NEWER_DATA'
  /** Another process has the data folder. */
  | 'IN_USE'
  /** The database, or content, is not what was written. */
  | 'DAMAGED'
  /** The disk did not take what was to be written: it is full, read-only or failing. Nothing of it was kept. */
  | 'NOT_WRITTEN'
  /** What was uploaded does not have the digest it was said to have. */
  | 'DIGEST_MISMATCH'
  /** Another request writes to the upload, or wrote to it meanwhile. */
  | 'BUSY'
  /** A piece does not begin where the upload ends. */
  | 'WRONG_OFFSET'
  /** An upload would hold more than it may. */
  | 'TOO_LARGE'
  /** There is no such blob or upload. */
  | 'NOT_FOUND';

/** What storage reports; the message names the path or digest, never the content. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError';
  readonly code: StorageErrorCode;
  /** What to do next; empty where the message says it. */
  readonly hint: string;

  constructor(
    code: StorageErrorCode,
    message: string,
    { hint = '', ...options }: ErrorOptions & { readonly hint?: string } = {},
  ) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** A piece of an upload that can't be taken where or when it comes; the client may go on from what is held. */
export class UploadConflict extends StorageError {
  /** Bytes that the upload holds. */
  readonly held: number;

  constructor(code: 'BUSY' | 'WRONG_OFFSET', message: string, held: number) {
    super(code, message);
    this.held = held;
  }
}
