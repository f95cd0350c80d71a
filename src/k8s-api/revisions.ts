import type { Stored } from './object-store.ts';

/** @returns the object with the revision of its latest write. */
export function stamped(object: Stored, revision: number): Stored {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

/** @returns metadata for a replacement: what is the server's own stays, a changed spec is a new generation. */
export function carriedOver(before: Stored, next: Stored): Stored['metadata'] {
  const { uid, creationTimestamp, resourceVersion, generation = 1 } = before.metadata;
  const changed = JSON.stringify(before.spec) !== JSON.stringify(next.spec);
  return {
    ...next.metadata,
    ...(uid === undefined ? {} : { uid }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...('spec' in before ? { generation: changed ? generation + 1 : generation } : {}),
  };
}

/** @returns whether two objects say the same, whatever the order of their fields. */
export function isSame(a: Stored, b: Stored): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    sorted(inner),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
