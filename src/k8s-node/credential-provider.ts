import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { CredentialProvider, TokenAttributes } from '../kubelet/credential-provider-config.ts';
import type { AuthMap } from '../kubelet/keyring.ts';
import { matchesImage } from '../kubelet/match-images.ts';
import { CredentialCache } from './credential-cache.ts';
import { type ExecOptions, execPlugin } from './exec-plugin.ts';
import type { KubeletWords, ProviderFailure } from './kubelet-words.ts';
import type { ProviderMetrics } from './metrics.ts';
import type { PluginResponse } from './plugin-response.ts';

/** The pod that an image is pulled for. */
export interface PodIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly serviceAccountName?: string;
}

/** Where a provider in service account mode gets accounts and tokens: the Kubernetes API. */
export interface ServiceAccounts {
  get(
    namespace: string,
    name: string,
  ): Promise<{ readonly uid: string; readonly annotations: Readonly<Record<string, string>> }>;
  /** A token for the audience, bound to the pod. */
  token(pod: PodIdentity, serviceAccountName: string, audience: string): Promise<string>;
}

export interface ProviderOptions extends ExecOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly serviceAccounts: ServiceAccounts;
  readonly metrics: ProviderMetrics;
  readonly words: KubeletWords;
  /** The kubelet's log: one line, without credentials. */
  readonly log: (line: string) => void;
}

interface Identity {
  readonly token: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** What separates this account's cached credentials from another's. */
  readonly cacheKey: string;
}

/**
 * One provider of the kubelet's configuration: matches, caches, runs the plugin, and turns every failure into a
 * log line and no credentials; that is how an IAM error becomes "no basic auth credentials". (kubelet:
 * pkg/credentialprovider/plugin/plugin.go, pluginProvider.provide)
 */
export class PluginProvider {
  readonly #provider: CredentialProvider;
  readonly #options: ProviderOptions;
  readonly #cache: CredentialCache;
  readonly #running = new Map<string, Promise<PluginResponse>>();

  constructor(provider: CredentialProvider, options: ProviderOptions) {
    this.#provider = provider;
    this.#options = options;
    this.#cache = new CredentialCache(options.clock);
  }

  /**
   * @param image without tag and digest.
   * @returns credentials by image pattern; none when the image does not match or anything failed.
   */
  async provide(image: string, pod: PodIdentity): Promise<AuthMap> {
    if (!this.#provider.matchImages.some((pattern) => matchesImage(pattern, image))) return {};
    const identity = await this.#identityOf(image, pod);
    if (identity === undefined) return {};
    const cached = this.#cache.get(image, identity.cacheKey);
    if (cached !== undefined) return cached;
    try {
      const response = await this.#runOnce(image, identity);
      const { cacheKeyType, auth, cacheDuration } = response;
      const byDefault = this.#provider.defaultCacheDuration ?? 0;
      this.#cache.put(cacheKeyType, image, auth, cacheDuration, byDefault, identity.cacheKey);
      return auth;
    } catch (error) {
      this.#failed('exec', image, pod, error);
      return {};
    }
  }

  /** Concurrent pulls of one image share one run; the cache key's type is not known before it ends. */
  #runOnce(image: string, { token, annotations }: Identity): Promise<PluginResponse> {
    const key = JSON.stringify([image, hash(token), annotations]);
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const request = {
      image,
      ...(token === ''
        ? {}
        : { serviceAccountToken: token, serviceAccountAnnotations: annotations }),
    };
    const run = this.#timed(execPlugin(this.#provider, request, this.#options)).finally(() =>
      this.#running.delete(key),
    );
    this.#running.set(key, run);
    return run;
  }

  async #timed(run: Promise<PluginResponse>): Promise<PluginResponse> {
    const { metrics } = this.#options;
    const started = performance.now();
    try {
      return await run;
    } catch (error) {
      metrics.failed(this.#provider.name);
      throw error;
    } finally {
      metrics.ran(this.#provider.name, (performance.now() - started) / 1000);
    }
  }

  /** @returns the identity, or undefined when this provider is not to be run for that pod. */
  async #identityOf(image: string, pod: PodIdentity): Promise<Identity | undefined> {
    const attributes = this.#provider.tokenAttributes;
    const account = pod.serviceAccountName ?? '';
    if (attributes === undefined) return nobody;
    if (account === '') return attributes.requireServiceAccount === true ? undefined : nobody;
    try {
      return await this.#accountIdentity(image, pod, account, attributes);
    } catch (error) {
      this.#failed('service-account', image, pod, error);
      return undefined;
    }
  }

  #failed(step: ProviderFailure['step'], image: string, pod: PodIdentity, error: unknown): void {
    const { log, words } = this.#options;
    const { name: provider, tokenAttributes } = this.#provider;
    const { message } = error as Error;
    const about = tokenAttributes === undefined ? {} : { pod };
    log(words.providerFailed({ provider, image, step, message, ...about }));
  }

  async #accountIdentity(
    image: string,
    pod: PodIdentity,
    account: string,
    attributes: TokenAttributes,
  ): Promise<Identity | undefined> {
    const { serviceAccounts } = this.#options;
    const { uid, annotations } = await serviceAccounts.get(pod.namespace, account);
    const needed = attributes.requiredServiceAccountAnnotationKeys;
    // A required annotation is an opt-in; without it the kubelet logs nothing.
    if (needed.some((key) => !Object.hasOwn(annotations, key))) return undefined;
    const passed = [...needed, ...attributes.optionalServiceAccountAnnotationKeys]
      .filter((key) => Object.hasOwn(annotations, key))
      .sort()
      .map((key): [string, string] => [key, annotations[key] ?? '']);
    const audience = attributes.serviceAccountTokenAudience;
    const token = await serviceAccounts.token(pod, account, audience).catch((error: unknown) => {
      this.#failed('service-account-token', image, pod, error);
    });
    if (token === undefined) return undefined;
    const perToken = attributes.cacheType === 'Token' ? [hash(token)] : [];
    return {
      token,
      annotations: Object.fromEntries(passed),
      cacheKey: JSON.stringify([pod.namespace, account, uid, passed, ...perToken]),
    };
  }
}

const nobody: Identity = { token: '', annotations: {}, cacheKey: '' };

function hash(token: string): string {
  return token === '' ? '' : `sha256:${createHash('sha256').update(token).digest('hex')}`;
}
