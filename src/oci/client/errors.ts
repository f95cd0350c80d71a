export type RegistryErrorCode =
  /** The registry does not have the manifest or blob. */
  | 'NOT_FOUND'
  /** No credentials, or the registry refuses them. */
  | 'UNAUTHORIZED'
  /** An answer with an unexpected status. */
  | 'UNEXPECTED_STATUS'
  /** No answer: DNS, route, connection or TLS. */
  | 'UNREACHABLE'
  /** Bytes that do not match the digest or the size. */
  | 'CONTENT_MISMATCH'
  /** An answer that breaks the distribution protocol. */
  | 'PROTOCOL'
  /** The machine has no room for the content. */
  | 'NO_SPACE'
  /** The image has no manifest for this machine's platform. */
  | 'NO_PLATFORM'
  /** The caller cancelled, or no data arrived for too long. */
  | 'CANCELLED';

/**
 * Why a pull or push failed. The message is containerd's own, since users see and search for that; it never
 * contains a credential or the query of a presigned URL.
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

  /** @returns the same failure with the current operation as prefix, as Go programs wrap errors. */
  during(what: string): RegistryError {
    return new RegistryError(this.code, `${what}: ${this.message}`, {
      cause: this,
      status: this.status,
    });
  }
}
