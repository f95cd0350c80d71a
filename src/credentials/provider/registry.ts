import { type EcrHost, isPublicEcrHost, parseEcrHost } from '../../ecr/hosts.ts';
import { ProviderError } from './errors.ts';

/** The registry that an image is in, and so the API that gives credentials for it. */
export type Registry =
  | { readonly kind: 'private'; readonly ecr: EcrHost }
  | { readonly kind: 'public' };

/** Hosts of mirrors and aliases, and the ECR host that each stands for. */
export type HostMap = Readonly<Record<string, string>>;

/**
 * @param image as the kubelet names it: without tag and digest.
 * @returns the host with its port, exactly as written, since the kubelet matches the answer's key with it.
 * @throws ProviderError `request` when there is none.
 */
export function hostOf(image: string): string {
  const [host = ''] = image.replace(/^https?:\/\//, '').split('/');
  if (/^[a-zA-Z0-9.-]+(:\d+)?$/.test(host)) return host;
  throw new ProviderError(
    'request',
    `error parsing image reference ${JSON.stringify(image.slice(0, 200))}`,
  );
}

/**
 * Finds the registry behind a host. A host that is not ECR's gets nothing: an ECR password handed to it
 * would let its owner act as this node until the token expires.
 * @throws ProviderError `foreignHost`
 */
export function registryOf(host: string, map: HostMap): Registry {
  const effective = map[host] ?? map[host.replace(/:\d+$/, '')] ?? host;
  if (isPublicEcrHost(effective)) return { kind: 'public' };
  const ecr = parseEcrHost(effective);
  if (ecr !== undefined) return { kind: 'private', ecr };
  throw new ProviderError('foreignHost', `${host} is not an ECR registry`);
}

/**
 * Parses mappings `HOST=ECR_HOST`.
 * @throws ProviderError `request` for one that does not end at an ECR host.
 */
export function parseHostMap(mappings: readonly string[]): HostMap {
  return Object.fromEntries(
    mappings.map((mapping) => {
      const [host = '', target = ''] = mapping.split('=');
      if (host !== '' && (parseEcrHost(target) || isPublicEcrHost(target))) return [host, target];
      throw new ProviderError('request', `${JSON.stringify(mapping)} is not HOST=ECR_HOST`);
    }),
  );
}
