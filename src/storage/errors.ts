export type StorageErrorCode =
  /** The data folder or a file in it can't be read or written. */
  | 'UNUSABLE'
  /** A newer Hawser wrote the data folder. */
  | 'NEWER_DATA'
  /** What was uploaded does not have the digest it was said to have. */
  | 'DIGEST_MISMATCH'
  /** There is no such blob or upload. */
  | 'NOT_FOUND';

/** What storage reports; the message names the path or digest, never the content. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
