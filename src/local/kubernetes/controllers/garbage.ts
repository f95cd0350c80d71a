import { deleteObject } from '../deletion.ts';
import type { ObjectStore, Stored } from '../object-store.ts';
import { resources } from '../resources.ts';
import type { CoreEvent, Pod } from '../types.ts';

/** Milliseconds that an event is kept (kube-apiserver --event-ttl). */
const eventLife = 3_600_000;

/** Deletes what has lost its owner, pods whose node is gone, and events that are old. */
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
  const now = Date.parse(store.now());
  for (const event of store.list(resources.events)) {
    const { lastTimestamp, eventTime } = event as Stored & CoreEvent;
    const last = lastTimestamp ?? eventTime ?? event.metadata.creationTimestamp ?? '';
    if (now - Date.parse(last) > eventLife) store.remove(resources.events, event);
  }
}
