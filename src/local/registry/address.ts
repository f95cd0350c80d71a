import { DistributionError } from '../../distribution/errors.ts';
import { type EcrHost, isEcrHostLike, parseEcrHost } from '../../names/registry-host.ts';
import type { RegistryName } from '../../names/repository.ts';

/** Which registry a request is for, and the rest of its path. */
export interface Address extends RegistryName {
  /** Path after `/v2/`, without the registry host that may precede it. */
  readonly path: string;
  /** What preceded that path: URLs sent to the client must repeat it. */
  readonly prefix: string;
}

/**
 * Finds the registry of a request. There are four equivalent ways to name it: the `Host` header, `?ns=` as
 * containerd's mirrors send it, the registry's host as first part of the path, or nothing for the default
 * registry.
 * @param path path of the request, starting with `/v2`.
 * @returns undefined when `ns` names a registry that is not ECR's.
 * @throws DistributionError 400 `NAME_INVALID` for a malformed ECR host.
 */
export function addressOf(
  host: string,
  path: string,
  query: URLSearchParams,
  fallback: RegistryName,
): Address | undefined {
  const rest = path.replace(/^\/v2\/?/, '');
  const [first = '', ...more] = rest.split('/');
  const byPath = ecrHostOf(first);
  if (byPath !== undefined) {
    const { registryId, region } = byPath;
    return { registryId, region, path: more.join('/'), prefix: `/v2/${first}/` };
  }
  const namespace = query.get('ns');
  const named = ecrHostOf(namespace ?? host);
  if (named !== undefined) {
    return { registryId: named.registryId, region: named.region, path: rest, prefix: '/v2/' };
  }
  return namespace === null ? { ...fallback, path: rest, prefix: '/v2/' } : undefined;
}

/** A malformed host must not be read as a repository's name, nor as the default registry. */
function ecrHostOf(text: string): EcrHost | undefined {
  const host = parseEcrHost(text);
  if (host !== undefined) return host;
  if (!isEcrHostLike(text)) return undefined;
  throw new DistributionError(
    400,
    'NAME_INVALID',
    `'${text}' is not the host of an ECR registry: it must be <12-digit account>.dkr.ecr.<region>.<suffix>, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com`,
  );
}
