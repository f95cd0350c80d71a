import { CredentialError } from '../errors.ts';

const group = 'credentialprovider.kubelet.k8s.io';
/** Versions that kubelets use: v1 since 1.26, the others before. */
const versions = new Set([`${group}/v1`, `${group}/v1beta1`, `${group}/v1alpha1`]);
const kind = 'CredentialProviderRequest';

/** The kubelet's request (kubelet: staging/src/k8s.io/kubelet/pkg/apis/credentialprovider). */
export interface ProviderRequest {
  /** Version of the request, and so of the answer. */
  readonly apiVersion: string;
  /** Image without tag and digest. */
  readonly image: string;
  readonly serviceAccountToken?: string;
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
}

/**
 * Parses a request from the kubelet. A cause is never kept: the text may contain a service account token.
 * @throws CredentialError `request`, with upstream's texts.
 */
export function parseRequest(text: string): ProviderRequest {
  const fields = decode(text);
  const { apiVersion, image, serviceAccountToken, serviceAccountAnnotations } = fields;
  if (fields.kind !== kind) {
    throw refused(`kind was ${quote(fields.kind)}, expected ${kind}`);
  }
  if (typeof apiVersion !== 'string' || !versions.has(apiVersion)) {
    throw refused(`group version ${quote(apiVersion)} is not supported`);
  }
  if (typeof image !== 'string' || image === '') {
    throw refused('image in plugin request was empty');
  }
  const token = serviceAccountToken ?? '';
  // If an invalid token counted as absent, a pod would pull as the node.
  if (typeof token !== 'string') throw refused('serviceAccountToken is not a string');
  return {
    apiVersion,
    image,
    serviceAccountAnnotations: texts(serviceAccountAnnotations ?? {}),
    ...(token === '' ? {} : { serviceAccountToken: token }),
  };
}

export interface Answer {
  /** Registry host, with its port: the credentials are for it alone. */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  /** Seconds for which the kubelet may cache the answer; 0 disables the cache. */
  readonly cacheSeconds: number;
}

/** @returns the one line of JSON that the kubelet reads from stdout. */
export function renderResponse(apiVersion: string, answer: Answer): string {
  const { host, username, password, cacheSeconds } = answer;
  return JSON.stringify({
    kind: 'CredentialProviderResponse',
    apiVersion,
    cacheKeyType: 'Registry',
    cacheDuration: goSeconds(cacheSeconds),
    auth: { [host]: { username, password } },
  });
}

/** Seconds as Go prints a duration: `6h0m0s`. */
function goSeconds(seconds: number): string {
  const hours = Math.trunc(seconds / 3600);
  const minutes = Math.trunc((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

function decode(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('stdin is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw refused('stdin is not a JSON object');
}

function texts(value: unknown): Record<string, string> {
  const map = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = map ? Object.entries(value) : [];
  if (map && entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    return Object.fromEntries(entries);
  }
  throw refused('serviceAccountAnnotations is not a map of strings');
}

function quote(value: unknown): string {
  return JSON.stringify(String(value ?? '').slice(0, 100));
}

function refused(message: string): CredentialError {
  return new CredentialError('request', message);
}
