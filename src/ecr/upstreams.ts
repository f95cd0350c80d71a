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
