import { type Environment, proxyFor } from '../../aws/client/proxy.ts';
import type { Fact } from '../../chain/fact.ts';
import type { ContainerdReport, EndpointService } from '../../chain/world.ts';
import { ecrImageNamed } from '../../names/ecr-image.ts';
import { partitionOf } from '../../names/partitions.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { hostsOfPull } from '../../network/index.ts';
import { EvidenceError } from '../errors.ts';
import type { Wanted } from './connect.ts';

/** Whose registry is asked for, as far as it is known. */
export interface RegistryWanted {
  readonly region: string;
  readonly registryId?: string | undefined;
  /** Host of the image, with its port. */
  readonly host?: string | undefined;
}

/** @throws EvidenceError for what is no image of a private registry of ECR. */
export function registryOf(image: string): RegistryWanted {
  const place = ecrImageNamed(image);
  if (place === undefined) {
    throw new EvidenceError(
      'NOT_ECR',
      `${image} is not an image of a private ECR registry`,
      'Name one such as 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1 with --image, or leave it out.',
    );
  }
  return { region: place.region, registryId: place.registryId, host: place.host };
}

export interface EndpointContext {
  /** Endpoint of a local AWS, if AWS is one. */
  readonly endpoint: string | undefined;
  /** Environments of the processes that connect: the kubelet starts the credential provider, containerd pulls. */
  readonly kubelet: Environment;
  readonly containerd: Environment;
  readonly authorities: readonly string[] | undefined;
}

/** The hosts that a pull needs, each with the proxy that its process takes. */
export function endpointsFor(
  { region, registryId, host }: RegistryWanted,
  { endpoint, kubelet, containerd, authorities }: EndpointContext,
): Wanted[] {
  const local = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const make = (service: EndpointService, name: string, port = 443): Wanted => {
    const environment = service === 'ecr.api' || service === 'sts' ? kubelet : containerd;
    const proxy = proxyFor(new URL(`https://${name}:${port}`), environment);
    return { service, host: name, port, proxy, authorities };
  };
  const [own = '', port] = (host ?? '').split(':');
  const registry = own === '' ? [] : [make('ecr.dkr', own, Number(port) || 443)];
  if (local !== undefined) {
    return [make('ecr.api', local.hostname, Number(local.port) || 443), ...registry];
  }
  const place = { host: own, registryId: registryId ?? '', region };
  const [api, dkr, layers] = hostsOfPull(place);
  const named = registryId === undefined ? [] : [make('ecr.dkr', dkr.name)];
  return [
    make('ecr.api', api.name),
    ...(own === '' ? named : registry),
    make('s3', layers.name),
    make('sts', `sts.${region}.${partitionOf(region).dnsSuffix}`),
  ];
}

/** Hosts that are tried, at most. */
const mostMirrors = 20;

/**
 * The hosts to which a hosts.toml sends the pulls from a registry of ECR, in place of the registry itself.
 * @param host registry whose images are meant; all of ECR's that have such a file, where none is named.
 */
export function mirrorsFor(
  containerd: Fact<ContainerdReport>,
  host: string | undefined,
  { containerd: environment, authorities }: EndpointContext,
): Wanted[] {
  if (containerd.state !== 'known') return [];
  const files = containerd.value.registries.filter(({ registry }) =>
    host === undefined ? parseEcrHost(registry) !== undefined : registry === host,
  );
  return files
    .flatMap(({ registry, server, hosts }) => {
      const resolving = hosts.filter(
        ({ capabilities }) => capabilities.length === 0 || capabilities.includes('resolve'),
      );
      const last = server ?? `https://${registry}`;
      return [...resolving.map(({ url }) => url), last].map((url) => ({ registry, url }));
    })
    .filter(({ url }) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
    .slice(0, mostMirrors)
    .map(({ registry, url: text }) => {
      const url = new URL(text);
      const isPlain = url.protocol === 'http:';
      return {
        service: 'mirror' as const,
        host: url.hostname,
        port: Number(url.port) || (isPlain ? 80 : 443),
        proxy: proxyFor(url, environment),
        authorities,
        mirrorOf: registry,
        ...(isPlain ? { isPlain } : {}),
      };
    });
}
