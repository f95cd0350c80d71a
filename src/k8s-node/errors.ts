export type NodeErrorCode =
  /** A provider named in it has no executable. */
  | 'PROVIDER_BINARY'
  /**
   * A plugin run failed: it could not start, exited with an error, took too long, or returned an invalid
   * answer.
   */
  | 'PROVIDER_RUN'
  /** The container runtime behind the CRI socket cannot be used. */
  | 'RUNTIME'
  /** The Kubernetes API refused or failed. */
  | 'API';

/** An error of the emulated node; texts are the kubelet's, since users search for those. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  readonly code: NodeErrorCode;

  constructor(code: NodeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
