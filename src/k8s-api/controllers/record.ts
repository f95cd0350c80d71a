import type { ObjectStore, Stored } from '../object-store.ts';
import { resources } from '../resources.ts';

/** How many of the latest events are kept for aggregation (client-go: maxLruCacheEntries). */
const remembered = 4096;

/** Name of the event with that content about an object, by store. */
const written = new WeakMap<ObjectStore, Map<string, string>>();

/** Writes an event of a controller about an object, or increases the count of an equal one. */
export function record(
  store: ObjectStore,
  component: string,
  about: Stored,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  const { name, namespace = 'default', uid = '', resourceVersion = '' } = about.metadata;
  const now = store.now();
  const names = written.get(store) ?? new Map<string, string>();
  written.set(store, names);
  const saying = JSON.stringify([component, uid, type, reason, message]);
  const known = names.get(saying);
  const same = known === undefined ? undefined : store.find(resources.events, namespace, known);
  if (same !== undefined) {
    store.modify(resources.events, same, (copy) => {
      copy.count = Number(copy.count ?? 1) + 1;
      copy.lastTimestamp = now;
    });
    return;
  }
  const event = store.create(resources.events, {
    metadata: { name: '', generateName: `${name}.`, namespace },
    involvedObject: {
      kind: about.kind,
      namespace,
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion,
    },
    type,
    reason,
    message,
    source: { component },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: '',
  } as never);
  const [oldest] = names.keys();
  if (names.size >= remembered && oldest !== undefined) names.delete(oldest);
  names.set(saying, event.metadata.name);
}
