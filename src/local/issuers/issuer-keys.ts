import type { JSONWebKeySet } from 'jose';
import type { Issuers } from '../core/call.ts';

/** How long fetched keys are cached, in milliseconds. */
const keepFor = 5 * 60_000;
/** How often an issuer is asked again for a key that it did not have, in milliseconds. */
const askAgainAfter = 10_000;
/** How long fetching both documents may take, in milliseconds, and how large each may be, in bytes. */
const patience = 5_000;
const maxDocument = 256 << 10;

interface Fetched {
  readonly keys: JSONWebKeySet;
  readonly at: number;
  /** When it was last asked again because a key was missing. */
  readonly askedAgainAt: number | undefined;
}

/**
 * Keys of identity providers, by issuer: those of issuers that the local AWS runs or emulates are known; others
 * are fetched from where the issuer publishes them (OpenID Connect Discovery 1.0, section 4).
 */
export class IssuerKeys implements Issuers {
  readonly #own = new Map<string, () => JSONWebKeySet>();
  readonly #fetched = new Map<string, Fetched>();
  readonly #underWay = new Map<string, Promise<JSONWebKeySet>>();
  readonly #standIn: (issuer: string) => JSONWebKeySet | undefined;
  readonly #now: () => number;

  /**
   * @param standIn keys of the issuers that the local AWS emulates.
   * @param now milliseconds of a clock that is never moved.
   */
  constructor(
    standIn: (issuer: string) => JSONWebKeySet | undefined = () => undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#standIn = standIn;
    this.#now = now;
  }

  isOwn(issuer: string): boolean {
    return this.#own.has(issuer);
  }

  /** Registers an issuer of the local AWS, such as an emulated cluster's. */
  register(issuer: string, keys: () => JSONWebKeySet): void {
    this.#own.set(issuer, keys);
  }

  async keysOf(issuer: string, anew: boolean): Promise<JSONWebKeySet> {
    const own = this.#own.get(issuer)?.() ?? this.#standIn(issuer);
    if (own !== undefined) return own;
    const known = this.#fetched.get(issuer);
    const isFresh = known !== undefined && this.#now() - known.at < keepFor;
    if (isFresh && !(anew && this.#mayAskAgain(known))) return known.keys;
    return this.#fetch(issuer, anew);
  }

  /** Tokens with invented key ids must not cause a request to the issuer each time. */
  #mayAskAgain({ askedAgainAt }: Fetched): boolean {
    return askedAgainAt === undefined || this.#now() - askedAgainAt >= askAgainAfter;
  }

  #fetch(issuer: string, anew: boolean): Promise<JSONWebKeySet> {
    const underWay = this.#underWay.get(issuer);
    if (underWay !== undefined) return underWay;
    const askedAgainAt = anew ? this.#now() : this.#fetched.get(issuer)?.askedAgainAt;
    const fetching = fetchKeys(issuer)
      .then((keys) => {
        this.#fetched.set(issuer, { keys, at: this.#now(), askedAgainAt });
        return keys;
      })
      .finally(() => this.#underWay.delete(issuer));
    this.#underWay.set(issuer, fetching);
    return fetching;
  }
}

async function fetchKeys(issuer: string): Promise<JSONWebKeySet> {
  const signal = AbortSignal.timeout(patience);
  const base = issuer.replace(/\/$/, '');
  const configuration = await fetchJson(`${base}/.well-known/openid-configuration`, signal);
  const where = Object(configuration).jwks_uri as unknown;
  const isAsSafe = typeof where === 'string' && where.startsWith(`${issuer.split(':')[0]}:`);
  if (!isAsSafe)
    throw new Error(
      "the identity provider's configuration has no jwks_uri with the scheme of the issuer",
    );
  const keys = await fetchJson(where, signal);
  if (!Array.isArray(Object(keys).keys)) throw new Error('the identity provider has no key set');
  return keys as JSONWebKeySet;
}

async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error' });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the identity provider answered ${response.status}`);
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body) {
    size += piece.byteLength;
    if (size > maxDocument) throw new Error("the identity provider's answer is too large");
    pieces.push(piece);
  }
  return JSON.parse(Buffer.concat(pieces).toString());
}
