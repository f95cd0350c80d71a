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

/** What to do about each, where nothing nearer is known. */
const hints: Readonly<Record<StorageErrorCode, string>> = {
  UNUSABLE: 'Name a folder that this user may write to.',
  NEWER_DATA: 'Use the newer Hawser, or another folder.',
  IN_USE: 'Stop the other process, or use another folder.',
  DAMAGED: 'hawser local verify says what is damaged.',
  NOT_WRITTEN: 'Make space on the disk, or make it writable, and try again.',
  DIGEST_MISMATCH: 'Send the content again.',
  BUSY: 'Wait for the other request, or begin another upload.',
  WRONG_OFFSET: 'Continue where the upload ends.',
  TOO_LARGE: 'Send less, or raise the limit.',
  NOT_FOUND: 'Send the content again.',
};

/** An error of storage; the message names the path or digest, never the content. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError';
  readonly code: StorageErrorCode;
  /** What to do next. */
  readonly hint: string;

  constructor(
    code: StorageErrorCode,
    message: string,
    { hint = hints[code], ...options }: ErrorOptions & { readonly hint?: string } = {},
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
