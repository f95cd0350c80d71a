import type { Stored } from './object-store.ts';
import { ApiError } from './status.ts';
import { weightOf } from './weight.ts';

/** Most bytes of one object as JSON (etcd documentation, "System limits": requests of 1.5 MiB). */
const mostBytes = 1.5 * 1024 * 1024;

/** Bytes that one byte of an object's weight can take as JSON. */
const longestEscape = 6;

/**
 * Refuses an object that a client writes and etcd would not take. What controllers make of objects that were taken may be
 * a little larger.
 * @throws ApiError RequestEntityTooLarge
 */
export function requireStorable(object: Stored): Stored {
  if (weightOf(object) * longestEscape <= mostBytes) return object;
  const bytes = Buffer.byteLength(JSON.stringify(object));
  if (bytes <= mostBytes) return object;
  throw new ApiError(
    'RequestEntityTooLarge',
    `Request entity too large: the object has ${bytes} bytes as JSON, the limit is ${mostBytes}`,
  );
}
