/** Why a failure could not be reported as an event: the kubeconfig, the identity in it, or the API server. */
export type EventFailure = 'kubeconfig' | 'identity' | 'server';

/** An event that was not written; the run itself is not affected. */
export class EventError extends Error {
  override readonly name = 'EventError';
  readonly code: EventFailure;

  constructor(code: EventFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
