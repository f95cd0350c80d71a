import { ensureDefaultAccount } from '../bootstrap.ts';
import { deleteObject } from '../deletion.ts';
import type { ObjectStore } from '../object-store.ts';
import { allResources, resources } from '../resources.ts';
import type { Budget } from './budget.ts';

/** Gives active namespaces their service account, empties those being deleted, and deletes the empty ones. */
export function reconcileNamespaces(store: ObjectStore, budget: Budget): void {
  for (const namespace of store.list(resources.namespaces)) {
    const { name, deletionTimestamp } = namespace.metadata;
    if (deletionTimestamp === undefined) ensureDefaultAccount(store, name);
    else if (isEmptied(store, name, budget)) store.remove(resources.namespaces, namespace);
  }
}

/** Deletes what a namespace contains. @returns whether it is empty; pods may take their time. */
function isEmptied(store: ObjectStore, namespace: string, budget: Budget): boolean {
  const inside = allResources.filter(({ namespaced }) => namespaced);
  for (const resource of inside) {
    for (const object of store.list(resource, namespace)) {
      if (object.metadata.deletionTimestamp !== undefined) continue;
      if (!budget.take()) return false;
      deleteObject(store, resource, object);
    }
  }
  return inside.every((resource) => store.list(resource, namespace).length === 0);
}
