export type StorageErrorCode =
  /** The data folder or a file in it cannot be read or written. */
  | 'UNUSABLE'
  /** A newer Hawser wrote the data folder. */
  | 'NEWER_DATA'
  /** Another process has locked the data folder. */
  | 'IN_USE'
  /** The database, or content, was changed or damaged. */
  | 'DAMAGED'
  /** A write failed: the disk is full, read-only or failing. Nothing of it was kept. */
  | 'NOT_WRITTEN'
  /** The uploaded content does not have the stated digest. */
  | 'DIGEST_MISMATCH'
  /** Another request writes to the upload, or has written to it. */
  | 'BUSY'
  /** A part does not begin where the upload ends. */
  | 'WRONG_OFFSET'
  /** An upload would exceed its limit. */
  | 'TOO_LARGE'
  /** There is no such blob or upload. */
  | 'NOT_FOUND';

/** An error of storage; the message names the path or digest, never the content. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError';
  readonly code: StorageErrorCode;
  /** What to do next; empty where the message contains it. */
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

/** A part of an upload that cannot be accepted now or at this offset; the client may continue from `held`. */
export class UploadConflict extends StorageError {
  /** Bytes that the upload holds. */
  readonly held: number;

  constructor(code: 'BUSY' | 'WRONG_OFFSET', message: string, held: number) {
    super(code, message);
    this.held = held;
  }
}
