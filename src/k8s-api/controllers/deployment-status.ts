import type { Stored } from '../object-store.ts';
import type { Condition } from '../types.ts';
import type { WorkloadSpec } from '../workload.ts';

interface Counts {
  replicas: number;
  updatedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
  unavailableReplicas: number;
}

interface DeploymentStatus extends Counts {
  observedGeneration: number;
  conditions: Condition[];
}

/**
 * The status of a Deployment, which `kubectl rollout status` waits for (pkg/controller/deployment/sync.go,
 * progress.go).
 * @param hash label of the ReplicaSet of the current template.
 * @param now RFC 3339.
 */
export function deploymentStatus(
  deployment: Stored,
  replicaSets: readonly Stored[],
  hash: string,
  now: string,
): DeploymentStatus {
  const spec = deployment.spec as WorkloadSpec;
  const counts = countsOf(spec, replicaSets, hash);
  const before = (deployment.status ?? {}) as Partial<DeploymentStatus>;
  const current = replicaSets.find(
    ({ metadata }) => metadata.labels?.['pod-template-hash'] === hash,
  );
  const name = current?.metadata.name ?? '';
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...counts,
    conditions: [
      carry(before, available(spec, counts), now),
      carry(before, progressing(spec, counts, before, name, now), now),
    ],
  };
}

function countsOf(spec: WorkloadSpec, replicaSets: readonly Stored[], hash: string): Counts {
  const sum = (field: string, of: readonly Stored[] = replicaSets): number =>
    of.reduce(
      (total, { status }) => total + Number((status as Record<string, number>)?.[field] ?? 0),
      0,
    );
  const current = replicaSets.filter(
    ({ metadata }) => metadata.labels?.['pod-template-hash'] === hash,
  );
  const replicas = sum('replicas');
  const availableReplicas = sum('availableReplicas');
  return {
    replicas,
    updatedReplicas: sum('replicas', current),
    readyReplicas: sum('readyReplicas'),
    availableReplicas,
    unavailableReplicas: Math.max(0, (spec.replicas ?? 1) - availableReplicas),
  };
}

function available({ replicas: wanted = 1, strategy }: WorkloadSpec, counts: Counts): Condition {
  const max = strategy?.rollingUpdate?.maxUnavailable ?? '25%';
  const slack = typeof max === 'number' ? max : Math.floor((Number.parseFloat(max) / 100) * wanted);
  return counts.availableReplicas >= wanted - slack
    ? condition(
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
      )
    : condition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      );
}

function progressing(
  { replicas: wanted = 1, progressDeadlineSeconds = 600 }: WorkloadSpec,
  counts: Counts,
  before: Partial<DeploymentStatus>,
  replicaSet: string,
  now: string,
): Condition {
  const { updatedReplicas, replicas, availableReplicas } = counts;
  if (updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted) {
    const message = `ReplicaSet "${replicaSet}" has successfully progressed.`;
    return condition('Progressing', 'True', 'NewReplicaSetAvailable', message);
  }
  const last = before.conditions?.find(({ type }) => type === 'Progressing');
  const moved =
    updatedReplicas > (before.updatedReplicas ?? 0) ||
    availableReplicas > (before.availableReplicas ?? 0) ||
    replicas < (before.replicas ?? 0);
  if (!moved && last?.lastUpdateTime !== undefined && last.reason !== 'NewReplicaSetAvailable') {
    const waited = Date.parse(now) - Date.parse(last.lastUpdateTime);
    if (last.status === 'False') return last;
    if (waited <= progressDeadlineSeconds * 1000) return last;
    const message = `ReplicaSet "${replicaSet}" has timed out progressing.`;
    return condition('Progressing', 'False', 'ProgressDeadlineExceeded', message);
  }
  const message = `ReplicaSet "${replicaSet}" is progressing.`;
  return { ...condition('Progressing', 'True', 'ReplicaSetUpdated', message), lastUpdateTime: now };
}

/** Times are those of the last change: of the status for the transition, of anything for the update. */
function carry(before: Partial<DeploymentStatus>, next: Condition, now: string): Condition {
  const old = before.conditions?.find(({ type }) => type === next.type);
  const same = old?.reason === next.reason && old?.message === next.message;
  const updated = next.lastUpdateTime ?? (same ? old?.lastUpdateTime : now) ?? now;
  const changed = old?.status === next.status ? (old.lastTransitionTime ?? now) : now;
  return { ...next, lastUpdateTime: updated, lastTransitionTime: changed };
}

function condition(
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
): Condition {
  return { type, status, reason, message };
}
