import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mayPass } from '../../aws/client/retry.ts';
import { makeFolder } from '../../files/folders.ts';
import { readRegularText } from '../../files/read.ts';
import { replaceFile } from '../../files/replace.ts';
import { asCredentialError } from '../aws-errors.ts';
import { CredentialError } from '../errors.ts';
import { cacheSeconds, type Token } from '../token.ts';
import { holdLock } from './lock.ts';
import { open, type Sealer, sealerFor } from './seal.ts';

/** Whose token for which registry. */
export interface TokenKey {
  readonly registry: string;
  /** The identity: role, keys, pod. A token of one identity is never returned to another. */
  readonly identity: string;
}

export interface TokenCacheOptions {
  readonly signal: AbortSignal;
  readonly warn: (failure: unknown) => void;
}

interface Entry {
  readonly token: Token;
  /** The time between which it may be used, in milliseconds since the epoch by this machine's clock. */
  readonly from: number;
  readonly renewAt: number;
  readonly until: number;
}

/** Shortly before it expires, a token is useless for a pull that takes a while. In milliseconds. */
const reserve = 5 * 60_000;
const tolerableSkew = 5 * 60_000;

/**
 * Tokens cached between processes on one machine: a file for each registry and identity, encrypted, readable by
 * this user only. When several processes want the same token, one asks ECR and the others wait for it. A token
 * past half of its life is renewed, and returned only when ECR cannot be reached; one that is about to expire
 * is never returned.
 */
export class TokenCache {
  readonly #folder: string;
  readonly #options: TokenCacheOptions;

  constructor(folder: string, options: TokenCacheOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * @param ask gets a new token.
   * @throws what `ask` throws. If the folder cannot be used, tokens are not cached.
   */
  async get(key: TokenKey, ask: () => Promise<Token>): Promise<Token> {
    let sealer: Sealer;
    try {
      await prepare(this.#folder);
      sealer = await sealerFor(this.#folder, key);
    } catch (error) {
      this.#options.warn(unusable(this.#folder, error));
      return ask();
    }
    const path = join(this.#folder, fileName(key));
    const fresh = await this.#read(path, sealer);
    if (fresh !== undefined && Date.now() < fresh.renewAt) return current(fresh);
    const release = await holdLock(`${path}.lock`, this.#options.signal, async () => {
      const made = await this.#read(path, sealer);
      return made !== undefined && Date.now() < made.renewAt;
    });
    try {
      return await this.#renew(path, sealer, ask);
    } finally {
      await release();
    }
  }

  async #renew(path: string, sealer: Sealer, ask: () => Promise<Token>): Promise<Token> {
    const known = await this.#read(path, sealer);
    if (known !== undefined && Date.now() < known.renewAt) return current(known);
    try {
      const token = await ask();
      await this.#write(path, sealer, token);
      return token;
    } catch (error) {
      if (known !== undefined && isPassing(error)) return current(known);
      throw error;
    }
  }

  async #read(path: string, sealer: Sealer): Promise<Entry | undefined> {
    try {
      const entry = open<Entry>(sealer, await readRegularText(path));
      const now = Date.now();
      const valid = entry !== undefined && now < entry.until && now > entry.from - tolerableSkew;
      return valid ? entry : undefined;
    } catch {
      return undefined;
    }
  }

  async #write(path: string, sealer: Sealer, token: Token): Promise<void> {
    const { expiresAt, obtainedAt } = token;
    const seconds = cacheSeconds(expiresAt, obtainedAt);
    if (expiresAt === undefined || seconds === 0) return;
    const from = Date.now();
    const entry: Entry = {
      token,
      from,
      renewAt: from + seconds * 1000,
      until: from + (expiresAt - obtainedAt) - reserve,
    };
    try {
      await replaceFile(path, sealer.seal(entry), 0o600);
    } catch (error) {
      this.#options.warn(unusable(this.#folder, error));
    }
  }
}

/** Removes the cached tokens of a registry, of every identity: a client found one refused. */
export async function forgetTokens(folder: string, registry: string): Promise<void> {
  const prefix = `${short(registry)}-`;
  const names = await readdir(folder).catch(() => []);
  const found = names.filter((name) => name.startsWith(prefix) && name.endsWith('.token'));
  await Promise.all(found.map((name) => rm(join(folder, name), { force: true })));
}

/** @returns the registries that tokens are cached for, without reading a token or asking ECR. */
export async function registriesKept(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.token'));
  const texts = await Promise.all(
    files.map((name) => readRegularText(join(folder, name)).catch(() => '')),
  );
  const registries = texts.map((text) => /^hawser-token-1 (\S+) /.exec(text)?.[1] ?? '');
  return [...new Set(registries.filter(Boolean))].sort();
}

/** By this machine's clock the token has become older since; the rest of its life counts from now. */
function current({ token, from }: Entry): Token {
  return { ...token, obtainedAt: token.obtainedAt + (Date.now() - from) };
}

/** A refusal is final; after a network error, throttling or an AWS error, a valid cached token is still used. */
function isPassing(error: unknown): boolean {
  const { kind, cause } = asCredentialError(error);
  return ['throttled', 'unreachable', 'tooSlow'].includes(kind) || mayPass(cause);
}

async function prepare(folder: string): Promise<void> {
  await makeFolder(folder, 0o700);
  const { mode, uid } = await stat(folder);
  if ((mode & 0o022) !== 0) throw new Error('other users can write to it');
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error('it belongs to another user');
}

function unusable(folder: string, cause: unknown): CredentialError {
  const why = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
  return new CredentialError('cache', `the token cache in ${folder} cannot be used: ${why}`, {
    cause,
  });
}

function fileName({ registry, identity }: TokenKey): string {
  return `${short(registry)}-${short(identity)}.token`;
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
