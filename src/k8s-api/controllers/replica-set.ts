import { admit } from '../admission.ts';
import { deleteObject } from '../deletion.ts';
import { suffix } from '../names.ts';
import type { ObjectStore, Stored } from '../object-store.ts';
import { resources } from '../resources.ts';
import { ApiError } from '../status.ts';
import type { Pod } from '../types.ts';
import type { WorkloadSpec } from '../workload.ts';
import type { Budget } from './budget.ts';
import { controllerOf, referenceTo } from './owners.ts';
import type { PodReviews } from './pod-reviews.ts';
import { record } from './record.ts';
import { inRotation } from './rotation.ts';

/**
 * Keeps the requested number of pods for each ReplicaSet (pkg/controller/replicaset).
 * @param reviews asks webhooks about each pod.
 */
export function replicaSets(reviews: PodReviews): (store: ObjectStore, budget: Budget) => void {
  return (store, budget) => reconcile(store, budget, reviews);
}

function reconcile(store: ObjectStore, budget: Budget, reviews: PodReviews): void {
  const pods = activePods(store);
  for (const replicaSet of inRotation(store, resources.replicasets, budget)) {
    if (replicaSet.metadata.deletionTimestamp !== undefined) continue;
    const spec = replicaSet.spec as WorkloadSpec;
    const own = pods.get(replicaSet.metadata.uid ?? '') ?? [];
    const made = createMissing(store, replicaSet, own.length, budget, reviews);
    const gone = deleteSurplus(store, replicaSet, own, spec.replicas ?? 0, budget);
    writeStatus(store, replicaSet, [...own.filter((pod) => !gone.has(pod)), ...made]);
  }
}

/** Pods that are not being deleted, by the uid of their controller. */
function activePods(store: ObjectStore): ReadonlyMap<string, (Stored & Pod)[]> {
  const active = (store.list(resources.pods) as (Stored & Pod)[]).filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined &&
      status?.phase !== 'Failed' &&
      status?.phase !== 'Succeeded',
  );
  return Map.groupBy(active, (pod) => controllerOf(pod)?.uid ?? '');
}

function createMissing(
  store: ObjectStore,
  replicaSet: Stored,
  present: number,
  budget: Budget,
  reviews: PodReviews,
): (Stored & Pod)[] {
  const spec = replicaSet.spec as WorkloadSpec;
  const made: (Stored & Pod)[] = [];
  while (present + made.length < (spec.replicas ?? 0) && budget.take()) {
    const pod = createPod(store, replicaSet, spec, reviews);
    if (pod === undefined) break;
    made.push(pod);
  }
  return made;
}

function deleteSurplus(
  store: ObjectStore,
  replicaSet: Stored,
  pods: readonly (Stored & Pod)[],
  wanted: number,
  budget: Budget,
): ReadonlySet<Stored> {
  const gone = new Set<Stored>();
  if (pods.length <= wanted) return gone;
  for (const pod of expendable(pods).slice(0, pods.length - wanted)) {
    if (!budget.take()) break;
    deleteObject(store, resources.pods, pod);
    const message = `Deleted pod: ${pod.metadata.name}`;
    record(store, 'replicaset-controller', replicaSet, 'Normal', 'SuccessfulDelete', message);
    gone.add(pod);
  }
  return gone;
}

export function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
}

/** @returns undefined when the pod was refused, which an event reports, or webhooks were not done with it. */
function createPod(
  store: ObjectStore,
  replicaSet: Stored,
  spec: WorkloadSpec,
  reviews: PodReviews,
): (Stored & Pod) | undefined {
  const { name, namespace = '', uid = '' } = replicaSet.metadata;
  const template = spec.template ?? {};
  const pod = {
    metadata: {
      ...template.metadata,
      name: `${name}-${suffix()}`,
      generateName: `${name}-`,
      namespace,
      ownerReferences: [referenceTo(replicaSet)],
    },
    spec: template.spec,
  };
  try {
    const reviewed = reviews.take(store, uid, admit(store, resources.pods, pod as never));
    if (reviewed === undefined) return undefined;
    const created = store.create(resources.pods, reviewed);
    const message = `Created pod: ${created.metadata.name}`;
    record(store, 'replicaset-controller', replicaSet, 'Normal', 'SuccessfulCreate', message);
    return created as Stored & Pod;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = `Error creating: ${error.message}`;
    failedOnce(store, replicaSet, message);
    return undefined;
  }
}

/** A repeated failure is one event, or each would cause another round. */
function failedOnce(store: ObjectStore, replicaSet: Stored, message: string): void {
  const { namespace = '', uid } = replicaSet.metadata;
  const told = store.list(resources.events, namespace).some((event) => {
    const { involvedObject } = event as { involvedObject?: { uid?: string } };
    return involvedObject?.uid === uid && event.message === message;
  });
  if (!told) record(store, 'replicaset-controller', replicaSet, 'Warning', 'FailedCreate', message);
}

/** Pods to delete first: not bound, then not ready, then the youngest. */
function expendable(pods: readonly (Stored & Pod)[]): (Stored & Pod)[] {
  const worth = (pod: Pod): number => (pod.spec.nodeName ? 1 : 0) + (isReady(pod) ? 1 : 0);
  const born = (pod: Pod): string => pod.metadata.creationTimestamp ?? '';
  return pods.toSorted((a, b) => worth(a) - worth(b) || born(b).localeCompare(born(a)));
}

function writeStatus(store: ObjectStore, replicaSet: Stored, pods: readonly Pod[]): void {
  const ready = pods.filter(isReady).length;
  store.modify(resources.replicasets, replicaSet, (copy) => {
    copy.status = {
      replicas: pods.length,
      fullyLabeledReplicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: copy.metadata.generation ?? 1,
    };
  });
}
