import type { Stored } from './object-store.ts';

/** @returns the object with the revision of its latest write. */
export function stamped(object: Stored, revision: number): Stored {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

/** @returns metadata for a replacement: what is the server's own stays, a changed spec is a new generation. */
export function carriedOver(before: Stored, next: Stored): Stored['metadata'] {
  const { uid, creationTimestamp, resourceVersion, generation = 1 } = before.metadata;
  const changed = !isSame(before.spec, next.spec);
  return {
    ...next.metadata,
    ...(uid === undefined ? {} : { uid }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...('spec' in before ? { generation: changed ? generation + 1 : generation } : {}),
  };
}

/** @returns whether two values are the same as JSON, whatever the order of their fields. Shared parts cost nothing. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, at) => isSame(item, b[at]));
  }
  const others = new Map(fieldsOf(b));
  const fields = fieldsOf(a);
  return (
    fields.length === others.size &&
    fields.every(([name, value]) => others.has(name) && isSame(value, others.get(name)))
  );
}

/** The fields that JSON has: those with a value. */
function fieldsOf(object: object): [string, unknown][] {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}
