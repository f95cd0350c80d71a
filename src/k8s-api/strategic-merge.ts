export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Lists whose items are merged by a key, from the patchMergeKey tags of Kubernetes' API types. Lists of
 * plain values that are merged as sets have no key. Every other list is replaced whole.
 */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  ports: 'containerPort',
  imagePullSecrets: 'name',
  secrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  conditions: 'type',
  addresses: 'type',
  ownerReferences: 'uid',
  podIPs: 'ip',
  hostIPs: 'ip',
};
export const mergedSets = new Set(['finalizers']);

/** Prefix of the directive that names the values to delete from a list of scalars. */
const deletedValues = '$deleteFromPrimitiveList/';

/**
 * Applies a strategic merge patch (apimachinery: util/strategicpatch), with its directives `$patch`,
 * `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…`.
 * @returns a patched copy.
 */
export function strategicMerge(target: JsonObject, patch: JsonObject): JsonObject {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  const result = retained({ ...target }, patch.$retainKeys);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$') || key === '__proto__') continue;
    if (value === null) delete result[key];
    else if (typeof value !== 'object') result[key] = value;
    else result[key] = mergeField(key, result[key], value, patch[`$setElementOrder/${key}`]);
  }
  for (const [directive, values] of Object.entries(patch)) {
    if (!directive.startsWith(deletedValues)) continue;
    const key = directive.slice(deletedValues.length);
    const list = result[key];
    if (!Array.isArray(list)) continue;
    const gone = new Set(Array.isArray(values) ? values : []);
    result[key] = list.filter((item) => !gone.has(item));
  }
  return result;
}

function mergeField(
  key: string,
  old: Json | undefined,
  value: Json,
  order: Json | undefined,
): Json {
  if (isObject(value)) return strategicMerge(isObject(old) ? old : {}, value);
  if (!Array.isArray(value)) return value;
  const before = Array.isArray(old) ? old : [];
  if (mergedSets.has(key)) return [...new Set([...before, ...value])];
  const mergeKey = mergeKeyOf(key, [...before, ...value]);
  if (mergeKey === undefined || value.some((item) => isObject(item) && item.$patch === 'replace')) {
    return value.filter((item) => !isObject(item) || item.$patch === undefined).map(clean);
  }
  return ordered(mergeLists(before, value, mergeKey), order, mergeKey);
}

/** `ports` of a Service merge by `port`, those of a container by `containerPort`. */
export function mergeKeyOf(key: string, items: readonly Json[]): string | undefined {
  const mergeKey = mergeKeys[key];
  if (mergeKey === undefined) return undefined;
  return items.every((item) => isObject(item) && (mergeKey in item || '$patch' in item))
    ? mergeKey
    : undefined;
}

function mergeLists(before: readonly Json[], patch: readonly Json[], mergeKey: string): Json[] {
  const result: (Json | undefined)[] = [...before];
  const places = new Map<Json | undefined, number>();
  for (const [at, one] of before.entries()) {
    if (isObject(one) && !places.has(one[mergeKey])) places.set(one[mergeKey], at);
  }
  for (const item of patch) {
    if (!isObject(item)) continue;
    const key = item[mergeKey];
    const at = places.get(key);
    const found = at === undefined ? undefined : result[at];
    if (item.$patch === 'delete') {
      if (at !== undefined) result[at] = undefined;
      places.delete(key);
    } else if (at !== undefined && isObject(found)) result[at] = strategicMerge(found, item);
    else places.set(key, result.push(clean(item)) - 1);
  }
  return result.filter((one) => one !== undefined);
}

/** Sorts items by the order in the patch; items that it does not name stay at the end in their order. */
function ordered(items: Json[], order: Json | undefined, mergeKey: string): Json[] {
  if (!Array.isArray(order)) return items;
  const keys = order.map((one) => (isObject(one) ? one[mergeKey] : one));
  const places = new Map(keys.map((key, at) => [key, at]));
  const rank = (item: Json): number =>
    places.get(isObject(item) ? item[mergeKey] : item) ?? keys.length;
  return items.toSorted((a, b) => rank(a) - rank(b));
}

function retained(target: JsonObject, keys: Json | undefined): JsonObject {
  if (!Array.isArray(keys)) return target;
  const kept = new Set(keys);
  return Object.fromEntries(Object.entries(target).filter(([key]) => kept.has(key)));
}

function clean(value: Json): Json {
  if (Array.isArray(value)) return value.map(clean);
  return isObject(value) ? withoutDirectives(value) : value;
}

function withoutDirectives(patch: JsonObject): JsonObject {
  const entries = Object.entries(patch).filter(
    ([key, value]) => !key.startsWith('$') && value !== null,
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, clean(value)]));
}
