import { admit, type WorkloadSpec } from '../admission.ts';
import { deleteObject } from '../deletion.ts';
import { suffix } from '../names.ts';
import type { ObjectStore, Stored } from '../object-store.ts';
import { resources } from '../resources.ts';
import { ApiError } from '../status.ts';
import type { Pod } from '../types.ts';
import { isControlledBy, referenceTo } from './owners.ts';
import { record } from './record.ts';

/** Keeps as many pods for each ReplicaSet as it asks for (pkg/controller/replicaset). */
export function reconcileReplicaSets(store: ObjectStore): void {
  for (const replicaSet of store.list(resources.replicasets)) {
    if (replicaSet.metadata.deletionTimestamp !== undefined) continue;
    const spec = replicaSet.spec as WorkloadSpec;
    const pods = podsOf(store, replicaSet);
    const wanted = spec.replicas ?? 0;
    for (let count = pods.length; count < wanted; count++) {
      if (!createPod(store, replicaSet, spec)) break;
    }
    for (const pod of expendable(pods).slice(0, Math.max(0, pods.length - wanted))) {
      deleteObject(store, resources.pods, pod);
      const message = `Deleted pod: ${pod.metadata.name}`;
      record(store, 'replicaset-controller', replicaSet, 'Normal', 'SuccessfulDelete', message);
    }
    writeStatus(store, replicaSet);
  }
}

/** Pods of a ReplicaSet that are not on their way out. */
export function podsOf(store: ObjectStore, replicaSet: Stored): (Stored & Pod)[] {
  return (store.list(resources.pods, replicaSet.metadata.namespace) as (Stored & Pod)[]).filter(
    (pod) =>
      isControlledBy(pod, replicaSet) &&
      pod.metadata.deletionTimestamp === undefined &&
      pod.status?.phase !== 'Failed' &&
      pod.status?.phase !== 'Succeeded',
  );
}

export function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );
}

function createPod(store: ObjectStore, replicaSet: Stored, spec: WorkloadSpec): boolean {
  const { name, namespace = '' } = replicaSet.metadata;
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
    const created = store.create(resources.pods, admit(store, resources.pods, pod as never));
    const message = `Created pod: ${created.metadata.name}`;
    record(store, 'replicaset-controller', replicaSet, 'Normal', 'SuccessfulCreate', message);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const message = `Error creating: ${error.message}`;
    failedOnce(store, replicaSet, message);
    return false;
  }
}

/** The same failure round after round is one event, or the rounds would never end. */
function failedOnce(store: ObjectStore, replicaSet: Stored, message: string): void {
  const { namespace = '', uid } = replicaSet.metadata;
  const told = store.list(resources.events, namespace).some((event) => {
    const { involvedObject } = event as { involvedObject?: { uid?: string } };
    return involvedObject?.uid === uid && event.message === message;
  });
  if (!told) record(store, 'replicaset-controller', replicaSet, 'Warning', 'FailedCreate', message);
}

/** Pods to give up first: not bound, then not ready, then the youngest. */
function expendable(pods: readonly (Stored & Pod)[]): (Stored & Pod)[] {
  const worth = (pod: Pod): number => (pod.spec.nodeName ? 1 : 0) + (isReady(pod) ? 1 : 0);
  const born = (pod: Pod): string => pod.metadata.creationTimestamp ?? '';
  return pods.toSorted((a, b) => worth(a) - worth(b) || born(b).localeCompare(born(a)));
}

function writeStatus(store: ObjectStore, replicaSet: Stored): void {
  const pods = podsOf(store, replicaSet);
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
