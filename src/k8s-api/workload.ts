import type { LabelSelector } from './selectors.ts';
import type { ObjectMeta, PodSpec } from './types.ts';

export interface PodTemplate {
  metadata?: Partial<ObjectMeta>;
  spec?: PodSpec;
}

/** The spec of a Deployment or ReplicaSet, as far as the cluster acts on it. */
export interface WorkloadSpec {
  replicas?: number;
  selector?: LabelSelector;
  template?: PodTemplate;
  strategy?: {
    type?: string;
    rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string };
  };
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
  paused?: boolean;
  minReadySeconds?: number;
}
