import { join } from 'node:path';
import type { Environment } from '../../aws/client/proxy.ts';

/**
 * Where the docker helper caches tokens: clients run it for every image, often dozens of times at once.
 * @returns HAWSER_TOKEN_CACHE, else the user's cache folder (XDG Base Directory Specification); undefined
 *   when it is `off` or there is no user.
 */
export function dockerCacheFolder(environment: Environment): string | undefined {
  const { HAWSER_TOKEN_CACHE, XDG_CACHE_HOME, HOME } = environment;
  if (HAWSER_TOKEN_CACHE) return HAWSER_TOKEN_CACHE === 'off' ? undefined : HAWSER_TOKEN_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'hawser', 'tokens');
  return HOME ? join(HOME, '.cache', 'hawser', 'tokens') : undefined;
}
