/** Why a failure could not be told in an event: the kubeconfig, the identity in it, or the API server. */
export type EventFailure = 'kubeconfig' | 'identity' | 'server';

/** An event that was not written; it costs the event and nothing else. */
export class EventError extends Error {
  override readonly name = 'EventError';
  readonly code: EventFailure;

  constructor(code: EventFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
