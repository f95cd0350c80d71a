import type { Workload } from '../nodes/kubernetes.ts';

/** Kinds whose pods are replaced when their template changes. */
export const rolledKinds: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
];

/** The path of a workload in the Kubernetes API. */
export function resourceOf({ kind, name }: Workload, namespace: string): string {
  const base = kind === 'Pod' ? '/api/v1' : '/apis/apps/v1';
  return `${base}/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
}

/** The same for kubectl, such as `deployment/web`. */
export function targetOf({ kind, name }: Workload): string {
  return `${kind.toLowerCase()}/${name}`;
}
