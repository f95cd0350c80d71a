export type RegistryErrorCode =
  /** The registry has no such manifest or blob. */
  | 'NOT_FOUND'
  /** No credentials, or the registry says that they don't hold. */
  | 'UNAUTHORIZED'
  /** An answer with a status that was not hoped for. */
  | 'UNEXPECTED_STATUS'
  /** No answer: DNS, route, connection or TLS. */
  | 'UNREACHABLE'
  /** Bytes that are not those the digest or the size promised. */
  | 'CONTENT_MISMATCH'
  /** An answer that breaks the distribution protocol. */
  | 'PROTOCOL'
  /** The image has nothing for this machine's platform. */
  | 'NO_PLATFORM'
  /** The caller gave up, or nothing moved for too long. */
  | 'CANCELLED';

/**
 * Why a pull or push failed. The message has containerd's own words, since those are what users see and
 * search for; it never holds a credential or the query of a presigned URL.
 */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(
    code: RegistryErrorCode,
    message: string,
    options: ErrorOptions & { status?: number | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.status = options.status;
  }

  /** @returns the same failure with what was being done put in front, as Go programs wrap errors. */
  during(what: string): RegistryError {
    return new RegistryError(this.code, `${what}: ${this.message}`, {
      cause: this,
      status: this.status,
    });
  }
}
