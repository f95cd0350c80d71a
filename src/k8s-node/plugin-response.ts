import { parseGoDuration } from '../kubelet/go-duration.ts';
import type { AuthEntry, AuthMap } from '../kubelet/keyring.ts';
import type { CacheKeyType } from './credential-cache.ts';
import { NodeError } from './errors.ts';

/** A plugin's answer (CredentialProviderResponse, credentialprovider.kubelet.k8s.io). */
export interface PluginResponse {
  readonly cacheKeyType: CacheKeyType;
  /** Milliseconds; undefined for the provider's default. */
  readonly cacheDuration?: number;
  readonly auth: AuthMap;
}

const cacheKeyTypes = new Set(['Image', 'Registry', 'Global']);

/**
 * Parses what a plugin wrote to stdout.
 * @param expectedVersion the apiVersion of the provider's configuration; the answer must have the same.
 * @throws NodeError PROVIDER_RUN with the kubelet's text. Stdout is not quoted and no cause is kept: it may
 * contain
 *   credentials.
 */
export function parsePluginResponse(stdout: string, expectedVersion: string): PluginResponse {
  const fields = decode(stdout);
  const { apiVersion, kind } = fields;
  if (apiVersion !== expectedVersion) {
    const actual = typeof apiVersion === 'string' ? apiVersion.slice(0, 200) : '';
    throw new NodeError(
      'PROVIDER_RUN',
      `apiVersion from credential plugin response did not match expected apiVersion:${expectedVersion}, actual apiVersion:${actual}`,
    );
  }
  if (kind !== 'CredentialProviderResponse') throw undecodable();
  const { cacheKeyType, cacheDuration, auth } = fields;
  if (typeof cacheKeyType !== 'string' || !cacheKeyTypes.has(cacheKeyType)) {
    throw new NodeError(
      'PROVIDER_RUN',
      `credential provider plugin did not return a valid cacheKeyType: ${JSON.stringify(String(cacheKeyType ?? '').slice(0, 100))}`,
    );
  }
  const duration = durationOf(cacheDuration);
  return {
    cacheKeyType: cacheKeyType as CacheKeyType,
    auth: authOf(auth),
    ...(duration === undefined ? {} : { cacheDuration: duration }),
  };
}

function decode(stdout: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(stdout);
  } catch {
    throw new NodeError(
      'PROVIDER_RUN',
      "error reading GVK from response: couldn't get version/kind; json parse error",
    );
  }
  if (!isObject(value)) throw undecodable();
  return value;
}

function durationOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const duration = typeof value === 'string' ? parseGoDuration(value) : undefined;
  if (duration === undefined) throw undecodable();
  return duration;
}

function authOf(value: unknown): AuthMap {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw undecodable();
  const entries = Object.entries(value).map(([pattern, entry]): [string, AuthEntry] => {
    if (!isObject(entry)) throw undecodable();
    const { username = '', password = '' } = entry;
    if (typeof username !== 'string' || typeof password !== 'string') throw undecodable();
    return [pattern, { username, password }];
  });
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function undecodable(): NodeError {
  return new NodeError(
    'PROVIDER_RUN',
    'error decoding credential provider plugin response from stdout',
  );
}
