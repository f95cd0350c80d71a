export type AnswerErrorCode =
  /** It is larger than one answer may be, or all of them together. */
  | 'TOO_LARGE'
  /** It takes longer than one answer may take, or all of them together. */
  | 'TOO_SLOW'
  /** A list goes on and on without anything in it. */
  | 'ENDLESS'
  /** It has not the form that the Kubernetes API has. */
  | 'MALFORMED';

/** What an API server answered that is no use, or more than can be read. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  readonly code: AnswerErrorCode;

  constructor(code: AnswerErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
