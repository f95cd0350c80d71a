import type { Reference } from '../../names/reference.ts';
import { Authorizer } from './authorizer.ts';
import { RegistryError } from './errors.ts';
import { type Endpoint, endpointOf, type Mirrors } from './mirrors.ts';
import type { Credentials } from './token.ts';
import {
  type Answer,
  discard,
  type Method,
  Transport,
  type TransportOptions,
} from './transport.ts';

export interface RepositoryOptions extends TransportOptions {
  readonly credentials?: Credentials | undefined;
  readonly mirrors?: Mirrors | undefined;
  readonly userAgent?: string | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The URL that errors name instead of a redirect's target, for a mirror that emulates it. */
  readonly behind?: ((target: URL) => URL | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The scope of a bearer token. */
  readonly access?: 'pull' | 'pull,push';
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

const maxAttempts = 6;
const maxRedirects = 10;
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * One repository of a registry, accessed as containerd does: challenges are answered, redirects are followed
 * without sending credentials to another host, and 408, 429 and 5xx are retried.
 * (core/remotes/docker/resolver.go: request.doWithRetries)
 */
export class Repository {
  readonly #transport: Transport;
  readonly #authorizer: Authorizer;
  readonly #endpoint: Endpoint;
  readonly #options: RepositoryOptions;
  readonly path: string;

  constructor(reference: Pick<Reference, 'domain' | 'path'>, options: RepositoryOptions = {}) {
    const scope = `repository:${reference.path}:${options.access ?? 'pull'}`;
    this.#transport = new Transport(options);
    this.#authorizer = new Authorizer(this.#transport, options.credentials, scope);
    this.#endpoint = endpointOf(reference.domain, options.mirrors);
    this.#options = options;
    this.path = reference.path;
  }

  /** The URL that errors name for a part of the repository, such as `manifests/v1`. */
  shownUrl(part: string): string {
    return this.#url(part, 'shown').href;
  }

  /**
   * Requests a part of the repository, such as `manifests/v1`; an absolute or rooted location, as upload
   * sessions have it, is used unchanged.
   * @throws RegistryError UNREACHABLE, CANCELLED, UNAUTHORIZED or PROTOCOL; any status is an answer.
   */
  async request(method: Method, part: string, options: RequestOptions = {}): Promise<Answer> {
    let asking = method;
    let previous = 0;
    for (let attempt = 1; ; attempt++) {
      const { answer, host } = await this.#follow(asking, part, options);
      if (attempt >= maxAttempts) return answer;
      const again = await this.#again(asking, part, answer, host, attempt, previous);
      if (again === undefined) return answer;
      discard(answer);
      asking = again;
      previous = answer.status;
    }
  }

  /** @returns the method to retry with, or undefined when the answer is final. */
  async #again(
    method: Method,
    part: string,
    answer: Answer,
    host: string,
    attempt: number,
    previous: number,
  ): Promise<Method | undefined> {
    switch (answer.status) {
      case 401: {
        const header = answer.headers['www-authenticate'];
        const taken = await this.#authorizer.challenged(host, header, attempt).catch((error) => {
          discard(answer);
          throw error;
        });
        return taken ? method : undefined;
      }
      case 405:
        // Registries that do not support HEAD on manifests.
        return method === 'HEAD' && part.startsWith('manifests/') ? 'GET' : undefined;
      case 408:
      case 429:
        return method;
      case 500:
      case 503:
      case 504:
        return previous === answer.status ? undefined : method;
      default:
        return undefined;
    }
  }

  async #follow(
    method: Method,
    part: string,
    { headers = {}, body }: RequestOptions,
  ): Promise<{ answer: Answer; host: string }> {
    let url = this.#url(part, 'asked');
    let shownUrl = this.#url(part, 'shown').href;
    for (let hop = 0; ; hop++) {
      const authorization = this.#authorizer.headerFor(url.host);
      const answer = await this.#transport.send({
        method,
        url,
        shownUrl,
        body,
        headers: {
          'user-agent': this.#options.userAgent ?? 'containerd/1.7.27',
          ...this.#options.headers,
          ...headers,
          ...(authorization === undefined ? {} : { authorization }),
        },
        signal: this.#options.signal,
      });
      const location = answer.headers.location;
      if (!redirects.has(answer.status) || location === undefined) {
        return { answer, host: url.host };
      }
      discard(answer);
      if (hop === maxRedirects) throw new RegistryError('PROTOCOL', 'stopped after 10 redirects');
      url = new URL(location, url);
      // A redirect to storage carries its permission in the query, which must not be logged.
      const shown = this.#options.behind?.(url) ?? url;
      shownUrl = `${shown.origin}${shown.pathname}`;
    }
  }

  /** `asked` is where requests are sent; `shown`, which errors name, hides a transparent mirror. */
  #url(part: string, face: 'asked' | 'shown'): URL {
    if (/^https?:\/\//.test(part)) return new URL(part);
    const { origin, shown, namespace } = this.#endpoint;
    const rooted = part.startsWith('/') ? part : `/v2/${this.path}/${part}`;
    const url = new URL(rooted, face === 'asked' ? origin : shown);
    const visible = face === 'asked' || shown === origin;
    if (namespace !== undefined && visible) url.searchParams.set('ns', namespace);
    return url;
  }

  /** Closes the connections. */
  close(): void {
    this.#transport.close();
  }
}
