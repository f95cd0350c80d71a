/**
 * Ways in which a call to AWS ends without its answer:
 * - `NO_CREDENTIALS`: no source of credentials has any, or the one that was chosen can't give them;
 * - `MISCONFIGURED`: a variable of the environment names no usable URL;
 * - `UNREACHABLE`: no connection, or one that nobody answers as AWS would;
 * - `TIMEOUT`: the time for all of it is over;
 * - `NOT_AWS`: something answered that is not AWS, such as a proxy's page;
 * - `SERVICE`: AWS refused, with `awsCode`.
 */
export type CallFailure =
  | 'NO_CREDENTIALS'
  | 'MISCONFIGURED'
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'NOT_AWS'
  | 'SERVICE';

/** A call to AWS that failed. No message of it holds a header, a body that may carry a secret, or a token. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: CallFailure;
  /** AWS's own name of the error, such as `AccessDeniedException`. */
  readonly awsCode: string | undefined;

  constructor(code: CallFailure, message: string, options: CallErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.awsCode = options.awsCode;
  }
}

interface CallErrorOptions extends ErrorOptions {
  readonly awsCode?: string;
}
