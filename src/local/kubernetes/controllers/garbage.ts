import { deleteObject } from '../deletion.ts';
import type { ObjectStore } from '../object-store.ts';
import { resources } from '../resources.ts';
import type { Pod } from '../types.ts';

/** Deletes what has lost its owner, and pods whose node is gone. */
export function collectGarbage(store: ObjectStore): void {
  const owners = new Set(
    [resources.deployments, resources.replicasets].flatMap((resource) =>
      store.list(resource).map(({ metadata }) => metadata.uid),
    ),
  );
  const nodes = new Set(store.list(resources.nodes).map(({ metadata }) => metadata.name));
  for (const resource of [resources.replicasets, resources.pods]) {
    for (const object of store.list(resource)) {
      const references = object.metadata.ownerReferences ?? [];
      const orphaned = references.length > 0 && references.every(({ uid }) => !owners.has(uid));
      if (orphaned && object.metadata.deletionTimestamp === undefined) {
        deleteObject(store, resource, object);
      }
    }
  }
  for (const object of store.list(resources.pods)) {
    const node = (object as unknown as Pod).spec.nodeName;
    if (node && !nodes.has(node) && object.metadata.deletionTimestamp !== undefined) {
      store.remove(resources.pods, object);
    }
  }
}
