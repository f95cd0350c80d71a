export type NodeErrorCode =
  /** A provider named in it has no executable. */
  | 'PROVIDER_BINARY'
  /** A plugin run failed: could not start, exited, took too long, or answered nonsense. */
  | 'PROVIDER_RUN'
  /** The container runtime behind the CRI socket can't be used. */
  | 'RUNTIME'
  /** The Kubernetes API refused or failed. */
  | 'API';

/** What the emulated node reports; texts are the kubelet's, since those are what users search for. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  readonly code: NodeErrorCode;

  constructor(code: NodeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
