export type AuthenticationErrorCode =
  /** The request carries no signature. */
  | 'MISSING'
  /** The signature cannot be parsed. */
  | 'INCOMPLETE'
  /** There is no such access key, or its session token is not the one that was issued. */
  | 'UNKNOWN_KEY'
  /** The signature does not match the request and the key. */
  | 'BAD_SIGNATURE'
  /** Signed too long ago, or in the future. */
  | 'SKEWED'
  /** The temporary credentials have expired. */
  | 'EXPIRED';

/** Why a request's signature was not accepted. Each protocol has its own code and status for it. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
  readonly code: AuthenticationErrorCode;

  constructor(code: AuthenticationErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
