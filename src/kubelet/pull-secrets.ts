import type { AuthEntry, AuthMap } from './keyring.ts';

/** The parts of a Secret that hold credentials. */
export interface PullSecret {
  readonly type?: string;
  /** Values in base64. */
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * Parses the registry credentials of a pull secret, `kubernetes.io/dockerconfigjson` or `…/dockercfg`.
 * (kubelet: pkg/credentialprovider/secrets/secrets.go)
 * @returns undefined when the secret is of another type or malformed; the reason is not returned, because it
 *   would quote the secret.
 */
export function readPullSecret(secret: PullSecret): AuthMap | undefined {
  const data = secret.data ?? {};
  if (secret.type === 'kubernetes.io/dockerconfigjson') {
    const config = decode(data['.dockerconfigjson']);
    return config === undefined ? undefined : entriesOf(config.auths ?? {});
  }
  if (secret.type === 'kubernetes.io/dockercfg') return entriesOf(decode(data['.dockercfg']));
  return undefined;
}

function decode(base64: string | undefined): Record<string, unknown> | undefined {
  if (base64 === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64').toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function entriesOf(value: unknown): AuthMap | undefined {
  if (!isObject(value)) return undefined;
  const entries: [string, AuthEntry][] = [];
  for (const [location, fields] of Object.entries(value)) {
    const entry = isObject(fields) ? entryOf(fields) : undefined;
    // One malformed entry makes the whole secret invalid, as in the kubelet.
    if (entry === undefined) return undefined;
    entries.push([location, entry]);
  }
  return Object.fromEntries(entries);
}

function entryOf({ auth, username, password }: Record<string, unknown>): AuthEntry | undefined {
  if (typeof auth === 'string' && auth !== '') {
    const pair = Buffer.from(auth, 'base64').toString();
    const colon = pair.indexOf(':');
    if (colon === -1) return undefined;
    return { username: pair.slice(0, colon), password: pair.slice(colon + 1) };
  }
  return {
    username: typeof username === 'string' ? username : '',
    password: typeof password === 'string' ? password : '',
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
