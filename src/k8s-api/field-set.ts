import { isObject, type Json, type JsonObject, mergedSets, mergeKeyOf } from './strategic-merge.ts';

/**
 * A field as FieldsV1 writes it, from the root: `f:NAME`, `k:{…}` for an item of a keyed list, `v:…` for one of a set,
 * `.` for the item itself. (apimachinery: structured-merge-diff, fieldpath/serialize-pe.go)
 */
export type FieldPath = readonly string[];

/** Fields by their path as JSON text. */
export type FieldSet = ReadonlySet<string>;

/** Fields without owners: they name the object, or belong to the server. */
const unowned = new Set([
  'f:apiVersion',
  'f:kind',
  'f:status',
  ...[
    'name',
    'namespace',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generateName',
    'managedFields',
    'selfLink',
  ].map((name) => `f:metadata f:${name}`),
]);

/** Maps that are owned whole (`+structType=atomic` in Kubernetes' API types). */
const atomic = new Set([
  'selector',
  'nodeSelector',
  'labelSelector',
  'resourceFieldRef',
  'fieldRef',
]);

/** Most fields of an object with separate owners: more would block other requests for too long. */
const mostFields = 2_000;

/**
 * The fields that an object sets, with the value of each; `null` stands for that of an item itself. Of an
 * object with very many fields only the top-level ones are separate.
 */
export function fieldsOf(object: JsonObject): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  if (collect(object, [], found)) return found;
  const top = (partsOf(object, []) ?? []).filter(([part]) => !unowned.has(part));
  return new Map(top.map(([part, value]) => [JSON.stringify([part]), value]));
}

/** @returns false once there are more than may have owners of their own. */
function collect(value: Json, path: FieldPath, found: Map<string, Json>): boolean {
  const parts = partsOf(value, path);
  if (parts === undefined) {
    if (path.length > 0) found.set(JSON.stringify(path), value);
    return found.size <= mostFields;
  }
  return parts.every(([part, inner]) => {
    const below = [...path, part];
    if (path.length < 2 && unowned.has(below.join(' '))) return true;
    if (!part.startsWith('f:')) found.set(itemField(below), null);
    if (part.startsWith('v:')) return found.size <= mostFields;
    return collect(inner, below, found);
  });
}

function itemField(path: FieldPath): string {
  return JSON.stringify([...path, '.']);
}

/** What a value is made of, as far as its parts can have owners of their own. */
function partsOf(value: Json, path: FieldPath): readonly (readonly [string, Json])[] | undefined {
  const name = path.at(-1)?.slice(2) ?? '';
  if (isObject(value)) {
    const entries = Object.entries(value);
    if (path.length > 0 && (entries.length === 0 || atomic.has(name))) return undefined;
    return entries.map(([key, inner]) => [`f:${key}`, inner] as const);
  }
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (mergedSets.has(name)) return value.map((item) => [`v:${JSON.stringify(item)}`, item]);
  const key = mergeKeyOf(name, value);
  if (key === undefined) return undefined;
  return value.map((item) => [`k:${JSON.stringify(keysOf(item, name, key))}`, item]);
}

/** Ports are told apart by their protocol, too. */
function keysOf(item: Json, list: string, key: string): JsonObject {
  if (!isObject(item)) return {};
  const keys: JsonObject = { [key]: item[key] ?? null };
  return list === 'ports' ? { ...keys, protocol: item.protocol ?? 'TCP' } : keys;
}

/** @returns a copy of an object without those fields, and without the maps and lists that they leave empty. */
export function withoutFields(object: JsonObject, fields: FieldSet): JsonObject {
  if (fields.size === 0) return object;
  return (pruned(object, [], fields) ?? {}) as JsonObject;
}

function pruned(value: Json, path: FieldPath, fields: FieldSet): Json | undefined {
  const parts = partsOf(value, path);
  if (path.length > 0 && fields.has(JSON.stringify(path))) return undefined;
  if (parts === undefined) return value;
  const kept = parts.flatMap(([part, inner]): [string, Json][] => {
    const below = [...path, part];
    if (!part.startsWith('f:') && fields.has(itemField(below))) return [];
    const left = part.startsWith('v:') ? inner : pruned(inner, below, fields);
    return left === undefined ? [] : [[part.slice(2), left]];
  });
  if (kept.length === 0 && parts.length > 0) return undefined;
  return Array.isArray(value) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
}

/** As FieldsV1 is stored: a map of maps. */
export function toFieldsV1(fields: FieldSet): JsonObject {
  const root: JsonObject = {};
  for (const field of [...fields].sort()) {
    let at = root;
    for (const part of JSON.parse(field) as string[]) {
      const inner = Object.hasOwn(at, part) ? at[part] : undefined;
      const next: JsonObject = isObject(inner) ? inner : {};
      at[part] = next;
      at = next;
    }
  }
  return root;
}

export function fromFieldsV1(tree: unknown): FieldSet {
  const found = new Set<string>();
  const walk = (node: unknown, path: FieldPath): void => {
    const entries = isObject(node) ? Object.entries(node) : [];
    if (entries.length === 0 && path.length > 0) found.add(JSON.stringify(path));
    for (const [part, inner] of entries) walk(inner, [...path, part]);
  };
  walk(tree, []);
  return found;
}

/** As error messages write a field: `.spec.containers[name="app"].image`. */
export function printField(field: string): string {
  return (JSON.parse(field) as string[])
    .filter((part) => part !== '.')
    .map((part) => {
      if (part.startsWith('f:')) return `.${part.slice(2)}`;
      if (part.startsWith('v:')) return `[=${part.slice(2)}]`;
      const keys = Object.entries(JSON.parse(part.slice(2)) as JsonObject);
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}
