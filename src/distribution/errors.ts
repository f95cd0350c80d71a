/** Error codes of the OCI distribution specification, and two more that registries use. */
export type DistributionErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNAVAILABLE'
  | 'UNSUPPORTED';

/** An error of a registry, with its HTTP status and the body `{"errors":[{"code","message"}]}`. */
export class DistributionError extends Error {
  override readonly name = 'DistributionError';
  readonly code: DistributionErrorCode;
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: DistributionErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/**
 * A part of an upload does not begin where the upload ends, or another request writes to it. The client gets
 * the current offset, so that it can continue from there.
 */
export class UploadOffsetError extends Error {
  override readonly name = 'UploadOffsetError';
  /** Bytes that the upload holds. */
  readonly held: number;

  constructor(message: string, held: number, options?: ErrorOptions) {
    super(message, options);
    this.held = held;
  }
}
