import {
  type EcrHost,
  isEcrHostLike,
  isPublicEcrHost,
  parseEcrHost,
} from '../names/registry-host.ts';
import { CredentialError } from './errors.ts';

/** The registry of an image, and so the API that issues credentials for it. */
export type Registry =
  | { readonly kind: 'private'; readonly ecr: EcrHost }
  | { readonly kind: 'public'; readonly dualStack: boolean };

/** Hosts of mirrors and aliases, and the ECR host that each is mapped to. */
export type HostMap = ReadonlyMap<string, string>;

/** Characters: a host name has 253 at most, and a repository of ECR 256. */
const longestImage = 1_024;

/**
 * @param image as the kubelet names it: without tag and digest.
 * @returns the host with its port, exactly as written, since the kubelet compares the answer's key with it.
 * @throws CredentialError `request` when there is none.
 */
export function hostOf(image: string): string {
  if (image.length > longestImage) {
    throw new CredentialError('request', `an image name of ${image.length} characters`);
  }
  const [host = ''] = image.replace(/^https?:\/\//, '').split('/');
  // A DNS name has 253 characters at most (RFC 1035).
  if (/^[a-zA-Z0-9.-]{1,253}(:\d{1,5})?$/.test(host)) return host;
  throw new CredentialError(
    'request',
    `error parsing image reference ${JSON.stringify(image.slice(0, 200))}`,
  );
}

/**
 * Finds the registry of a host. A host that is not ECR's gets no credentials: with an ECR password its owner
 * could act as this node until the token expires.
 * @throws CredentialError `foreignHost`
 */
export function registryOf(host: string, map: HostMap): Registry {
  const effective = map.get(host.toLowerCase()) ?? map.get(nameOf(host)) ?? host;
  if (isPublicEcrHost(effective)) {
    return { kind: 'public', dualStack: nameOf(effective) !== 'public.ecr.aws' };
  }
  const ecr = parseEcrHost(effective);
  if (ecr !== undefined) return { kind: 'private', ecr };
  if (!isEcrHostLike(effective)) {
    throw new CredentialError('foreignHost', `${host} is not an ECR registry`);
  }
  throw new CredentialError('foreignHost', `${host} is not the host of an ECR registry`, {
    fix: 'write it <12-digit account>.dkr.ecr.<region>.<suffix of its partition>, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com',
  });
}

/** The canonical name of a registry, as a key: an alias shares the cache of its target. */
export function registryKey(registry: Registry): string {
  if (registry.kind === 'public') return 'public.ecr.aws';
  const { registryId, region, suffix } = registry.ecr;
  return `${registryId}.dkr.ecr.${region}.${suffix}`;
}

/**
 * Parses mappings `HOST=ECR_HOST`.
 * @throws CredentialError `configuration` for one that does not end at an ECR host.
 */
export function parseHostMap(mappings: readonly string[]): HostMap {
  return new Map(
    mappings.map((mapping) => {
      const [host = '', target = '', ...more] = mapping.trim().split('=');
      const known = parseEcrHost(target) !== undefined || isPublicEcrHost(target);
      if (host !== '' && known && more.length === 0) return [host.toLowerCase(), target];
      throw new CredentialError('configuration', `${JSON.stringify(mapping)} is not HOST=ECR_HOST`);
    }),
  );
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}
