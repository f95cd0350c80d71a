import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from './status.ts';

/**
 * Accepts a Bearer token, or the token as the password of Basic: kubectl sends no Bearer token over plain HTTP,
 * but it sends the user information in the server's URL. Compared in constant time.
 * @throws ApiError Unauthorized
 */
export function authenticate(request: IncomingMessage, token: string): void {
  const [, scheme = '', value = ''] =
    /^(\w+) (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const given = scheme.toLowerCase() === 'basic' ? passwordIn(value) : value;
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  if (a !== undefined && b !== undefined && timingSafeEqual(a, b)) return;
  throw new ApiError('Unauthorized', 'Unauthorized');
}

function passwordIn(basic: string): string {
  const pair = Buffer.from(basic, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}
