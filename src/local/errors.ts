export type LocalErrorCode =
  /** Something else listens on the port. */
  | 'PORT_TAKEN'
  /** The port can't be listened on for another reason. */
  | 'CANNOT_LISTEN'
  /** Another local AWS keeps its data there. */
  | 'DATA_IN_USE'
  /** A node was asked for that there is not, or that there is already. */
  | 'NO_SUCH_NODE'
  /** A request to the emulator's own routes is malformed. */
  | 'BAD_REQUEST'
  /** Such a request changes something and does not say that it is JSON. */
  | 'NOT_JSON'
  /** A certificate was asked for a name that the local CA issues no certificate for. */
  | 'NOT_CERTIFIED'
  /** A cause or its target is not one that can be injected. */
  | 'CANNOT_BREAK';

/** What keeps the local AWS from starting or doing as told; the message says what to do about it. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
