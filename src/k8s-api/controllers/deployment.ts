import { createHash } from 'node:crypto';
import type { ObjectStore, Stored } from '../object-store.ts';
import { resources } from '../resources.ts';
import type { WorkloadSpec } from '../workload.ts';
import type { Budget } from './budget.ts';
import { deploymentStatus } from './deployment-status.ts';
import { isControlledBy, referenceTo } from './owners.ts';
import { record } from './record.ts';
import { inRotation } from './rotation.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** Rolls each Deployment towards its template, one ReplicaSet a template (pkg/controller/deployment). */
export function reconcileDeployments(store: ObjectStore, budget: Budget): void {
  for (const deployment of inRotation(store, resources.deployments, budget)) {
    if (deployment.metadata.deletionTimestamp !== undefined) continue;
    const current = ensureReplicaSet(store, deployment);
    const old = replicaSetsOf(store, deployment).filter(
      ({ metadata }) => metadata.uid !== current.metadata.uid,
    );
    if ((deployment.spec as WorkloadSpec).paused !== true) roll(store, deployment, current, old);
    writeStatus(store, deployment);
    cleanUp(store, deployment, old);
  }
}

function replicaSetsOf(store: ObjectStore, deployment: Stored): Stored[] {
  return store
    .list(resources.replicasets, deployment.metadata.namespace)
    .filter((replicaSet) => isControlledBy(replicaSet, deployment));
}

/** Finds or creates the ReplicaSet of the Deployment's current template. */
function ensureReplicaSet(store: ObjectStore, deployment: Stored): Stored {
  const { name, namespace = '' } = deployment.metadata;
  const spec = deployment.spec as WorkloadSpec;
  const hash = templateHash(spec.template);
  const all = replicaSetsOf(store, deployment);
  const found = all.find(({ metadata }) => metadata.labels?.[hashLabel] === hash);
  const highest = Math.max(0, ...all.map(revisionOf));
  if (found !== undefined && (revisionOf(found) === highest || all.length === 1)) return found;
  const revision = String(highest + 1);
  if (found !== undefined) return withRevision(store, resources.replicasets, found, revision);
  const labels = { ...spec.template?.metadata?.labels, [hashLabel]: hash };
  withRevision(store, resources.deployments, deployment, revision);
  return store.create(resources.replicasets, {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { [revisionAnnotation]: revision },
      ownerReferences: [referenceTo(deployment)],
    },
    spec: {
      replicas: 0,
      selector: {
        ...spec.selector,
        matchLabels: { ...spec.selector?.matchLabels, [hashLabel]: hash },
      },
      template: { ...spec.template, metadata: { ...spec.template?.metadata, labels } },
    },
    status: { replicas: 0 },
  } as never);
}

/** Scales the new ReplicaSet up and the old ones down, within maxSurge and maxUnavailable. */
function roll(store: ObjectStore, deployment: Stored, current: Stored, old: Stored[]): void {
  const { replicas: wanted = 1, strategy } = deployment.spec as WorkloadSpec;
  const total = [current, ...old].reduce((sum, one) => sum + replicasOf(one), 0);
  if (strategy?.type === 'Recreate') {
    for (const one of old) scale(store, deployment, one, 0);
    const running = old.reduce((sum, one) => sum + statusOf(one, 'replicas'), 0);
    if (running === 0) scale(store, deployment, current, wanted);
    return;
  }
  const surge = share(strategy?.rollingUpdate?.maxSurge ?? '25%', wanted, Math.ceil);
  const slack = share(strategy?.rollingUpdate?.maxUnavailable ?? '25%', wanted, Math.floor);
  const room = Math.max(0, wanted + surge - total);
  const target = Math.min(wanted, replicasOf(current) + room);
  scale(store, deployment, current, replicasOf(current) > wanted ? wanted : target);
  const available = [current, ...old].reduce(
    (sum, one) => sum + statusOf(one, 'availableReplicas'),
    0,
  );
  // Old pods that are not available are deleted first, and do not count against the limits.
  let spare = Math.max(0, available - (wanted - (surge + slack === 0 ? 1 : slack)));
  for (const one of old) {
    const unavailable = Math.max(0, replicasOf(one) - statusOf(one, 'availableReplicas'));
    const fewer = Math.min(replicasOf(one), unavailable + spare);
    spare -= Math.max(0, fewer - unavailable);
    scale(store, deployment, one, replicasOf(one) - fewer);
  }
}

function scale(store: ObjectStore, deployment: Stored, replicaSet: Stored, replicas: number): void {
  const before = replicasOf(replicaSet);
  if (before === replicas) return;
  store.modify(resources.replicasets, replicaSet, (copy) => {
    copy.spec = { ...(copy.spec as object), replicas };
  });
  const direction = replicas > before ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${replicaSet.metadata.name} from ${before} to ${replicas}`;
  record(store, 'deployment-controller', deployment, 'Normal', 'ScalingReplicaSet', message);
}

function writeStatus(store: ObjectStore, deployment: Stored): void {
  const { namespace = '', name } = deployment.metadata;
  const latest = store.find(resources.deployments, namespace, name);
  if (latest === undefined) return;
  const hash = templateHash((latest.spec as WorkloadSpec).template);
  const status = deploymentStatus(latest, replicaSetsOf(store, latest), hash, store.now());
  store.modify(resources.deployments, latest, (copy) => {
    copy.status = status;
  });
}

/** Deletes old, empty ReplicaSets beyond the history that is kept for `rollout undo`. */
function cleanUp(store: ObjectStore, deployment: Stored, old: readonly Stored[]): void {
  const { revisionHistoryLimit = 10 } = deployment.spec as WorkloadSpec;
  const empty = old
    .filter((one) => replicasOf(one) === 0 && statusOf(one, 'replicas') === 0)
    .toSorted((a, b) => revisionOf(a) - revisionOf(b));
  for (const one of empty.slice(0, Math.max(0, empty.length - revisionHistoryLimit))) {
    store.remove(resources.replicasets, one);
  }
}

function withRevision(
  store: ObjectStore,
  resource: (typeof resources)['deployments' | 'replicasets'],
  object: Stored,
  revision: string,
): Stored {
  const annotated = store.modify(resource, object, (copy) => {
    copy.metadata.annotations = { ...copy.metadata.annotations, [revisionAnnotation]: revision };
  });
  return annotated ?? object;
}

/** Hashes of templates, cached: templates may be large, and every round needs them. */
const hashes = new WeakMap<object, string>();

function templateHash(template: object = {}): string {
  const known = hashes.get(template);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  const hash = [...digest.subarray(0, 10)].map((byte) => letters[byte % letters.length]).join('');
  hashes.set(template, hash);
  return hash;
}

function revisionOf({ metadata }: Stored): number {
  return Number(metadata.annotations?.[revisionAnnotation] ?? 0);
}

function replicasOf({ spec }: Stored): number {
  return (spec as WorkloadSpec).replicas ?? 0;
}

function statusOf({ status }: Stored, field: string): number {
  return Number((status as Record<string, unknown> | undefined)?.[field] ?? 0);
}

/** A number, or a percentage of the desired replicas. */
function share(value: number | string, of: number, round: (n: number) => number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number.parseFloat(value) / 100) * of) : Number(value);
}
