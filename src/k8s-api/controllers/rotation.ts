import { keyOf } from '../names.ts';
import type { ObjectStore, Stored } from '../object-store.ts';
import type { Resource } from '../resources.ts';
import type { Budget } from './budget.ts';

/** Where the rounds over the objects of a resource were interrupted, by key. */
const places = new WeakMap<ObjectStore, Map<Resource, string>>();

/**
 * All objects of a resource, beginning with those that the last round did not reach. The round ends when it has
 * taken its time, and the next one continues there.
 */
export function* inRotation(
  store: ObjectStore,
  resource: Resource,
  budget: Budget,
): Generator<Stored> {
  const brokenOff = places.get(store) ?? new Map<Resource, string>();
  places.set(store, brokenOff);
  const after = brokenOff.get(resource);
  brokenOff.delete(resource);
  const rest = after === undefined ? [] : store.list(resource, '', { after });
  const all = store.list(resource);
  for (const { metadata } of [...rest, ...all.slice(0, all.length - rest.length)]) {
    const { namespace = '', name } = metadata;
    const object = store.find(resource, namespace, name);
    if (object === undefined) continue;
    yield object;
    if (!budget.isLate) continue;
    brokenOff.set(resource, keyOf(resource, namespace, name));
    budget.stop();
    return;
  }
}
