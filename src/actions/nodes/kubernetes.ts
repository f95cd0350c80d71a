import type { ChangeFacts } from './base.ts';

/** A workload by kind and name; the pod itself where nothing makes it. */
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

/** Lets the kubelet fetch what the node does not have. A pod is replaced: its pull policy cannot be changed. */
export interface SetPullPolicy extends InNamespace {
  readonly kind: 'set-pull-policy';
  readonly workload: Workload;
  readonly container: string;
  readonly before: string;
  readonly policy: string;
}

/** Makes or renews a pull Secret with a token of ECR, which holds for twelve hours. */
export interface RenewPullSecret extends InNamespace {
  readonly kind: 'renew-pull-secret';
  readonly secret: string;
  /** Host of the registry. */
  readonly registry: string;
  /** Region and account of the registry. */
  readonly region: string;
  readonly account: string;
}

export type KubernetesChange = SetImage | UndoRollout | SetPullPolicy | RenewPullSecret;
