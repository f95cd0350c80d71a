import type { Stored } from './object-store.ts';
import { ApiError } from './status.ts';
import { weightOf } from './weight.ts';

/** Most bytes of one object as JSON (etcd documentation, "System limits": requests of 1.5 MiB). */
const mostBytes = 1.5 * 1024 * 1024;

/** Maximum bytes of JSON per byte of an object's weight. */
const longestEscape = 6;

/**
 * Refuses an object from a client that is too large for etcd. Objects that controllers update may become slightly larger.
 * @throws ApiError RequestEntityTooLarge
 */
export function requireStorable(object: Stored): Stored {
  if (weightOf(object) * longestEscape <= mostBytes) return object;
  const bytes = bytesAsJson(object);
  if (bytes <= mostBytes) return object;
  throw new ApiError(
    'RequestEntityTooLarge',
    `Request entity too large: the object has ${bytes} bytes as JSON, the limit is ${mostBytes}`,
  );
}

/** Size of a value as JSON, in bytes. Only strings that need escapes are actually encoded. */
function bytesAsJson(value: unknown): number {
  if (typeof value === 'string') return bytesOfText(value);
  if (typeof value !== 'object' || value === null) return String(JSON.stringify(value)).length;
  let bytes = 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) bytes += bytesAsJson(item ?? null);
    return bytes + 2 + Math.max(0, value.length - 1);
  }
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner === undefined) continue;
    bytes += bytesOfText(name) + 1 + bytesAsJson(inner);
    members++;
  }
  return bytes + 2 + Math.max(0, members - 1);
}

/** Control characters, quotes, backslashes and lone surrogates are escaped. */
function bytesOfText(text: string): number {
  const isPlain = !/[\p{Cc}\p{Cs}"\\]/u.test(text);
  return isPlain ? Buffer.byteLength(text) + 2 : Buffer.byteLength(JSON.stringify(text));
}
