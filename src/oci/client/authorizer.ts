import { type Challenge, parseChallenges } from './challenge.ts';
import { RegistryError } from './errors.ts';
import { basic, type Credentials, fetchToken } from './token.ts';
import type { Transport } from './transport.ts';

/** containerd's message when a registry requires Basic credentials and there are none. */
export const noBasicAuth = 'authorization failed: no basic auth credentials';

/**
 * Answers registries' challenges as containerd's dockerAuthorizer does: no credentials are sent until a host
 * has answered 401; from then on that host, and only that host, gets them.
 */
export class Authorizer {
  readonly #transport: Transport;
  readonly #credentials: Credentials | undefined;
  readonly #scope: string;
  /** Authorization header for each host (with port) that has sent a challenge. */
  readonly #headers = new Map<string, string>();

  constructor(transport: Transport, credentials: Credentials | undefined, scope: string) {
    this.#transport = transport;
    this.#credentials = credentials;
    this.#scope = scope;
  }

  /** @returns the Authorization header for a host that has sent a challenge. */
  headerFor(host: string): string | undefined {
    return this.#headers.get(host);
  }

  /**
   * Handles the challenge of a 401.
   * @returns whether to ask again; false when no scheme is known, and the 401 is then the answer.
   * @throws RegistryError UNAUTHORIZED `authorization failed: no basic auth credentials` when the host requires
   *   Basic and there are none, and `server message: …` when it refuses the token it has just issued.
   */
  async challenged(host: string, header: string | undefined, attempt: number): Promise<boolean> {
    for (const challenge of parseChallenges(header)) {
      if (challenge.scheme === 'bearer') {
        await this.#bearer(host, challenge, attempt);
        return true;
      }
      if (challenge.scheme === 'basic') {
        this.#headers.set(host, basic(this.#given()));
        return true;
      }
    }
    return false;
  }

  async #bearer(host: string, challenge: Challenge, attempt: number): Promise<void> {
    const refusal = challenge.parameters.error;
    if (refusal !== undefined && attempt > 1) {
      throw new RegistryError('UNAUTHORIZED', `server message: ${refusal}: authorization failed`, {
        status: 401,
      });
    }
    const token = await fetchToken(this.#transport, challenge, this.#scope, this.#credentials);
    this.#headers.set(host, `Bearer ${token}`);
  }

  #given(): Credentials {
    if (this.#credentials?.username && this.#credentials.password) return this.#credentials;
    throw new RegistryError('UNAUTHORIZED', noBasicAuth, { status: 401 });
  }
}
