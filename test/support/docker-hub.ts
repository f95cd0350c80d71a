// Docker Hub as far as cache rules notice it: some images, for those who sign in with the right token.
import { upstreamLogin } from '../../src/local/faults/behind-cache.ts';
import { startTinyRegistry, type TinyRegistry } from './tiny-registry.ts';

/** What it has: an official image, and one of somebody. Whoever asks for another is refused, as by Docker Hub. */
const repositories = ['library/base-images', 'hawser/base-images'];

export function startDockerHub(): Promise<TinyRegistry> {
  const { username, accessToken } = upstreamLogin;
  return startTinyRegistry(accessToken, { username, repositories });
}
