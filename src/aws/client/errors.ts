/**
 * Why a call to AWS failed:
 * - `NO_CREDENTIALS`: no source has credentials, or the chosen source can't provide them;
 * - `MISCONFIGURED`: an environment variable has an unusable URL;
 * - `UNREACHABLE`: no connection, or no response on it;
 * - `TIMEOUT`: the time limit of the whole call has passed;
 * - `NOT_AWS`: the response is not from AWS, such as a proxy's error page;
 * - `SERVICE`: AWS returned an error, with `awsCode`.
 */
export type CallFailure =
  | 'NO_CREDENTIALS'
  | 'MISCONFIGURED'
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'NOT_AWS'
  | 'SERVICE';

/** A call to AWS that failed. Its message never contains a header, a token, or a body that may contain a secret. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: CallFailure;
  /** AWS's error code, such as `AccessDeniedException`. */
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
