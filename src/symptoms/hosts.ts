import { addOnAccountOf } from '../names/add-on-registries.ts';
import { isPublicEcrHost, parseEcrHost } from '../names/registry-host.ts';

const wellKnownHosts: ReadonlySet<string> = new Set([
  'cgr.dev',
  'docker.elastic.co',
  'docker.io',
  'gcr.io',
  'ghcr.io',
  'k8s.gcr.io',
  'lscr.io',
  'mcr.microsoft.com',
  'nvcr.io',
  'quay.io',
  'registry.access.redhat.com',
  'registry.gitlab.com',
  'registry.k8s.io',
  'registry.redhat.io',
  'xpkg.upbound.io',
]);

const wellKnownDomains =
  /\.(?:docker\.(?:io|com)|gcr\.io|pkg\.dev|quay\.io|azurecr\.io|githubusercontent\.com|icr\.io|pscr\.io|jfrog\.io)$/;

/** Whether a host, with or without a port, is a well-known registry's that is not AWS's, or one that it sends clients to. */
export function isWellKnownRegistry(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return wellKnownHosts.has(name) || wellKnownDomains.test(name);
}

/** Whether a host is written as AWS's own are, in a Region that there is, so that a typing error does not explain it. */
export function isWellFormedOfAws(host: string): boolean {
  // An account that was blotted out before the text was shown counts for one.
  const name = host
    .replace(/:\d+$/, '')
    .toLowerCase()
    .replace(/^x{3,}(?=\.dkr)/, '111122223333');
  if (isPublicEcrHost(name)) return true;
  const region =
    parseEcrHost(name)?.region ??
    /^(?:api\.)?(?:ecr|sts|ecr-public)\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(
      name,
    )?.[1];
  return region !== undefined && addOnAccountOf(region) !== undefined;
}

/** Whether a registry's host has a Region that there is, and a suffix that no partition has. */
export function hasUnknownSuffix(host: string): boolean {
  const [, region = ''] = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(host) ?? [];
  return addOnAccountOf(region) !== undefined && parseEcrHost(host) === undefined;
}

/** Whether a registry's host has the suffix of China outside of it, or the commercial one in China. */
export function hasForeignSuffix(host: string): boolean {
  const [, region = '', suffix] =
    /\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)(?::\d+)?$/.exec(host) ?? [];
  return suffix !== undefined && suffix.endsWith('.cn') !== region.startsWith('cn-');
}

/**
 * Whether the account in a private registry's host is not twelve digits. Digits that were put in place of an account
 * before it was shown do not count, unless one of twelve is missing or too many, as in a typing error.
 */
export function hasWrongAccount(host: string): boolean {
  const account = /^([\d-]+)\.dkr[.-]ecr/.exec(host)?.[1] ?? '';
  // Dashes alone were put in place of an account.
  if (!/\d/.test(account) || /^\d{12}$/.test(account)) return false;
  if (account.length === 11) return true;
  return !/^(?:(\d)\1*|123\d*)$/.test(account);
}
