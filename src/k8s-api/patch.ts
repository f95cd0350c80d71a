import { parse as parseYaml } from 'yaml';
import { ApiError } from './status.ts';
import { isObject, type Json, type JsonObject, strategicMerge } from './strategic-merge.ts';

export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml';

const patchTypes = new Set<string>([
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
]);

/** @throws ApiError UnsupportedMediaType */
export function patchTypeOf(contentType: string | undefined): PatchType {
  const type = contentType?.split(';')[0]?.trim() ?? '';
  if (patchTypes.has(type)) return type as PatchType;
  throw new ApiError(
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${[...patchTypes].join(', ')}`,
  );
}

/**
 * Applies a patch to an object and returns the patched copy. Server-side apply is merged by the same
 * rules as a strategic patch; field ownership is not tracked.
 * @throws ApiError BadRequest or Invalid
 */
export function applyPatch(target: JsonObject, type: PatchType, body: string): JsonObject {
  const patch = decode(type, body);
  requireShallow(patch);
  if (type === 'application/json-patch+json') {
    if (!Array.isArray(patch)) throw new ApiError('BadRequest', 'a JSON patch is a list');
    return patch.reduce<JsonObject>(
      (object, step) => jsonPatchStep(object, step),
      structuredClone(target),
    );
  }
  if (!isObject(patch)) throw new ApiError('BadRequest', 'a patch is an object');
  return type === 'application/merge-patch+json'
    ? (mergePatch(target, patch) as JsonObject)
    : strategicMerge(target, patch);
}

function decode(type: PatchType, body: string): Json {
  try {
    return type === 'application/apply-patch+yaml' ? parseYaml(body) : JSON.parse(body);
  } catch (error) {
    throw new ApiError('BadRequest', `error decoding patch: ${(error as Error).message}`);
  }
}

/** Deeper patches than any object has; guards the stack of what merges them. */
const maxDepth = 500;

/** Walks without recursion; a YAML alias to what it lies in has no end, so that it is too deep as well. */
function requireShallow(patch: Json): void {
  const waiting: { readonly value: Json; readonly depth: number }[] = [{ value: patch, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxDepth) {
      throw new ApiError(
        'BadRequest',
        `error decoding patch: it is nested more than ${maxDepth} levels deep`,
      );
    }
    for (const inner of Object.values(value)) waiting.push({ value: inner, depth: depth + 1 });
  }
}

/** RFC 7396. */
function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key === '__proto__') continue;
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** RFC 6902: one operation. */
function jsonPatchStep(object: JsonObject, step: Json): JsonObject {
  if (!isObject(step) || typeof step.op !== 'string' || typeof step.path !== 'string') {
    throw new ApiError('BadRequest', 'an operation of a JSON patch needs op and path');
  }
  const { op, path } = step;
  switch (op) {
    case 'add':
    case 'replace':
      return put(object, path, step.value ?? null, op);
    case 'remove':
      return drop(object, path);
    case 'test':
      if (JSON.stringify(read(object, path)) === JSON.stringify(step.value)) return object;
      throw new ApiError('Invalid', `the server rejected our request: testing path ${path} failed`);
    case 'copy':
      return put(object, path, structuredClone(read(object, String(step.from))), 'add');
    case 'move': {
      const value = read(object, String(step.from));
      return put(drop(object, String(step.from)), path, value, 'add');
    }
    default:
      throw new ApiError('BadRequest', `unknown JSON patch operation ${JSON.stringify(op)}`);
  }
}

function pointer(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function parentOf(object: JsonObject, path: string): { parent: JsonObject | Json[]; key: string } {
  const parts = pointer(path);
  const key = parts.pop();
  let at: Json | undefined = object;
  for (const part of parts) {
    at = childOf(at, part);
  }
  if (key !== undefined && key !== '__proto__' && (isObject(at) || Array.isArray(at)))
    return { parent: at, key };
  throw new ApiError('Invalid', `the server rejected our request: path ${path} does not exist`);
}

/** Only what is an object's own: a path must not lead into JavaScript's prototypes. */
function childOf(at: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(at)) return at[Number(key)];
  return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
}

function read(object: JsonObject, path: string): Json {
  const { parent, key } = parentOf(object, path);
  const value = childOf(parent, key);
  if (value !== undefined) return value;
  throw new ApiError('Invalid', `the server rejected our request: path ${path} does not exist`);
}

function put(object: JsonObject, path: string, value: Json, op: 'add' | 'replace'): JsonObject {
  if (op === 'replace') read(object, path);
  const { parent, key } = parentOf(object, path);
  if (!Array.isArray(parent)) parent[key] = value;
  else if (op === 'replace') parent[Number(key)] = value;
  else parent.splice(key === '-' ? parent.length : Number(key), 0, value);
  return object;
}

function drop(object: JsonObject, path: string): JsonObject {
  read(object, path);
  const { parent, key } = parentOf(object, path);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return object;
}
