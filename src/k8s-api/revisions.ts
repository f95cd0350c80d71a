import type { Stored } from './object-store.ts';

/** @returns the object with the revision of its latest write. */
export function stamped(object: Stored, revision: number): Stored {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

/** @returns metadata for a replacement: fields that the server sets are kept; a changed spec increments the generation. */
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

/** @returns whether two values are equal as JSON, regardless of the order of their fields. Shared parts are not compared. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, at) => isSame(item, b[at]));
  }
  return isSameObject(a as Record<string, unknown>, b as Record<string, unknown>);
}

/** JSON omits fields that are undefined. */
function isSameObject(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let fields = 0;
  for (const name of Object.keys(a)) {
    const value = a[name];
    if (value === undefined) continue;
    fields++;
    if (!Object.hasOwn(b, name) || !isSame(value, b[name])) return false;
  }
  for (const name of Object.keys(b)) if (b[name] !== undefined) fields--;
  return fields === 0;
}
