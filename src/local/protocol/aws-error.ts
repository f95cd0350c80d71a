/**
 * An error that a client gets to see, in AWS's own code and words.
 * The protocol of the service decides how it is written down.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Members that the error carries besides its message. */
  readonly detail: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    status = 400,
    detail: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.detail = detail;
  }
}
