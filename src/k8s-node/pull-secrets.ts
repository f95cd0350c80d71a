import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Secret } from '../k8s-api/types.ts';
import { type AuthMap, lookup, mayConcern } from '../kubelet/keyring.ts';
import { readPullSecret } from '../kubelet/pull-secrets.ts';

/** How many parsed secrets are cached, and for how many images the credentials of a secret are cached. */
const mostSecrets = 64;
const mostImages = 256;

interface ReadSecret {
  readonly resourceVersion: string | undefined;
  readonly auth: AuthMap | undefined;
}

/**
 * Parsed pull secrets of a node. A kubelet reads them at every sync of a pod; they may have tens of thousands
 * of entries, and here all nodes share one thread: each secret is parsed and searched in a turn of its own, and
 * only once.
 */
export class PullSecrets {
  readonly #read = new Map<string, ReadSecret>();
  readonly #concerning = new WeakMap<AuthMap, Map<string, AuthMap>>();

  /** The credentials of a secret. @returns undefined when it contains none that can be parsed. */
  async read(secret: Secret): Promise<AuthMap | undefined> {
    const { uid, resourceVersion } = secret.metadata;
    const key = uid ?? '';
    const known = this.#read.get(key);
    if (known !== undefined && known.resourceVersion === resourceVersion) return known.auth;
    await nextTurn();
    const auth = readPullSecret(secret);
    this.#read.delete(key);
    this.#read.set(key, { resourceVersion, auth });
    forgetOldest(this.#read, mostSecrets);
    return auth;
  }

  /** The credentials in secrets for an image without tag and digest: every match, to be tried in turn. */
  async lookup(image: string, secrets: readonly AuthMap[]): Promise<ReturnType<typeof lookup>> {
    const concerning: AuthMap[] = [];
    for (const auth of new Set(secrets)) concerning.push(await this.#ofImage(auth, image));
    return lookup(image, concerning);
  }

  async #ofImage(auth: AuthMap, image: string): Promise<AuthMap> {
    const byImage = this.#concerning.get(auth) ?? new Map<string, AuthMap>();
    this.#concerning.set(auth, byImage);
    const known = byImage.get(image);
    if (known !== undefined) return known;
    await nextTurn();
    const entries = Object.entries(auth).filter(([location]) => mayConcern(image, location));
    const found = Object.fromEntries(entries);
    byImage.set(image, found);
    forgetOldest(byImage, mostImages);
    return found;
  }
}

function forgetOldest(known: Map<string, unknown>, most: number): void {
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
}
