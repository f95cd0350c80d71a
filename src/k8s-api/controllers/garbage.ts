import { deleteObject } from '../deletion.ts';
import type { ObjectStore, Stored } from '../object-store.ts';
import { allResources, resources } from '../resources.ts';
import type { CoreEvent, OwnerReference, Pod } from '../types.ts';
import type { Budget } from './budget.ts';

/** Milliseconds that an event is kept (kube-apiserver --event-ttl). */
const eventLife = 3_600_000;

/** Deletes objects whose owner is deleted, pods whose node is deleted, and old events. */
export function collectGarbage(store: ObjectStore, budget: Budget): void {
  deleteOrphans(store, budget);
  removePodsOfLostNodes(store, budget);
  removeOldEvents(store, budget);
}

function deleteOrphans(store: ObjectStore, budget: Budget): void {
  const known = new Map<string, ReadonlySet<string | undefined>>();
  const uidsOf = (kind: string): ReadonlySet<string | undefined> | undefined => {
    const resource = allResources.find((one) => one.kind === kind);
    if (resource === undefined) return undefined;
    const uids =
      known.get(kind) ?? new Set(store.list(resource).map(({ metadata }) => metadata.uid));
    known.set(kind, uids);
    return uids;
  };
  // It is not known whether an owner exists whose kind the cluster does not serve.
  const isLost = ({ kind, uid }: OwnerReference): boolean => uidsOf(kind)?.has(uid) === false;
  for (const resource of allResources.filter(({ namespaced }) => namespaced)) {
    for (const object of store.list(resource)) {
      const { ownerReferences = [], deletionTimestamp } = object.metadata;
      if (ownerReferences.length === 0 || deletionTimestamp !== undefined) continue;
      if (!ownerReferences.every(isLost)) continue;
      if (!budget.take()) return;
      deleteObject(store, resource, object);
    }
  }
}

function removePodsOfLostNodes(store: ObjectStore, budget: Budget): void {
  const nodes = new Set(store.list(resources.nodes).map(({ metadata }) => metadata.name));
  for (const object of store.list(resources.pods)) {
    const node = (object as Stored & Pod).spec.nodeName;
    if (!node || nodes.has(node) || object.metadata.deletionTimestamp === undefined) continue;
    if (!budget.take()) return;
    store.remove(resources.pods, object);
  }
}

function removeOldEvents(store: ObjectStore, budget: Budget): void {
  const oldest = new Date(Date.parse(store.now()) - eventLife).toISOString();
  for (const event of store.list(resources.events)) {
    const { lastTimestamp, eventTime } = event as Stored & CoreEvent;
    const last = lastTimestamp ?? eventTime ?? event.metadata.creationTimestamp ?? '';
    if (!isBefore(last, oldest)) continue;
    if (!budget.take()) return;
    store.remove(resources.events, event);
  }
}

/** Compares RFC 3339 times, to the second; those in UTC, which nearly all are, as texts. */
function isBefore(time: string, other: string): boolean {
  return time.endsWith('Z')
    ? time.slice(0, 19) < other.slice(0, 19)
    : Date.parse(time) < Date.parse(other);
}
