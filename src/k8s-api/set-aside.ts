import type { Metadata } from '../storage/metadata.ts';
import { decodeObject } from './decode.ts';
import { keyOf } from './names.ts';
import { collectionOf } from './object-store.ts';
import { allResources, type Resource } from './resources.ts';
import { objectCauses } from './validation/object.ts';

/** Collection of stored documents that cannot be served as objects. */
export const setAsideCollection = 'kubernetes.set-aside';

interface SetAside {
  readonly collection: string;
  readonly key: string;
  readonly document: unknown;
}

/**
 * Moves stored documents that are not valid objects to a separate collection, so that a damaged object, or one that an
 * earlier version accepted, does not prevent the cluster from starting. Nothing is deleted.
 * @param log receives a line for each of them.
 */
export function setAsideDamaged(metadata: Metadata, log: (line: string) => void): void {
  const aside = metadata.collection<SetAside>(setAsideCollection);
  for (const resource of allResources) {
    const collection = collectionOf(metadata, resource);
    for (const { key, document } of collection.list()) {
      const why = complaintAbout(resource, key, document);
      if (why === undefined) continue;
      const name = `kubernetes.${resource.plural}`;
      aside.put(`${name}/${key}`, { collection: name, key, document });
      collection.delete(key);
      log(`set aside the stored ${resource.kind} ${key}, which cannot be used: ${why}`);
    }
  }
}

function complaintAbout(resource: Resource, key: string, document: unknown): string | undefined {
  try {
    const { object } = decodeObject(resource, document);
    const { namespace = '', name, uid } = object.metadata;
    if (keyOf(resource, namespace, name) !== key) return 'it is stored under another name';
    if (uid === undefined || uid === '') return 'it has no uid';
    return objectCauses(resource, object)[0];
  } catch (error) {
    return (error as Error).message;
  }
}
