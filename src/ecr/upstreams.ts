import { parseEcrHost } from '../names/registry-host.ts';

/** A registry that can be the upstream of a pull through cache rule (ECR API, `UpstreamRegistry`). */
export interface Upstream {
  readonly kind: string;
  /** Whether a rule needs a secret: the registry allows no anonymous pulls, or too few. */
  readonly needsCredential: boolean;
}

const byHost: Readonly<Record<string, Upstream>> = {
  'public.ecr.aws': { kind: 'ecr-public', needsCredential: false },
  'quay.io': { kind: 'quay', needsCredential: false },
  'registry.k8s.io': { kind: 'k8s', needsCredential: false },
  'registry-1.docker.io': { kind: 'docker-hub', needsCredential: true },
  'ghcr.io': { kind: 'github-container-registry', needsCredential: true },
  'registry.gitlab.com': { kind: 'gitlab-container-registry', needsCredential: true },
  'cgr.dev': { kind: 'chainguard', needsCredential: true },
};

/**
 * Finds the upstream registry of a URL.
 * @param url host name as in a rule, with or without a scheme.
 * @returns undefined for a registry that ECR does not cache (ECR User Guide, "Pull through cache").
 */
export function upstreamOf(url: string): Upstream | undefined {
  const host = upstreamHost(url);
  if (Object.hasOwn(byHost, host)) return byHost[host];
  if (parseEcrHost(host) !== undefined) return { kind: 'ecr', needsCredential: false };
  if (/^[a-z0-9]+\.azurecr\.io$/.test(host)) {
    return { kind: 'azure-container-registry', needsCredential: true };
  }
  return undefined;
}

/** The host name in a rule's URL. */
export function upstreamHost(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/+$/, '');
}

/** What a pull through cache rule says of names: the prefix of its repositories, and that of the upstream's. */
export interface CachePrefixes {
  /** `ROOT` for all repositories that no other rule covers. */
  readonly prefix: string;
  /** `ROOT` or left out where the upstream's names have none. */
  readonly upstreamPrefix?: string | undefined;
}

/** @returns the name of a cached repository at its upstream: without the rule's prefix, under the upstream's own. */
export function upstreamName(
  { prefix: own, upstreamPrefix = 'ROOT' }: CachePrefixes,
  name: string,
): string {
  const prefix = own.replace(/\/$/, '');
  const rest = prefix === 'ROOT' ? name : name.slice(prefix.length + 1);
  return upstreamPrefix === 'ROOT' ? rest : `${upstreamPrefix.replace(/\/$/, '')}/${rest}`;
}

/** Whether a cache rule or creation template with that prefix covers a repository; a prefix ends at a slash, given or not. */
export function isUnderPrefix(prefix: string, name: string): boolean {
  return prefix === 'ROOT' || name.startsWith(`${prefix.replace(/\/$/, '')}/`);
}

/** The prefix that decides for a repository: the longest that covers it; `ROOT` where no other does. */
export function decidingPrefix(prefixes: readonly string[], name: string): string | undefined {
  const lengthOf = (prefix: string): number => (prefix === 'ROOT' ? 0 : prefix.length);
  return prefixes
    .filter((prefix) => isUnderPrefix(prefix, name))
    .sort((a, b) => lengthOf(b) - lengthOf(a))[0];
}

/** The beginning of the names of secrets that ECR reads for its cache rules. */
export const secretPrefix = 'ecr-pullthroughcache/';

/** The key under which ECR reads them, and no other. */
export const defaultSecretKey = 'alias/aws/secretsmanager';

/** Name of the role that ECR is when it fills a registry. */
export const cacheRoleName = 'AWSServiceRoleForECRPullThroughCache';

/** The service principal of pull through caches. */
export const cacheService = 'pullthroughcache.ecr.amazonaws.com';

/** Path and name of that role: what follows `role/` in its ARN. */
export const cacheRolePath = `aws-service-role/${cacheService}/${cacheRoleName}`;

/** Prefixes that people give their rules, after AWS's own suggestions and the hosts, by kind of upstream. */
const usualPrefixes: Readonly<Record<string, readonly string[]>> = {
  'docker-hub': ['docker-hub', 'dockerhub', 'docker.io', 'docker'],
  'ecr-public': ['ecr-public', 'public.ecr.aws'],
  quay: ['quay', 'quay.io'],
  k8s: ['k8s', 'kubernetes', 'registry.k8s.io'],
  'github-container-registry': ['github', 'ghcr', 'ghcr.io'],
  'gitlab-container-registry': ['gitlab', 'registry.gitlab.com'],
  chainguard: ['chainguard', 'cgr.dev'],
};

/** @returns the kind of upstream that a prefix names, if it is one of those that are usual. */
export function kindNamedBy(prefix: string): string | undefined {
  return Object.entries(usualPrefixes).find(([, usual]) => usual.includes(prefix))?.[0];
}

/** @returns the host of a kind of upstream, where it has only one. */
export function upstreamHostOf(kind: string): string | undefined {
  return Object.entries(byHost).find(([, upstream]) => upstream.kind === kind)?.[0];
}
