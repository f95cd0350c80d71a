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

/** What to do about each, where the error itself says nothing nearer. */
const hints: Readonly<Record<LocalErrorCode, string>> = {
  PORT_TAKEN: 'Stop what listens there, or choose another port with --port.',
  CANNOT_LISTEN: 'Choose another port with --port.',
  DATA_IN_USE: 'Stop the other local AWS, or choose another folder with --data.',
  NO_SUCH_NODE: 'List the nodes with kubectl get nodes.',
  BAD_REQUEST: 'Correct the field that is named, and ask again.',
  NOT_JSON: 'Send the header Content-Type: application/json.',
  NOT_CERTIFIED: 'Use a name that hawser local hosts prints, or localhost.',
  CANNOT_BREAK:
    'hawser explain CODE describes a cause, and hawser explain --list all of them; hawser local heal undoes what is broken.',
};

/** What keeps the local AWS from starting or doing as told; the hint says what to do about it. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly code: LocalErrorCode;
  readonly hint: string;

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hints[code];
  }
}
