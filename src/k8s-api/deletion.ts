import type { DeleteOptions } from './delete-options.ts';
import type { ObjectStore, Stored } from './object-store.ts';
import { type Resource, resources } from './resources.ts';
import { ApiError, forbidden } from './status.ts';
import type { Pod } from './types.ts';

/** Namespaces that cannot be deleted (Kubernetes, admission plugin NamespaceLifecycle). */
const immortal: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/**
 * Deletes an object as the API server does: a pod on a node is only marked, and removed when its kubelet
 * reports that its containers have ended; a namespace is marked, and removed when it is empty; an object with
 * finalizers waits for them. Dependents are left to the garbage collector, or orphaned on request.
 * @returns the object as it is now, and whether it is deleted.
 * @throws ApiError Forbidden for a namespace that cannot be deleted.
 */
export function deleteObject(
  store: ObjectStore,
  resource: Resource,
  object: Stored,
  options: DeleteOptions = {},
): { object: Stored; gone: boolean } {
  if (resource === resources.namespaces && immortal.has(object.metadata.name)) {
    throw forbidden(resource, object.metadata.name, 'this namespace may not be deleted');
  }
  checkPreconditions(object, options);
  if (options.dryRun) return { object, gone: false };
  if (options.propagationPolicy === 'Orphan') orphan(store, object);
  const grace = graceOf(resource, object, options);
  const waits =
    grace > 0 || resource === resources.namespaces || (object.metadata.finalizers ?? []).length > 0;
  if (!waits) {
    store.remove(resource, object);
    return { object, gone: true };
  }
  if (object.metadata.deletionTimestamp !== undefined) return { object, gone: false };
  const marked = store.modify(resource, object, (copy) => {
    copy.metadata.deletionTimestamp = store.now();
    copy.metadata.deletionGracePeriodSeconds = grace;
    if (resource === resources.namespaces) copy.status = { phase: 'Terminating' };
  });
  return { object: marked ?? object, gone: marked === undefined };
}

/** @throws ApiError Conflict when the preconditions do not match the object. */
function checkPreconditions({ metadata }: Stored, { preconditions }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid) {
    throw new ApiError(
      'Conflict',
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw new ApiError(
      'Conflict',
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`,
    );
  }
}

/** Grace period of a pod in seconds; zero when it is on no node. */
function graceOf(resource: Resource, object: Stored, options: DeleteOptions): number {
  if (resource !== resources.pods) return 0;
  const { spec, status } = object as Stored & Pod;
  const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (!spec.nodeName || ended) return 0;
  return options.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}

function orphan(store: ObjectStore, owner: Stored): void {
  for (const resource of [resources.replicasets, resources.pods]) {
    for (const dependent of store.list(resource, owner.metadata.namespace)) {
      const owners = dependent.metadata.ownerReferences ?? [];
      if (!owners.some(({ uid }) => uid === owner.metadata.uid)) continue;
      store.modify(resource, dependent, (copy) => {
        copy.metadata.ownerReferences = owners.filter(({ uid }) => uid !== owner.metadata.uid);
      });
    }
  }
}
