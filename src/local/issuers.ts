import type { JSONWebKeySet } from 'jose';
import type { Issuers } from './core/call.ts';

/** How long fetched keys are kept, and how long a fetch may take, in milliseconds. */
const keepFor = 5 * 60_000;
const patience = 5_000;

/**
 * Keys of identity providers: those that the local AWS runs itself by their issuer, any other from
 * where it publishes them (OpenID Connect Discovery 1.0, section 4).
 */
export class IssuerKeys implements Issuers {
  readonly #own = new Map<string, () => JSONWebKeySet>();
  readonly #fetched = new Map<string, { readonly keys: JSONWebKeySet; readonly at: number }>();

  /** Makes an issuer of the local AWS known, such as an emulated cluster's. */
  register(issuer: string, keys: () => JSONWebKeySet): void {
    this.#own.set(issuer, keys);
  }

  async keysOf(issuer: string): Promise<JSONWebKeySet> {
    const own = this.#own.get(issuer);
    if (own !== undefined) return own();
    const known = this.#fetched.get(issuer);
    if (known !== undefined && Date.now() - known.at < keepFor) return known.keys;
    const keys = await fetchKeys(issuer);
    this.#fetched.set(issuer, { keys, at: Date.now() });
    return keys;
  }
}

async function fetchKeys(issuer: string): Promise<JSONWebKeySet> {
  const base = issuer.replace(/\/$/, '');
  const configuration = await fetchJson<{ jwks_uri: string }>(
    `${base}/.well-known/openid-configuration`,
  );
  return fetchJson<JSONWebKeySet>(configuration.jwks_uri);
}

async function fetchJson<Body>(url: string): Promise<Body> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new Error(`the identity provider answered ${response.status}`);
  return (await response.json()) as Body;
}
