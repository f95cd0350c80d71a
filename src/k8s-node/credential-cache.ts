import type { Clock } from '../clock/clock.ts';
import type { AuthMap } from '../kubelet/keyring.ts';

export type CacheKeyType = 'Image' | 'Registry' | 'Global';

/** How often unused entries are removed, in milliseconds. */
const purgeInterval = 15 * 60_000;

/**
 * The answers of one credential provider, cached as long as it said. (kubelet:
 * pkg/credentialprovider/plugin/plugin.go, getCachedCredentials)
 */
export class CredentialCache {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #entries = new Map<string, { readonly auth: AuthMap; readonly expiresAt: number }>();
  #lastPurge: number;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#lastPurge = clock.now();
  }

  /**
   * Looks under the image, then its registry, then the provider as a whole.
   * @param image without tag and digest.
   * @param identity tells service accounts apart; empty for the node's own credentials.
   */
  get(image: string, identity = ''): AuthMap | undefined {
    this.#purgeSometimes();
    for (const type of ['Image', 'Registry', 'Global'] as const) {
      const key = keyOf(type, image, identity);
      const entry = this.#entries.get(key);
      if (entry === undefined) continue;
      if (!this.#expired(entry)) return entry.auth;
      this.#entries.delete(key);
    }
    return undefined;
  }

  /**
   * Caches an answer.
   * @param duration milliseconds from the plugin; undefined uses `defaultDuration`, 0 disables the cache.
   */
  put(
    type: CacheKeyType,
    image: string,
    auth: AuthMap,
    duration: number | undefined,
    defaultDuration: number,
    identity = '',
  ): void {
    const life = duration ?? defaultDuration;
    if (life === 0) return;
    const expiresAt = this.#clock.now() + life;
    this.#entries.set(keyOf(type, image, identity), { auth, expiresAt });
  }

  /** Removes everything, as a restart of the kubelet does. */
  clear(): void {
    this.#entries.clear();
  }

  #expired({ expiresAt }: { readonly expiresAt: number }): boolean {
    return this.#clock.now() > expiresAt;
  }

  #purgeSometimes(): void {
    if (this.#clock.now() <= this.#lastPurge + purgeInterval) return;
    for (const [key, entry] of this.#entries) {
      if (this.#expired(entry)) this.#entries.delete(key);
    }
    this.#lastPurge = this.#clock.now();
  }
}

function keyOf(type: CacheKeyType, image: string, identity: string): string {
  const base = { Image: image, Registry: image.split('/')[0] ?? '', Global: 'global' }[type];
  return JSON.stringify([base, identity]);
}
