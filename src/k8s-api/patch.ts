import { requireWithinBounds } from './body-bounds.ts';
import { ApiError } from './status.ts';
import { isObject, type Json, type JsonObject, strategicMerge } from './strategic-merge.ts';
import { parseYaml } from './yaml.ts';

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

/** The text of a patch, and the value parsed from it. */
export interface Patch {
  readonly type: PatchType;
  readonly text: string;
  readonly value: Json;
}

/**
 * Applies a patch to an object and returns the patched copy. A configuration of server-side apply is merged by the
 * same rules as a strategic patch; who owns which field is for `serverSideApply`.
 * @throws ApiError BadRequest or Invalid
 */
export function applyPatch(target: JsonObject, { type, value: patch }: Patch): JsonObject {
  if (type === 'application/json-patch+json') {
    if (!Array.isArray(patch)) throw new ApiError('BadRequest', 'a JSON patch is a list');
    requireFew(patch);
    const effort = { left: mostEffort };
    return patch.reduce<JsonObject>(
      (object, step) => jsonPatchStep(object, step, effort),
      structuredClone(target),
    );
  }
  if (!isObject(patch)) throw new ApiError('BadRequest', 'a patch is an object');
  return type === 'application/merge-patch+json'
    ? (mergePatch(target, patch) as JsonObject)
    : strategicMerge(target, patch);
}

/** Reads a patch. @throws ApiError BadRequest, also for one that is nested too deeply. */
export async function decodePatch(type: PatchType, text: string): Promise<Patch> {
  const value = await parse(type, text);
  requireShallow(value);
  return { type, text, value };
}

async function parse(type: PatchType, text: string): Promise<Json> {
  try {
    if (type === 'application/apply-patch+yaml') return (await parseYaml(text)) as Json;
    requireWithinBounds(Buffer.from(text));
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError('BadRequest', `error decoding patch: ${(error as Error).message}`);
  }
}

/** Most operations of a JSON patch (apiserver: endpoints/handlers/patch.go). */
const mostOperations = 10_000;
/**
 * Maximum that all operations of one JSON patch may copy and move together, in characters of JSON and in list items. The
 * API server limits only copies, to 3 MiB (json-patch, AccumulatedCopySizeLimit).
 */
const mostEffort = 3 << 20;

interface Effort {
  left: number;
}

function requireFew(steps: readonly Json[]): void {
  if (steps.length <= mostOperations) return;
  throw new ApiError(
    'RequestEntityTooLarge',
    `The allowed maximum operations in a JSON patch is ${mostOperations}, got ${steps.length}`,
  );
}

function spend(effort: Effort, amount: number): void {
  effort.left -= amount;
  if (effort.left >= 0) return;
  throw new ApiError(
    'RequestEntityTooLarge',
    `Unable to complete the JSON patch: it copies or moves more than ${mostEffort} in total`,
  );
}

/** Deeper than any object is nested; protects the recursive merge from overflowing the stack. */
const maxDepth = 500;
/** More values than 3 MiB of JSON contain; YAML aliases can expand to any number. */
const mostValues = 1_600_000;

/** Walks without recursion. A YAML alias to a node that contains it is infinite, so it counts as too deep. */
function requireShallow(patch: Json): void {
  const waiting: { readonly value: Json; readonly depth: number }[] = [{ value: patch, depth: 0 }];
  let values = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++values > mostValues) {
      throw new ApiError(
        'BadRequest',
        `error decoding patch: it has more than ${mostValues} values`,
      );
    }
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
function jsonPatchStep(object: JsonObject, step: Json, effort: Effort): JsonObject {
  if (!isObject(step) || typeof step.op !== 'string' || typeof step.path !== 'string') {
    throw new ApiError('BadRequest', 'an operation of a JSON patch needs op and path');
  }
  const { op, path } = step;
  switch (op) {
    case 'add':
    case 'replace':
      return put(object, path, step.value ?? null, op, effort);
    case 'remove':
      return drop(object, path, effort);
    case 'test':
      if (JSON.stringify(read(object, path)) === JSON.stringify(step.value)) return object;
      throw new ApiError('Invalid', `the server rejected our request: testing path ${path} failed`);
    case 'copy': {
      const value = read(object, String(step.from));
      spend(effort, JSON.stringify(value).length);
      return put(object, path, structuredClone(value), 'add', effort);
    }
    case 'move': {
      const value = read(object, String(step.from));
      return put(drop(object, String(step.from), effort), path, value, 'add', effort);
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

/** Only own properties: a path must not reach JavaScript's prototypes. */
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

function put(
  object: JsonObject,
  path: string,
  value: Json,
  op: 'add' | 'replace',
  effort: Effort,
): JsonObject {
  if (op === 'replace') read(object, path);
  const { parent, key } = parentOf(object, path);
  if (!Array.isArray(parent)) parent[key] = value;
  else if (op === 'replace') parent[Number(key)] = value;
  else insert(parent, key, value, effort);
  return object;
}

function insert(list: Json[], key: string, value: Json, effort: Effort): void {
  const at = key === '-' ? list.length : Number(key);
  spend(effort, list.length - at);
  list.splice(at, 0, value);
}

function drop(object: JsonObject, path: string, effort: Effort): JsonObject {
  read(object, path);
  const { parent, key } = parentOf(object, path);
  if (Array.isArray(parent)) {
    spend(effort, parent.length - Number(key));
    parent.splice(Number(key), 1);
  } else delete parent[key];
  return object;
}
