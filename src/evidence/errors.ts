export type EvidenceErrorCode =
  /** The pod that was asked about is not there. */
  | 'NO_SUCH_POD'
  /** The workload that was asked about is not there. */
  | 'NO_SUCH_WORKLOAD'
  /** The cluster can't be reached, or does not let us look. */
  | 'CLUSTER_UNSEEN'
  /** The namespace that was asked about is not there. */
  | 'NO_SUCH_NAMESPACE'
  /** A namespace or workload without pods, or a namespace that is not there. */
  | 'NO_PODS'
  /** An AWS profile that is not there, or does not work. */
  | 'NO_PROFILE'
  /** A pod without containers pulls nothing. */
  | 'NO_CONTAINER'
  /** The text to read is not there, or there is nothing in it. */
  | 'UNREADABLE'
  /** The file is no bundle, or one of another version. */
  | 'NOT_A_BUNDLE'
  /** The bundle says nothing about what was asked. */
  | 'NOT_IN_BUNDLE'
  /** An image that is not of a private registry of ECR. */
  | 'NOT_ECR'
  /** The file is no report of a node, or no pull that is asked about is on that node. */
  | 'NOT_A_NODE_REPORT'
  | 'NO_SUCH_NODE'
  /** The bundle can't be written. */
  | 'UNWRITABLE';

/** Why there is nothing to diagnose; the hint says what to do about it. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly code: EvidenceErrorCode;
  readonly hint: string;

  constructor(code: EvidenceErrorCode, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** @param permission what would have let us look. */
export function clusterUnseen(permission: string): EvidenceError {
  return new EvidenceError(
    'CLUSTER_UNSEEN',
    `the cluster was not seen: ${permission}`,
    'Check the current context with kubectl config current-context, and KUBECONFIG.',
  );
}
