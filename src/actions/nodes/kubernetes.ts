import type { ChangeFacts } from './base.ts';

/** A workload by kind and name; the pod itself if it has no controller. */
export interface Workload {
  /** Such as `Deployment`, or `Pod`. */
  readonly kind: string;
  readonly name: string;
}

interface InNamespace extends ChangeFacts {
  readonly namespace: string;
}

export interface SetImage extends InNamespace {
  readonly kind: 'set-image';
  readonly workload: Workload;
  readonly container: string;
  readonly image: string;
}

export interface UndoRollout extends InNamespace {
  readonly kind: 'undo-rollout';
  readonly workload: Workload;
}

/**
 * Changes the pull policy so that the kubelet pulls an image that the node does not have. A pod is replaced:
 * its pull policy cannot be changed.
 */
export interface SetPullPolicy extends InNamespace {
  readonly kind: 'set-pull-policy';
  readonly workload: Workload;
  readonly container: string;
  readonly before: string;
  readonly policy: string;
}

/** Creates or renews a pull Secret with an ECR token, which is valid for twelve hours. */
export interface RenewPullSecret extends InNamespace {
  readonly kind: 'renew-pull-secret';
  readonly secret: string;
  /** Host of the registry. */
  readonly registry: string;
  /** Region and account of the registry. */
  readonly region: string;
  readonly account: string;
}

/** Sets annotations of a service account. */
export interface AnnotateServiceAccount extends InNamespace {
  readonly kind: 'annotate-service-account';
  readonly serviceAccount: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export type KubernetesChange =
  | SetImage
  | UndoRollout
  | SetPullPolicy
  | RenewPullSecret
  | AnnotateServiceAccount;
