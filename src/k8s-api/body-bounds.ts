import { excessOf } from '../text/json-structure.ts';
import { ApiError } from './status.ts';

/**
 * What objects and patches may hold. A real API server takes any number of values within 3 MiB; here a single thread
 * serves everybody, and an object of more than these would hold it for a noticeable while.
 */
const bounds = { depth: 500, values: 10_000 };

/** @throws ApiError RequestEntityTooLarge for JSON that is nested too deeply or has too many values. */
export function requireWithinBounds(body: Buffer): void {
  const excess = excessOf(body, bounds);
  if (excess === undefined) return;
  throw new ApiError('RequestEntityTooLarge', `the body can't be taken: ${excess}`);
}
