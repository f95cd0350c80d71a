import type { ObjectStore, Stored } from '../object-store.ts';
import { resources } from '../resources.ts';
import type { CoreEvent } from '../types.ts';

/** Writes an event of a controller on an object, counting up one that says the same. */
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
  const same = store.list(resources.events, namespace).find((stored) => {
    const event = stored as Stored & CoreEvent;
    return event.involvedObject.uid === uid && event.reason === reason && event.message === message;
  });
  if (same !== undefined) {
    store.modify(resources.events, same, (copy) => {
      copy.count = Number(copy.count ?? 1) + 1;
      copy.lastTimestamp = now;
    });
    return;
  }
  store.create(resources.events, {
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
}
