import { forgetTokens, registriesKept } from '../cache/token-cache.ts';
import { CredentialError } from '../errors.ts';
import { obtainToken } from '../obtain.ts';
import { type Registry, registryKey, registryOf } from '../registry.ts';
import type { Settings } from '../settings.ts';
import {
  ClientText,
  clientTexts,
  hostOfServer,
  readCredentials,
  readServerUrl,
} from './protocol.ts';

export interface HelperContext {
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly warn: (failure: unknown) => void;
}

/** One operation of the helper: stdin in, stdout out. */
export type Operation = (input: string, context: HelperContext) => Promise<string>;

/** The operations that clients call (docker-credential-helpers: credentials.HandleCommand). */
export const operations: Readonly<Record<string, Operation>> = { get, store, erase, list };

/**
 * Credentials for a registry. For a registry that is not ECR's, and for a public registry without AWS
 * credentials, the client is told to continue without credentials. Every other failure is shown by the client.
 */
async function get(input: string, { settings, signal, warn }: HelperContext): Promise<string> {
  const serverUrl = readServerUrl(input);
  const registry = recognise(serverUrl, settings);
  if (registry === undefined) throw new ClientText(clientTexts.notFound);
  try {
    const token = await obtainToken(registry, { ...settings, signal, warn });
    const { username: Username, password: Secret } = token;
    return JSON.stringify({ ServerURL: serverUrl, Username, Secret });
  } catch (error) {
    const anonymous =
      registry.kind === 'public' && (error as CredentialError).kind === 'noIdentity';
    throw anonymous ? new ClientText(clientTexts.notFound) : error;
  }
}

/**
 * A login to ECR: it need not be stored, since the next `get` returns a new token, and the stored one would
 * expire. Secrets of other registries are refused, so that the user does not lose them.
 */
async function store(input: string, { settings }: HelperContext): Promise<string> {
  const { ServerURL } = readCredentials(input);
  if (recognise(ServerURL, settings) !== undefined) return '';
  const host = hostOfServer(ServerURL);
  throw new CredentialError('store', `${host} is not an ECR registry: its secret is not stored`);
}

/** Removes the cached tokens of a registry: clients call it on logout and after a refusal. */
async function erase(input: string, { settings }: HelperContext): Promise<string> {
  const registry = recognise(readServerUrl(input), settings);
  const { cacheFolder } = settings;
  if (registry !== undefined && cacheFolder !== undefined) {
    await forgetTokens(cacheFolder, registryKey(registry));
  }
  return '';
}

/** The registries that tokens are cached for, without a request: clients list on every build. */
async function list(_input: string, { settings: { cacheFolder } }: HelperContext): Promise<string> {
  const kept = cacheFolder === undefined ? [] : await registriesKept(cacheFolder);
  return JSON.stringify(Object.fromEntries(kept.map((host) => [`https://${host}`, 'AWS'])));
}

function recognise(serverUrl: string, { hosts }: Settings): Registry | undefined {
  try {
    return registryOf(hostOfServer(serverUrl), hosts);
  } catch {
    return undefined;
  }
}
