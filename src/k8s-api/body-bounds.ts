import { excessOf } from '../text/json-structure.ts';
import { ApiError } from './status.ts';

/**
 * Limits of objects and patches. A real API server accepts any number of values within 3 MiB; here a single
 * thread serves all requests, and a larger object would block it noticeably.
 */
const bounds = { depth: 500, values: 10_000 };

/** As many as fit into the largest body. */
const mostCharacters = 3 * 1024 * 1024;

/** @throws ApiError RequestEntityTooLarge for JSON that is nested too deeply or has too many values. */
export function requireWithinBounds(body: Buffer): void {
  const excess = excessOf(body, bounds);
  if (excess === undefined) return;
  throw new ApiError('RequestEntityTooLarge', `the body can't be taken: ${excess}`);
}

/**
 * Checks a value parsed from YAML, where aliases let a few lines stand for any number of values.
 * @throws ApiError RequestEntityTooLarge for too many values, counted as often as they are referred to.
 */
export function requireFewValues(value: unknown): void {
  const open = [value];
  for (let [count, characters] = [0, 0]; open.length > 0; ) {
    const next = open.pop();
    if (typeof next === 'string') characters += next.length;
    const members = typeof next === 'object' && next !== null ? Object.values(next) : [];
    count += members.length;
    if (count > bounds.values || characters > mostCharacters) {
      throw new ApiError(
        'RequestEntityTooLarge',
        `the body can't be taken: with its aliases it has more than ${bounds.values} values or ${mostCharacters} characters`,
      );
    }
    for (const member of members) open.push(member);
  }
}
